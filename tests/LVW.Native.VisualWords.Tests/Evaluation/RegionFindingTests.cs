using LVW.Native.Imaging;
using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class RegionFindingTests
{
    private const int Side = 60;

    [Fact]
    public void Boxes_unite_and_what_lies_outside_the_picture_is_cut_off()
    {
        PictureRegion region = PictureRegion.OfBoxes(4, 2, [new PixelBox(-1, 0, 2, 1), new PixelBox(2, 1, 9, 9)]);
        Assert.Equal([true, false, false, false, false, false, true, true], region.Inside);
    }

    // The left half of a picture of 8×4 pixels; the view shows its middle 4×4 pixels.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_view_shows_its_part_of_the_region(bool flipped)
    {
        PictureRegion region = PictureRegion.OfBoxes(8, 4, [new PixelBox(0, 0, 4, 4)]);
        bool[] seen = region.InView(new PictureView(8, 4, new PixelBox(2, 0, 4, 4), flipped), 4).Inside;
        bool[] left = [true, true, false, false];
        bool[] row = flipped ? [.. left.Reverse()] : left;
        Assert.Equal([.. row, .. row, .. row, .. row], seen);
        Assert.Equal(8 * 8 / 2, region.InView(new PictureView(8, 4, new PixelBox(2, 0, 4, 4), flipped), 8).Inside.Count(inside => inside));
    }

    [Fact]
    public void What_lies_beyond_the_picture_is_outside()
        => Assert.Equal(4, new PictureRegion(2, 2, [true, true, true, true]).InView(new PictureView(2, 2, new PixelBox(-1, -1, 4, 4)), 4).Inside.Count(inside => inside));

    [Fact]
    public void The_tolerance_is_a_disc_around_the_region()
    {
        bool[] region = new bool[Side * Side];
        region[(10 * Side) + 10] = true;
        region[(59 * Side) + 0] = true;
        bool[] wide = new RegionFinding(Side, false).Widened(region);
        for (int i = 0; i < wide.Length; i++)
        {
            (int x, int y) = (i % Side, i / Side);
            bool near = ((x - 10) * (x - 10)) + ((y - 10) * (y - 10)) <= 16 || (x * x) + ((y - 59) * (y - 59)) <= 16;
            Assert.Equal(near, wide[i]);
        }
    }

    [Fact]
    public void Points_and_energy_are_what_is_inside()
    {
        Assert.True(RegionFinding.Points([0, 2, 1], [false, true, false]));
        Assert.False(RegionFinding.Points([3, 2, 1], [false, true, false]));
        Assert.False(RegionFinding.Points([0, 0, 0], [true, true, true]));
        Assert.Equal(2 / 3.0, RegionFinding.Energy([0, 2, 1], [false, true, false]), 12);
        Assert.Equal(0, RegionFinding.Energy([0, 0], [true, true]));
    }

    // The word is nearest in the top left cell of a 3×3 grid, the base model looks at the bottom right one.
    [Fact]
    public void A_map_on_the_region_beats_chance_and_one_beside_it_does_not()
    {
        float[] distances = [0.01f, 1, 1, 1, 1, 1, 1, 1, 1];
        float[] attention = [0, 0, 0, 0, 0, 0, 0, 0, 1];
        BatchReading reading = Readings.Of(3, 3, 1, 2, [distances, distances], [[1, 0], [1, 0]], [0, 0], [[1, 0], [1, 0]], new AttentionMaps(2, 3, 3, [.. attention, .. attention]));
        Predictions predictions = Predictions.Gather([reading], 2, nearest: 1, lastLayer: [1, -1]);
        bool[] corner = PictureRegion.OfBoxes(Side, Side, [new PixelBox(0, 0, 20, 20)]).Inside;
        (RegionScore pointing, RegionScore energy) = new RegionFinding(Side, false).Measure(predictions, n => n == 0 ? new ViewRegion(corner) : null)!.Value;
        Assert.Equal((1.0, 1.0, 0.0, 0.0, 1), (pointing.Words, pointing.Evidence, pointing.Base!.Value, pointing.CentrePrior, pointing.Pictures));
        Assert.Equal(1 / 9.0, energy.Chance, 9);
        Assert.True(energy.Words > 0.5 && energy.Base < 0.01, $"{energy}");
        Assert.InRange(pointing.Chance, 1 / 9.0, 0.17);
        Assert.Null(new RegionFinding(Side, false).Measure(predictions, _ => null));
    }

    // Word and base model look at the top left cell, the word at the middle of the right column as well. Inside is the right column, most of the rest is left out.
    [Fact]
    public void Pixels_that_are_left_out_hold_no_maximum_and_belong_to_no_share()
    {
        float[] distances = [0.01f, 1, 1, 1, 1, 0.3f, 1, 1, 1];
        float[] attention = [1, 0, 0, 0, 0, 0, 0, 0, 0];
        BatchReading reading = Readings.Of(3, 3, 1, 2, [distances], [[1, 0]], [0], [[1, 0]], new AttentionMaps(1, 3, 3, attention));
        Predictions predictions = Predictions.Gather([reading], 1, nearest: 1, lastLayer: [1, -1]);
        bool[] inside = PictureRegion.OfBoxes(Side, Side, [new PixelBox(40, 0, 20, Side)]).Inside;
        bool[] leftOut = PictureRegion.OfBoxes(Side, Side, [new PixelBox(0, 0, 39, Side)]).Inside;
        (RegionScore pointing, RegionScore energy) = new RegionFinding(Side, false).Measure(predictions, _ => new ViewRegion(inside, leftOut))!.Value;
        Assert.Equal(20 / 21.0, energy.Chance, 9);
        Assert.Equal(1, pointing.Chance);

        // The attention is 0 on all that counts: it points nowhere and has no share.
        Assert.Equal((0.0, 0.0), (pointing.Base!.Value, energy.Base!.Value));
        Assert.True(energy.Words > 0.9 && pointing.Words == 1 && pointing.CentrePrior == 1, $"{energy} {pointing}");
        Assert.Null(new RegionFinding(Side, false).Measure(predictions, _ => new ViewRegion(inside, [.. inside.Select(one => !one)])));
    }
}
