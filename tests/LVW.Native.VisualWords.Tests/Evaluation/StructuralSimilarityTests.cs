using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class StructuralSimilarityTests
{
    private const int Side = 16;

    [Fact]
    public void A_map_is_wholly_like_itself() => Assert.Equal(1, StructuralSimilarity.Measure(Noise(1), Noise(1), Side), 9);

    // Without structure only the means count: (2·¼·¾ + C₁) / (¼² + ¾² + C₁).
    [Fact]
    public void Even_maps_differ_by_their_means_alone()
        => Assert.Equal(0.3751 / 0.6251, StructuralSimilarity.Measure(Even(0.25f), Even(0.75f), Side), 6);

    // The value is SciPy's: gaussian_filter(x, 1.5, truncate=3.5) of both maps, their squares and their product, without the border of five points.
    [Fact]
    public void Structured_maps_are_as_alike_as_SciPy_finds_them()
    {
        double[] first = [.. Enumerable.Range(0, Side * Side).Select(i => i * 37 % 101 / 100.0)];
        float[] second = [.. first.Select((value, i) => (float)((0.6 * value) + (0.4 * (((i * 53) + 7) % 101 / 100.0))))];
        Assert.Equal(0.77371682, StructuralSimilarity.Measure([.. first.Select(value => (float)value)], second, Side), 6);
    }

    [Fact]
    public void A_negative_is_less_than_unlike()
    {
        float[] map = Noise(1);
        Assert.InRange(StructuralSimilarity.Measure(map, [.. map.Select(value => 1 - value)], Side), -1, -0.5);
        Assert.InRange(StructuralSimilarity.Measure(map, Noise(2), Side), -0.2, 0.2);
    }

    [Fact]
    public void The_order_of_the_maps_does_not_matter()
        => Assert.Equal(StructuralSimilarity.Measure(Noise(1), Noise(2), Side), StructuralSimilarity.Measure(Noise(2), Noise(1), Side), 12);

    private static float[] Even(float value)
    {
        float[] map = new float[Side * Side];
        Array.Fill(map, value);
        return map;
    }

    private static float[] Noise(ulong seed)
    {
        float[] map = new float[Side * Side];
        new Philox(seed).FillUniform(map);
        return map;
    }
}
