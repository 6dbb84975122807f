using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Tests.Ops.Elementwise;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Losses;

public sealed class CrossEntropyTests : IDisposable
{
    private readonly CpuDevice device = new(threads: 1, poison: true);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Equal_logits_cost_the_logarithm_of_the_number_of_classes()
    {
        using Step step = device.BeginStep();
        Tensor logits = step.Input(new float[8], [2, 4], requiresGradient: true);
        Tensor loss = logits.CrossEntropy(step.InputIndices([0, 3], [2])).Keep();
        loss.Backward();
        Assert.Equal(MathF.Log(4), loss.Item(), 1e-6f);
        float[] expected = [-0.375f, 0.125f, 0.125f, 0.125f, 0.125f, 0.125f, 0.125f, -0.375f];
        Assert.All(step.GradientOf(logits).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-7f));
    }

    [Fact]
    public void Huge_logits_neither_overflow_nor_cancel()
    {
        using Step step = device.BeginInference();
        Tensor logits = step.Input([10000f, 9999f, -10000f], [1, 3]);
        Assert.Equal(Math.Log(1 + Math.Exp(-1)) + 1, logits.CrossEntropy(step.InputIndices([1], [1])).Item(), 1e-6);
    }

    [Fact]
    public void A_label_out_of_range_names_its_row_and_value()
    {
        using Step step = device.BeginStep();
        Tensor logits = step.Input(new float[6], [2, 3]);
        Assert.Equal(
            "CrossEntropy: row 1 has label 3 but logits [2, 3] allow 0 to 2. Number the classes from 0.",
            Assert.Throws<ArgumentException>(() => logits.CrossEntropy(step.InputIndices([0, 3], [2]))).Message);
        Assert.Throws<ArgumentException>(() => logits.CrossEntropy(step.InputIndices([0, -1], [2])));
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => logits.CrossEntropy(step.InputIndices([0, 1, 2], [3]))).Message);
        Assert.Contains("[6]", Assert.Throws<ArgumentException>(() => logits.Reshape([6]).CrossEntropy(step.InputIndices([0], [1]))).Message);
        Assert.Contains("1.5", Assert.Throws<ArgumentException>(() => logits.CrossEntropy(step.InputIndices([0, 1], [2]), 1.5f)).Message);
    }

    [Property(MaxTest = 40)]
    public void Loss_and_gradient_agree_with_double(int seed)
    {
        var random = new Random(seed);
        int rows = random.Next(1, 7);
        int classes = random.Next(1, 40);
        float smoothing = random.Next(2) == 0 ? 0 : 0.3f * random.NextSingle();
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))];
        OpCheck.Run(
            x => x[0].CrossEntropy(x[0].Step.InputIndices(labels, [rows]), smoothing),
            x => [Enumerable.Range(0, rows).Average(row => Loss(x[0][(row * classes)..((row + 1) * classes)], labels[row]))],
            [OpCheck.Uniform(random, [rows, classes], -5, 5)]);

        double Loss(double[] logits, int label)
        {
            double logSum = Math.Log(logits.Sum(Math.Exp));
            return logSum - ((1 - smoothing) * logits[label]) - (smoothing * logits.Average());
        }
    }
}
