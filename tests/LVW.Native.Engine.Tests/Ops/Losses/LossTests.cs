using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Tests.Ops.Elementwise;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Losses;

public sealed class LossTests : IDisposable
{
    private readonly CpuDevice device = new(threads: 2, poison: true);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Certain_targets_make_the_soft_cross_entropy_the_hard_one()
    {
        using Step step = device.BeginInference();
        Tensor logits = step.Input([1f, 2f, 3f, 4f, -5f, 6f], [2, 3]);
        Tensor targets = step.Input([0f, 1f, 0f, 1f, 0f, 0f], [2, 3]);
        Assert.Equal(logits.CrossEntropy(step.InputIndices([1, 0], [2])).Item(), logits.CrossEntropy(targets).Item(), 1e-6f);
    }

    [Fact]
    public void The_divergence_from_itself_is_zero_and_so_is_its_gradient()
    {
        using Step step = device.BeginStep();
        float[] values = [1f, -2f, 3f, 500f, 501f, -500f];
        Tensor logits = step.Input(values, [2, 3], requiresGradient: true);
        Tensor loss = logits.KlDivergence(step.Input(values, [2, 3]), temperature: 4).Keep();
        loss.Backward();
        Assert.Equal(0f, loss.Item());
        Assert.All(step.GradientOf(logits), gradient => Assert.Equal(0f, gradient));
    }

    [Fact]
    public void The_L1_norm_is_the_sum_of_magnitudes_and_its_gradient_the_sign()
    {
        using Step step = device.BeginStep();
        Tensor w = step.Input([1f, -0.5f, 0f, -2f], [2, 2], requiresGradient: true);
        Tensor norm = w.L1Norm().Keep();
        (norm * 3f).Backward();
        Assert.Equal(3.5f, norm.Item());
        Assert.Equal([3f, -3f, 0f, -3f], step.GradientOf(w));
    }

    [Fact]
    public void Wrong_shapes_and_temperatures_are_named()
    {
        using Step step = device.BeginStep();
        Tensor a = step.Input(new float[6], [2, 3]);
        Tensor b = step.Input(new float[6], [3, 2]);
        Assert.Equal(
            "MeanSquaredError: the prediction has shape [2, 3] but the target [3, 2]. Both must be equal; Reshape or Resize one.",
            Assert.Throws<ArgumentException>(() => a.MeanSquaredError(b)).Message);
        Assert.Equal(
            "KlDivergence: logits have shape [2, 3] but target logits [3, 2]. Both must be the same [N, C].",
            Assert.Throws<ArgumentException>(() => a.KlDivergence(b)).Message);
        Assert.StartsWith("CrossEntropy: logits must be [N, C]", Assert.Throws<ArgumentException>(() => a.Sum().CrossEntropy(b)).Message);
        Assert.Contains("temperature", Assert.Throws<ArgumentException>(() => a.KlDivergence(a, 0)).Message);
    }

    [Property(MaxTest = 40)]
    public void Every_loss_and_both_gradients_agree_with_double(int seed)
    {
        var random = new Random(seed);
        int classes = random.Next(1, 40);
        Shape shape = [random.Next(1, 6), classes];
        float temperature = 0.7f + (4 * random.NextSingle());
        TestInput x = OpCheck.Uniform(random, shape, -4, 4);
        TestInput t = OpCheck.Uniform(random, shape, -4, 4);
        TestInput q = OpCheck.Uniform(random, shape, 0.05, 0.3);
        OpCheck.Run(a => a[0].MeanSquaredError(a[1]), a => [a[0].Zip(a[1], (l, r) => (l - r) * (l - r)).Average()], [x, t], 2e-5);
        OpCheck.Run(a => a[0].CrossEntropy(a[1]), a => [a[0].Chunk(classes).Zip(a[1].Chunk(classes), SoftCrossEntropy).Average()], [x, q], 2e-5);
        OpCheck.Run(
            a => a[0].KlDivergence(a[1], temperature),
            a => [a[0].Chunk(classes).Zip(a[1].Chunk(classes), Divergence).Average()],
            [x, t],
            2e-5);

        double Divergence(double[] logits, double[] targets)
        {
            double[] p = [.. LogSoftmax([.. targets.Select(value => value / temperature)])];
            double[] l = [.. LogSoftmax([.. logits.Select(value => value / temperature)])];
            return temperature * temperature * p.Zip(l, (a, b) => Math.Exp(a) * (a - b)).Sum();
        }

        static double SoftCrossEntropy(double[] logits, double[] targets) => -targets.Zip(LogSoftmax(logits), (a, b) => a * b).Sum();

        static IEnumerable<double> LogSoftmax(double[] row) => row.Select(value => value - Math.Log(row.Sum(Math.Exp)));
    }

    [Fact]
    public void From_the_second_identical_step_on_nothing_is_allocated()
    {
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, 64 * 700).Select(_ => random.NextSingle())];
        int[] labels = [.. Enumerable.Range(0, 64).Select(_ => random.Next(700))];
        var scale = new Parameter(device, [700]);
        scale.Set(values.AsSpan(0, 700));

        // Made once: unoptimised code allocates for a literal list.
        Shape shape = [64, 700];
        Shape rows = [64];
        int[] first = [0];
        int[] second = [1];
        int[] both = [0, 1];
        for (int i = 0; i < 3; i++) Pass();
        long pooled = device.PooledBytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Pass();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(pooled, device.PooledBytes);

        void Pass()
        {
            using Step step = device.BeginStep();
            Tensor x = step.Input(values, shape);
            Tensor logits = (x * scale.In(step)) + x;
            Tensor teacher = x.Sigmoid() - 0.5f;
            (Tensor top, _) = logits.TopK(10);
            Tensor loss = logits.CrossEntropy(step.InputIndices(labels, rows), 0.1f)
                + logits.KlDivergence(teacher, 2)
                + logits.CrossEntropy(teacher.Softmax())
                + logits.MeanSquaredError(teacher)
                + (logits.Min(first).Mean() * 0.8f)
                + logits.Max(second).Sum()
                + logits.LogSoftmax().Max()
                + top.Mean(second, keepDimensions: true).Sum(both)
                + (1e-4f * scale.In(step).L1Norm());
            _ = logits.ArgMax(second);
            loss.Backward();
        }
    }
}
