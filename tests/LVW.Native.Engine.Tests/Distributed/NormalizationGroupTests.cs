using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Testing.Distributed;
using LVW.Native.Engine.Tests.Ops;
using Xunit;

namespace LVW.Native.Engine.Tests.Distributed;

public sealed class NormalizationGroupTests
{
    private const int Height = 3;
    private const int Width = 2;
    private const int Channels = 5;
    private const int Pictures = 7;

    public static TheoryData<string, bool, bool> Cases()
    {
        var cases = new TheoryData<string, bool, bool>();
        foreach (string device in (string[])["cpu", "emulated"])
        {
            foreach (bool relu in (bool[])[false, true])
            {
                foreach (bool residual in (bool[])[false, true]) cases.Add(device, relu, residual);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ranks_that_share_a_batch_find_what_one_process_finds_in_the_whole(string device, bool relu, bool residual)
    {
        float[] whole = Pass(new SingleProcess(), device, relu, residual, 0, Pictures);
        int[] starts = [0, 2, 7];
        float[][] shares = ThreadRanks.Run(2, ranks => Pass(ranks, device, relu, residual, starts[ranks.Rank], starts[ranks.Rank + 1]));
        Compare(whole, shares, [2, 5]);
    }

    [Fact]
    public void A_rank_without_a_picture_of_its_own_goes_along_and_does_not_count()
    {
        float[] whole = Pass(new SingleProcess(), "cpu", relu: true, residual: false, 0, Pictures);
        float[][] shares = ThreadRanks.Run(3, ranks => ranks.Rank < 2
            ? Pass(ranks, "cpu", relu: true, residual: false, ranks.Rank * 4, ranks.Rank == 0 ? 4 : Pictures)
            : Pass(ranks, "cpu", relu: true, residual: false, 0, 1, participates: false));
        Compare(whole, shares[..2], [4, 3]);
        Assert.Equal(shares[0][^(2 * Channels)..], shares[2][^(2 * Channels)..]);
        int picture = Height * Width * Channels;
        Assert.All(shares[2][picture..^(2 * Channels)], gradient => Assert.Equal(0, gradient));
    }

    [Fact]
    public void A_single_value_of_each_rank_is_enough_where_all_together_have_two()
    {
        float[][] results = ThreadRanks.Run(2, ranks =>
        {
            using var cpu = new CpuDevice(threads: 1, poison: true);
            BatchNorm2d layer = Layer(cpu, ranks, participates: true);
            using Step step = cpu.BeginStep();
            return layer.Forward(step.Input([.. Enumerable.Repeat(2f * ranks.Rank, Channels)], [1, Channels])).ToArray();
        });
        Assert.All(results[0], value => Assert.Equal(-1, value, 1e-4f));
        Assert.All(results[1], value => Assert.Equal(1, value, 1e-4f));
    }

    // y and dx of each picture, then the gradients of weight and bias, then the running statistics.
    private static float[] Pass(ICollective ranks, string name, bool relu, bool residual, int start, int end, bool participates = true)
    {
        using Device device = DeviceCatalogue.Open(name, threads: 1);
        BatchNorm2d layer = Layer(device, ranks, participates);
        using Step step = device.BeginStep();
        int picture = Height * Width * Channels;
        float[] Part(int seed) => OpExperiment.Random(seed, Pictures * picture)[(start * picture)..(end * picture)];
        Shape shape = [end - start, Height, Width, Channels];
        Tensor x = step.Input([.. Part(1).Select((v, i) => v + (i % Channels * 10))], shape, requiresGradient: true);
        Tensor other = residual ? step.Input(Part(2), shape, requiresGradient: true) : default;
        Tensor y = layer.Forward(x, relu, other).Keep();
        float[] dy = participates ? Part(3) : new float[picture];
        (y * step.Input(dy, shape)).Sum().Backward();
        float[] gradients = [.. layer.Parameters().SelectMany(entry => Gradient(entry.Parameter))];
        float[] statistics = [.. layer.State().Where(entry => entry.IsBuffer).SelectMany(entry => entry.Parameter.ToArray())];
        return [.. y.ToArray(), .. step.GradientOf(x), .. residual ? step.GradientOf(other) : [], .. gradients, .. statistics];
    }

    private static BatchNorm2d Layer(Device device, ICollective ranks, bool participates)
    {
        var layer = new BatchNorm2d(device, Channels);
        new NormalizationGroup(ranks) { Participates = participates }.Join(layer);
        return layer;
    }

    private static void Compare(float[] whole, float[][] shares, int[] pictures)
    {
        int picture = Height * Width * Channels;
        int maps = (whole.Length - (4 * Channels)) / (Pictures * picture);
        for (int map = 0; map < maps; map++)
        {
            float[] together = [.. shares.SelectMany((share, rank) => share.AsSpan(map * pictures[rank] * picture, pictures[rank] * picture).ToArray())];
            Near(whole[(map * Pictures * picture)..((map + 1) * Pictures * picture)], together);
        }

        // Gradients of weight and bias are each rank's own part; running statistics are those of the whole on every rank.
        float[] gradients = [.. Enumerable.Range(0, 2 * Channels).Select(i => shares.Sum(share => share[share.Length - (4 * Channels) + i]))];
        Near(whole[^(4 * Channels)..^(2 * Channels)], gradients);
        Assert.All(shares, share => Near(whole[^(2 * Channels)..], share[^(2 * Channels)..]));
        Assert.All(shares, share => Assert.Equal(shares[0][^(2 * Channels)..], share[^(2 * Channels)..]));
    }

    private static void Near(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++) Assert.Equal(expected[i], found[i], 2e-5f * Math.Max(1, Math.Abs(expected[i])));
    }

    private static float[] Gradient(Parameter parameter)
    {
        float[] values = new float[parameter.Shape.Count];
        parameter.Device.CopyOut(parameter.Gradient, values);
        return values;
    }
}
