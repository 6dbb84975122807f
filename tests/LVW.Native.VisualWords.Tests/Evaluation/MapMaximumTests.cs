using LVW.Native.Engine.Checkpoints;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Losses;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class MapMaximumTests
{
    [Theory]
    [InlineData(28)]
    [InlineData(56)]
    [InlineData(224)]
    public void Enlarged_maps_are_those_of_PyTorch(int side)
    {
        IReadOnlyDictionary<string, NumPyArray> golden = Golden.Read("resample_masks.npz");
        float[] map = golden["map"].ToFloats();
        Close(golden[$"bilinear_half_{side}"], Enlarge(map, side, alignCorners: false));
        Close(golden[$"bilinear_align_{side}"], Enlarge(map, side, alignCorners: true));
    }

    [Fact]
    public void The_largest_of_two_maps_is_taken_at_each_pixel_after_enlarging()
    {
        float[] maps = [1, 0, 0, 1];
        float[] target = new float[4];
        MapMaximum.Enlarge(maps, 2, new(1, 1, false), new(2, 4, false), target);
        Assert.Equal([1f, 0.75f, 0.75f, 1f], target);
    }

    private static float[] Enlarge(float[] map, int side, bool alignCorners)
    {
        float[] target = new float[side * side];
        MapMaximum.Enlarge(map, 1, new BilinearAxis(7, side, alignCorners), new BilinearAxis(7, side, alignCorners), target);
        return target;
    }

    private static void Close(NumPyArray expected, float[] actual)
    {
        for (int i = 0; i < expected.Values.Length; i++) Assert.Equal(expected.Values[i], actual[i], 2e-6);
    }
}
