using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Tests.Ops.Elementwise;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Reduction;

public sealed class SoftmaxTests : IDisposable
{
    private readonly CpuDevice device = new(threads: 1, poison: true);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Probabilities_of_huge_logits_are_finite_and_sum_to_one()
    {
        using Step step = device.BeginInference();
        Tensor x = step.Input([30000f, 30000f, -30000f, 1f, 1f, 1f], [2, 3]);
        float[] y = x.Softmax().ToArray();
        Assert.Equal([0.5f, 0.5f, 0f], y[..3]);
        Assert.Equal(1, y[3..].Sum(), 1e-6f);
        float[] logarithms = x.LogSoftmax().ToArray();
        Assert.Equal(-Math.Log(2), logarithms[0], 2e-7);
        Assert.Equal(-60000 - Math.Log(2), logarithms[2], 0.01);
    }

    [Fact]
    public void A_scalar_has_no_last_axis()
    {
        using Step step = device.BeginStep();
        Assert.StartsWith("Softmax: a scalar []", Assert.Throws<ArgumentException>(() => step.Input([1f], []).Softmax()).Message);
    }

    [Property(MaxTest = 40)]
    public void Softmax_and_its_logarithm_agree_with_double(int seed)
    {
        var random = new Random(seed);
        int length = random.Next(1, 50);
        TestInput x = OpCheck.Uniform(random, [random.Next(1, 4), random.Next(1, 4), length], -6, 6);
        OpCheck.Run(t => t[0].Softmax(), t => [.. t[0].Chunk(length).SelectMany(Softmax)], [x]);
        OpCheck.Run(t => t[0].LogSoftmax(), t => [.. t[0].Chunk(length).SelectMany(Softmax).Select(value => Math.Log(value))], [x]);

        static IEnumerable<double> Softmax(double[] row) => row.Select(value => Math.Exp(value) / row.Sum(Math.Exp));
    }
}
