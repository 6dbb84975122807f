using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public sealed class RemovalTests : IDisposable
{
    private const int Side = 12;
    private const int Pixels = Side * Side;

    private readonly CpuDevice device = new(threads: 2);

    public void Dispose() => device.Dispose();

    // A plane is the mean of its neighbours everywhere, so it solves the system exactly.
    [Fact]
    public void A_hole_in_a_slope_is_filled_by_the_slope()
    {
        float[] slope = [.. Enumerable.Range(0, Pixels * 3).Select(i => (0.1f * (i / 3 % Side)) - (0.05f * (i / 3 / Side)) + (i % 3))];
        bool[] removed = [.. Enumerable.Range(0, Pixels).Select(i => i % Side is > 2 and < 9 && i / Side is > 3 and < 10)];
        float[] filled = [.. slope.Select((value, i) => removed[i / 3] ? 99 : value)];
        new NoisyLinearImputation(Side).Fill(filled, removed, noise: 0, new Philox(1));
        Assert.All(filled.Zip(slope), pair => Assert.Equal(pair.Second, pair.First, 0.01f));
    }

    [Fact]
    public void At_the_border_only_neighbours_inside_count()
    {
        float[] even = [.. Enumerable.Repeat(2f, Pixels * 3)];
        bool[] removed = [.. Enumerable.Range(0, Pixels).Select(i => i != 77)];
        float[] filled = [.. even.Select((value, i) => removed[i / 3] ? 99 : value)];
        new NoisyLinearImputation(Side).Fill(filled, removed, noise: 0, new Philox(1));
        Assert.All(filled, value => Assert.Equal(2, value, 0.01f));
    }

    [Fact]
    public void Noise_has_the_deviation_that_is_asked_for_and_leaves_what_is_known_alone()
    {
        float[] filled = new float[Pixels * 3];
        bool[] removed = [.. Enumerable.Range(0, Pixels).Select(i => i % 2 == 0)];
        new NoisyLinearImputation(Side).Fill(filled, removed, noise: 0.5f, new Philox(1));
        float[] noise = [.. filled.Where((_, i) => removed[i / 3])];
        Assert.InRange(Math.Sqrt(noise.Average(value => value * value)), 0.4, 0.6);
        Assert.All(filled.Where((_, i) => !removed[i / 3]), value => Assert.Equal(0, value));
    }

    // The model sees one bright pixel in the dark. Removed first, it is filled with the dark around it; removed last, it stays.
    [Fact]
    public void Removing_what_decides_first_costs_the_decision_and_last_costs_nothing()
    {
        const int Decisive = 65;
        float[] picture = new float[Pixels * 3];
        picture[Decisive * 3] = 3;
        float[] weights = new float[2 * Pixels * 3];
        weights[Decisive * 3] = 1;
        Tensor Model(Tensor x) => x.Reshape([x.Shape[0], Pixels * 3]).MatMul(x.Step.Input(weights, [2, Pixels * 3]), transposeB: true);
        float[] map = new float[Pixels];
        map[Decisive] = 1;
        RoadMetrics road = new RemovalCurves(device, Model, batchSize: 4, seed: 1).Measure([0, 1], Side, _ => 0, _ => map, _ => picture);
        double seen = 1 / (1 + Math.Exp(-3));
        Assert.Equal(seen, road.LeastRelevantFirst, 6);
        Assert.Equal(0.5, road.MostRelevantFirst, 0.02);
        Assert.InRange(road.RandomOrder, 0.5, seen);
        Assert.Equal(2, road.Pictures);
        Assert.Null(road.RandomMap);
        Assert.Equal(road, new RemovalCurves(device, Model, batchSize: 7, seed: 1).Measure([0, 1], Side, _ => 0, _ => map, _ => picture));

        // Another map as a yardstick: one that puts the decisive pixel last costs nothing, the same map costs the decision.
        double? Other(float[] other) => new RemovalCurves(device, Model, batchSize: 4, seed: 1).Measure([0, 1], Side, _ => 0, _ => map, _ => picture, _ => other).RandomMap;
        Assert.Equal(seen, Other([.. map.Select(value => -value)])!.Value, 6);
        Assert.Equal(0.5, Other(map)!.Value, 0.02);
    }
}
