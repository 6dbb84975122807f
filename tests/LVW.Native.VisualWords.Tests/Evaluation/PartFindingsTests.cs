using LVW.Native.Imaging;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class PartFindingsTests
{
    // Four cells of eight pixels on a view of 32; pictures are twice as large.
    private static readonly ReceptiveField Field = new(4, 8, 8, 4, 32);

    private static readonly (string, PixelBox)[] Parts = [("body", new PixelBox(0, 0, 64, 64)), ("head", new PixelBox(0, 0, 20, 20))];

    [Fact]
    public void A_word_has_found_the_part_that_most_of_its_patches_lie_on()
    {
        IReadOnlyList<PartFinding> findings = PartFindings.Find(
            [[At(0, 0), At(1, 0), At(0, 0), At(3, 3)], [At(3, 3), At(2, 3)], []],
            _ => Parts, Field, _ => (new PictureView(32, 32, new PixelBox(0, 0, 32, 32)), 64, 64));

        // The centre of cell (1, 0) is (9, 25) in the picture: below the head.
        Assert.Equal([new PartFinding(0, "head", 0.5, 4), new PartFinding(1, "body", 1, 2), new PartFinding(2, null, 0, 0)], findings);
        Assert.Equal(1 / 3.0, PartFindings.ShareWithPurity(findings, 0.8));
    }

    [Fact]
    public void Patches_beside_all_parts_count_against_purity()
    {
        IReadOnlyList<PartFinding> findings = PartFindings.Find(
            [[At(0, 0), At(3, 3)]], _ => Parts[1..], Field, _ => (new PictureView(32, 32, new PixelBox(0, 0, 32, 32)), 64, 64));
        Assert.Equal(new PartFinding(0, "head", 0.5, 2), findings[0]);
    }

    // Of two pictures only one tells of parts.
    [Fact]
    public void Patches_of_pictures_whose_parts_are_not_known_are_passed_over()
    {
        IReadOnlyList<PartFinding> findings = PartFindings.Find(
            [[At(0, 0), At(3, 3, "b"), At(3, 3, "b")], [At(0, 0, "b")]],
            key => key == "a" ? Parts : [], Field, _ => (new PictureView(32, 32, new PixelBox(0, 0, 32, 32)), 64, 64));
        Assert.Equal([new PartFinding(0, "head", 1, 1), new PartFinding(1, null, 0, 0)], findings);
        PartMetrics metrics = MetricsOf.Parts(findings);
        Assert.Equal((1, 1, 1.0, 1.0), (metrics.WordsJudged, metrics.Patches, metrics.MeanPurity, metrics.ShareWithPurity80));
    }

    // The centre of cell (1, 2) is (41, 25) in the picture of 64 pixels; 36 of 224 pixels of the view are 10.3 of the picture's.
    [Theory]
    [InlineData(41, 25, 41, 28, "first")]
    [InlineData(45, 25, 38, 28, "second")]
    [InlineData(31, 35, 52, 25, "first")]
    [InlineData(30, 25, 41, 14, null)]
    public void A_patch_lies_on_the_nearest_point_within_its_square(int x, int y, int otherX, int otherY, string? part)
    {
        IReadOnlyList<PartFinding> findings = PartFindings.Find(
            [[At(1, 2)]],
            _ => [("first", new PixelBox(x, y, 0, 0)), ("second", new PixelBox(otherX, otherY, 0, 0))],
            Field, _ => (new PictureView(32, 32, new PixelBox(0, 0, 32, 32)), 64, 64));
        Assert.Equal(part, findings[0].Part);
        Assert.Equal(1, findings[0].Patches);
    }

    private static WordNeighbour At(int row, int column, string key = "a") => new(0, key, 0, row, column, 0, new FloatMap(1, 1));
}
