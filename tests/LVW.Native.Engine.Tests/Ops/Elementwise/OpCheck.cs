using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Elementwise;

/// <summary>
/// Compares an op with a reference in double: values, and along random directions v the product ⟨gradient, v⟩ with the central
/// difference of the reference. On every vector width, on one thread and on three, with blocks poisoned before use.
/// </summary>
internal static class OpCheck
{
    private const double Step = 1e-5;

    private static readonly CpuDevice[] Devices =
    [
        .. SimdWidths.Available.Select(width => new CpuDevice(threads: 1, width, poison: true)),
        new CpuDevice(threads: 3, poison: true),
    ];

    public delegate Tensor Function(Tensor[] inputs);

    public delegate double[] Reference(double[][] inputs);

    public static TestInput Uniform(Random random, Shape shape, double low = -2, double high = 2)
        => new(shape, [.. Enumerable.Range(0, (int)shape.Count).Select(_ => (float)(low + (random.NextDouble() * (high - low))))]);

    public static Shape RandomShape(Random random, int rank, int largest)
        => new([.. Enumerable.Range(0, rank).Select(_ => random.Next(1, largest + 1))]);

    public static void Run(Function op, Reference reference, TestInput[] inputs, double tolerance = 1e-5, bool gradients = true)
    {
        foreach (CpuDevice device in Devices) Run(device, op, reference, inputs, tolerance, gradients);
    }

    private static void Run(CpuDevice device, Function op, Reference reference, TestInput[] inputs, double tolerance, bool gradients)
    {
        double[][] exact = [.. inputs.Select(input => input.Values.Select(value => (double)value).ToArray())];
        double[] expected = reference(exact);
        var random = new Random(expected.Length);
        using Step step = device.BeginStep();
        Tensor[] tensors = [.. inputs.Select(input => step.Input(input.Values, input.Shape, requiresGradient: true))];
        Tensor y = op(tensors);
        AssertClose(expected, y.ToArray(), tolerance, $"values, {device.Width}");
        if (!gradients) return;

        // Twice the same loss: the second use of every input must add to its gradient, not overwrite it.
        float[] weights = [.. expected.Select(_ => (float)((2 * random.NextDouble()) - 1))];
        Tensor w = step.Input(weights, y.Shape);
        ((y * w).Sum() + (op(tensors) * w).Sum()).Backward();
        float[][] computed = [.. tensors.Select(step.GradientOf)];
        for (int trial = 0; trial < 3; trial++)
        {
            double[][] v = [.. exact.Select(values => values.Select(_ => (2 * random.NextDouble()) - 1).ToArray())];
            double analytic = v.Zip(computed, (direction, gradient) => direction.Zip(gradient, (a, b) => a * b).Sum()).Sum() / 2;
            double size = v.Zip(computed, (direction, gradient) => direction.Zip(gradient, (a, b) => Math.Abs(a * b)).Sum()).Sum() / 2;
            double numeric = (Loss(Step) - Loss(-Step)) / (2 * Step);
            Assert.True(
                Math.Abs(analytic - numeric) <= tolerance * (1 + size),
                $"gradient, {device.Width}: {analytic} along the direction, the reference's difference is {numeric}");

            double Loss(double h) => reference([.. exact.Zip(v, (values, d) => values.Zip(d, (a, b) => a + (h * b)).ToArray())])
                .Zip(weights, (value, weight) => value * weight).Sum();
        }
    }

    private static void AssertClose(double[] expected, float[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance * (1 + Math.Abs(expected[i])),
                $"{what}: element {i} is {actual[i]}, the reference says {expected[i]}");
        }
    }
}

internal sealed record TestInput(Shape Shape, float[] Values);
