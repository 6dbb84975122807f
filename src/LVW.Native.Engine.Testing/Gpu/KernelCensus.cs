using System.Reflection;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Testing.Checks;

namespace LVW.Native.Engine.Testing.Gpu;

/// <summary>The kernels that op cases launch on a GPU, found without one: each with the formulas it is instantiated for.</summary>
public static class KernelCensus
{
    // Problems of each case and size: variants that shapes choose must turn up.
    private const int Problems = 12;

    /// <summary>Draws problems of every case, runs them forward and backward on a device that only takes notes, and returns the kernels.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="precision">TF32 also counts the tensor-core kernels.</param>
    /// <param name="more">Work beyond the cases: shapes that they never draw.</param>
    public static IReadOnlyList<Type> Of(IEnumerable<OpCase> cases, GpuPrecision precision = GpuPrecision.Fp32, params Action<GpuDevice>[] more)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(more);
        using GpuDevice device = GpuDevice.Interpreted(_ => new RecordingLauncher(), new GpuOptions { Precision = precision });
        foreach (OpCase opCase in cases)
        {
            for (ulong seed = 0; seed < Problems; seed++)
            {
                Run(opCase.Draw(seed), device);
                Run(opCase.Draw(seed, size: 24), device);
            }
        }

        foreach (Action<GpuDevice> work in more) work(device);
        return [.. device.LoadedKernels.OrderBy(kernel => TypeNames.Of(kernel), StringComparer.Ordinal)];
    }

    /// <summary>The kernels that an assembly defines and that none of <paramref name="launched"/> is an instance of.</summary>
    public static IReadOnlyList<Type> Missing(Assembly assembly, IEnumerable<Type> launched)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        HashSet<Type> seen = [.. launched.Select(Definition)];
        return [.. assembly.GetTypes().Where(type => type is { IsValueType: true } && typeof(IGpuKernel).IsAssignableFrom(type) && !seen.Contains(type))];
    }

    private static Type Definition(Type kernel) => kernel.IsGenericType ? kernel.GetGenericTypeDefinition() : kernel;

    // Twice from the same inputs, so that kernels that add to a gradient are launched as well as those that write it.
    private static void Run(OpProblem problem, GpuDevice device)
    {
        Shape shape = OpRun.Infer(problem, device).Shape;
        if (!problem.Inputs.Any(input => input.IsDifferentiable)) return;
        float[] gradient = new float[shape.Count];
        OpRun.Train(problem, device, [gradient, gradient], wanted: null);
    }
}
