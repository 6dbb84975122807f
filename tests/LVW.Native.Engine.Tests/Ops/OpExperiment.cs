using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops;

/// <summary>
/// An op, its inputs and a reference in float64. <see cref="Check"/> compares values, and gradients with central differences of the
/// reference, on every vector width and with several threads, on devices whose fresh memory is NaN.
/// </summary>
internal sealed class OpExperiment(Func<Step, Tensor[], Tensor> op, Func<double[][], double[]> reference, params (Shape Shape, float[] Values)[] inputs)
{
    // Small enough that no maximum changes hands, large enough for float64.
    private const double StepLength = 1e-5;

    public double Tolerance { get; init; } = 1e-5;

    public static float[] Random(int seed, long count, double low = -1, double high = 1)
    {
        var random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++) values[i] = (float)(low + ((high - low) * random.NextDouble()));
        return values;
    }

    /// <summary>Values in random order that differ from each other by at least 0.01.</summary>
    public static float[] Distinct(int seed, long count)
    {
        float[] values = [.. Enumerable.Range(0, (int)count).Select(i => (i - (count / 2)) * 0.01f)];
        new Random(seed).Shuffle(values);
        return values;
    }

    public void Check(int seed = 1)
    {
        double[] expected = reference(Doubles());
        float[] dy = Random(seed, expected.Length);
        Outcome? first = null;
        Outcome? last = null;
        foreach (SimdWidth width in SimdWidths.Available)
        {
            using var device = new CpuDevice(threads: 1, width, poison: true);
            Outcome outcome = Run(device, dy);
            AssertClose(expected, outcome.Y, $"values at {width}");
            if (first is null) CheckGradients(outcome, dy, seed);
            else AssertAgrees(first, outcome, width);
            first ??= outcome;
            last = outcome;
        }

        using var parallel = new CpuDevice(threads: 3, poison: true);
        Outcome threaded = Run(parallel, dy);
        Assert.Equal(last!.Y, threaded.Y);
        Assert.Equal(last.Gradients, threaded.Gradients);
    }

    /// <summary>Runs forward and backward and asserts that a further identical step allocates nothing.</summary>
    public void CheckAllocatesNothing(params Parameter[] parameters)
    {
        Assert.NotEmpty(parameters);
        Device device = parameters[0].Device;
        var tensors = new Tensor[parameters.Length];
        float[] dy = Random(1, reference(Doubles()).Length);
        Pass();
        Pass();
        long pooled = device.PooledBytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Pass();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(pooled, device.PooledBytes);

        void Pass()
        {
            using Step step = device.BeginStep();
            for (int i = 0; i < parameters.Length; i++) tensors[i] = parameters[i].In(step);
            Probe.Apply(op(step, tensors), default, dy).Backward();
        }
    }

    private static double Dot(IEnumerable<double> a, IEnumerable<double> b) => a.Zip(b, (x, y) => x * y).Sum();

    private void AssertClose(double[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = 1 + expected.Select(Math.Abs).DefaultIfEmpty().Max();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * scale, $"{what}: element {i} is {actual[i]} instead of {expected[i]}");
        }
    }

    private void AssertAgrees(Outcome first, Outcome outcome, SimdWidth width)
    {
        AssertClose([.. first.Y.Select(v => (double)v)], outcome.Y, $"values at {width}");
        for (int i = 0; i < first.Gradients.Length; i++)
        {
            AssertClose([.. first.Gradients[i].Select(v => (double)v)], outcome.Gradients[i], $"gradient {i} at {width}");
        }
    }

    private void CheckGradients(Outcome outcome, float[] dy, int seed)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            float[] direction = Random(seed + 17 + i, inputs[i].Values.Length);
            double numeric = (Along(i, direction, StepLength, dy) - Along(i, direction, -StepLength, dy)) / (2 * StepLength);
            double analytic = Dot(outcome.Gradients[i].Select(v => (double)v), direction.Select(v => (double)v));
            double scale = 1 + Math.Sqrt(outcome.Gradients[i].Sum(v => (double)v * v) * direction.Sum(v => (double)v * v));
            Assert.True(Math.Abs(numeric - analytic) <= 2 * Tolerance * scale, $"gradient of input {i}: {analytic} instead of {numeric}");

            // The second use of an input must add to its gradient, not replace it: twice the output, twice the gradient.
            AssertClose([.. outcome.Gradients[i].Select(v => 2.0 * v)], outcome.Accumulated[i], $"accumulated gradient {i}");
        }
    }

    private double Along(int input, float[] direction, double length, float[] dy)
    {
        double[][] moved = Doubles();
        for (int i = 0; i < direction.Length; i++) moved[input][i] += length * direction[i];
        return Dot(reference(moved), dy.Select(v => (double)v));
    }

    private double[][] Doubles() => [.. inputs.Select(input => input.Values.Select(v => (double)v).ToArray())];

    private Outcome Run(CpuDevice device, float[] dy)
    {
        using Step step = device.BeginStep();
        Tensor[] tensors = [.. inputs.Select(input => step.Input(input.Values, input.Shape, requiresGradient: true))];
        Tensor y = op(step, tensors);
        float[] values = y.ToArray();
        Probe.Apply(y, default, dy).Backward();
        float[][] gradients = [.. tensors.Select(step.GradientOf)];

        using Step twice = device.BeginStep();
        tensors = [.. inputs.Select(input => twice.Input(input.Values, input.Shape, requiresGradient: true))];
        Probe.Apply(op(twice, tensors), op(twice, tensors), dy).Backward();
        return new Outcome(values, gradients, [.. tensors.Select(twice.GradientOf)]);
    }

    private sealed record Outcome(float[] Y, float[][] Gradients, float[][] Accumulated);

    /// <summary>A loss whose gradient is given.</summary>
    private sealed unsafe class Probe : Op
    {
        private Tensor first;
        private Tensor second;
        private float[] dy = [];

        public static Tensor Apply(Tensor first, Tensor second, float[] dy)
        {
            Tensor loss = first.Step.Allocate([]);
            Assert.True(first.Step.Records(first));
            Probe op = first.Step.Record<Probe>(loss);
            op.first = first;
            op.second = second;
            op.dy = dy;
            return loss;
        }

        protected internal override void Backward(Gradients gradients)
        {
            Send(gradients, first);
            if (!second.IsEmpty) Send(gradients, second);
        }

        private void Send(Gradients gradients, Tensor y)
        {
            float* target = gradients.For(y, out bool accumulate).Floats();
            for (int i = 0; i < dy.Length; i++) target[i] = accumulate ? target[i] + dy[i] : dy[i];
        }
    }
}
