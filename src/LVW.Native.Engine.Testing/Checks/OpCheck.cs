using LVW.Native.Engine.Devices;

namespace LVW.Native.Engine.Testing.Checks;

/// <summary>A property that every op has on every device; each check is one of them.</summary>
public abstract class OpCheck
{
    /// <summary>The checks that need nothing but a device.</summary>
    public static IReadOnlyList<OpCheck> All { get; } =
        [new ParityCheck(), new GradientCheck(), new AdjointCheck(), new TapeCheck(), new RerunCheck()];

    /// <summary>The check's name in messages.</summary>
    public abstract string Name { get; }

    /// <summary>Draws a problem and checks it; a failure is a result, not an exception.</summary>
    /// <param name="opCase">The op under test.</param>
    /// <param name="device">The device under test.</param>
    /// <param name="seed">Draws the problem.</param>
    /// <param name="size">Roughly the largest height and width.</param>
    public CheckResult Run(OpCase opCase, Device device, ulong seed, int size = OpCase.DefaultSize)
    {
        ArgumentNullException.ThrowIfNull(opCase);
        string text = "(could not be drawn)";
        var comparison = new Comparison();
        Exception? thrown = null;
        try
        {
            OpProblem problem = opCase.Draw(seed, size);
            text = problem.ToString();
            Compare(problem, device, new Sampler(~seed, size), comparison);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            thrown = exception;
        }

        return new CheckResult
        {
            Case = opCase.Name,
            Check = Name,
            Device = Describe(device),
            Seed = seed,
            Size = size,
            Problem = text,
            Tolerance = ToleranceOf(opCase.Tolerance),
            Reason = opCase.Tolerance.Reason,
            Error = thrown is null ? Math.Max(0, comparison.Error) : double.PositiveInfinity,
            Worst = comparison.Worst,
            Actual = comparison.Actual,
            Expected = comparison.Expected,
            Exception = thrown,
        };
    }

    /// <summary>Searches smaller problems for the same failure and returns the smallest found.</summary>
    /// <param name="opCase">The op under test.</param>
    /// <param name="device">The device under test.</param>
    /// <param name="failure">A failed result.</param>
    public CheckResult Shrink(OpCase opCase, Device device, CheckResult failure)
    {
        const int SeedsForEachSize = 10;
        for (int size = 1; size < failure.Size; size++)
        {
            for (ulong offset = 0; offset < SeedsForEachSize; offset++)
            {
                CheckResult smaller = Run(opCase, device, failure.Seed + offset, size);
                if (!smaller.Passed) return smaller;
            }
        }

        return failure;
    }

    /// <summary>The part of the case's tolerance that applies; gradients are the usual subject.</summary>
    protected virtual double ToleranceOf(Tolerance tolerance) => tolerance.Gradient;

    /// <summary>Compares what the device computes with what it should compute.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="device">The device under test.</param>
    /// <param name="sampler">Randomness for output gradients and directions.</param>
    /// <param name="comparison">Takes the pairs.</param>
    protected abstract void Compare(OpProblem problem, Device device, Sampler sampler, Comparison comparison);

    private static string Describe(Device device) => device is CpuDevice cpu
        ? $"{cpu.Name} ({cpu.Width}, {cpu.Workers.Threads} {(cpu.Workers.Threads == 1 ? "thread" : "threads")})"
        : device.Name;
}
