using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Tests.Ops.Elementwise;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Reduction;

public sealed class TopKTests : IDisposable
{
    private readonly CpuDevice device = new(threads: 2, poison: true);

    public void Dispose() => device.Dispose();

    [Fact]
    public void The_best_come_first_and_of_equals_the_lower_index()
    {
        using Step step = device.BeginStep();
        Tensor x = step.Input([1f, 7f, 3f, 7f, 7f, 0f, 5f, 5f, 5f, 9f], [2, 5], requiresGradient: true);
        (Tensor values, IndexTensor indices) = x.TopK(3);
        values.Keep();
        values.Sum().Backward();
        Assert.Equal([7f, 7f, 7f, 9f, 5f, 5f], values.ToArray());
        Assert.Equal([1, 3, 4, 4, 1, 2], indices.ToArray());
        Assert.Equal([0f, 1f, 0f, 1f, 1f, 0f, 1f, 1f, 0f, 1f], step.GradientOf(x));
        using Step other = device.BeginInference();
        Assert.Equal([0, 2, 0, 1], other.Input([1f, 7f, 3f, 7f, 7f, 0f, 5f, 5f, 5f, 9f], [2, 5]).TopK(2, smallest: true).Indices.ToArray());
    }

    [Fact]
    public void A_NaN_comes_first()
    {
        using Step step = device.BeginInference();
        Assert.Equal([2, 0], step.Input([5f, 1f, float.NaN, 2f], [4]).TopK(2).Indices.ToArray());
    }

    [Fact]
    public void More_than_a_row_holds_is_an_error()
    {
        using Step step = device.BeginStep();
        Tensor x = step.Input(new float[6], [2, 3]);
        Assert.Equal("TopK: 4 values were asked of rows of 3 (shape [2, 3]). Ask for 1 to 3.", Assert.Throws<ArgumentException>(() => x.TopK(4)).Message);
        Assert.StartsWith("TopK: a scalar", Assert.Throws<ArgumentException>(() => x.Sum().TopK(1)).Message);
    }

    [Property(MaxTest = 50)]
    public void Values_and_gradients_agree_with_a_stable_sort(int seed)
    {
        var random = new Random(seed);
        int rows = random.Next(1, 6);
        int length = random.Next(1, 60);
        int k = random.Next(1, length + 1);
        bool smallest = random.Next(2) == 0;
        float[] values = [.. Enumerable.Range(0, rows * length).Select(i => i / 8f)];
        random.Shuffle(values);
        OpCheck.Run(t => t[0].TopK(k, smallest).Values, t => [.. t[0].Chunk(length).SelectMany(Best)], [new TestInput([rows, length], values)], 1e-4);

        IEnumerable<double> Best(double[] row) => (smallest ? row.Order() : row.OrderDescending()).Take(k);
    }
}
