using FsCheck.Xunit;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class TopMaskTests
{
    [Fact]
    public void Masks_and_overlaps_are_those_of_the_reference()
    {
        IReadOnlyDictionary<string, NumPyArray> golden = Golden.Read("resample_masks.npz");
        foreach (int percent in new[] { 50, 25 })
        {
            bool[] a = Mask(golden["mask_a"].ToFloats(), percent / 100.0);
            bool[] b = Mask(golden["mask_b"].ToFloats(), percent / 100.0);
            Assert.Equal(golden[$"top_{percent}_a"].Values, a.Select(kept => kept ? 1.0 : 0.0));

            // The reference adds 1e-5 to intersection and union.
            Assert.Equal(golden[$"iou_{percent}"].Values[0], TopMask.Overlap(a, b), 1e-8);
        }
    }

    [Fact]
    public void Among_equal_values_the_earlier_pixels_are_kept()
        => Assert.Equal([true, false, true, true, false, false], Mask([5, 1, 2, 2, 2, 1], 0.5));

    [Fact]
    public void Minus_zero_ties_with_zero() => Assert.Equal([true, false], Mask([-0f, 0f], 0.5));

    [Property(MaxTest = 50)]
    public void A_mask_keeps_what_a_stable_descending_sort_puts_first(short[] draws, byte share)
    {
        float[] values = [.. draws.Select(draw => (draw % 7) / 3f)];
        double fraction = share / 255.0;
        int keep = TopMask.Count(values.Length, fraction);
        int[] first = [.. Enumerable.Range(0, values.Length).OrderByDescending(i => values[i]).ThenBy(i => i).Take(keep)];
        bool[] expected = new bool[values.Length];
        foreach (int i in first) expected[i] = true;
        Assert.Equal(expected, Mask(values, fraction));
    }

    [Fact]
    public void Overlap_is_intersection_over_union()
        => Assert.Equal(1 / 3.0, TopMask.Overlap([true, true, false, false], [false, true, true, false]));

    [Property(MaxTest = 20)]
    public void Pixels_are_ordered_by_value_and_then_by_position(short[] draws)
    {
        float[] values = [.. draws.Select(draw => (draw % 5) / 2f)];
        Assert.Equal(Enumerable.Range(0, values.Length).OrderByDescending(i => values[i]).ThenBy(i => i), PixelOrder.Descending(values));
    }

    private static bool[] Mask(float[] values, double fraction)
    {
        bool[] mask = new bool[values.Length];
        TopMask.Fill(values, fraction, mask);
        return mask;
    }
}
