using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Generated;
using LVW.Native.VisualWords.Data.Sets;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Tests.Data.Sets;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public sealed class KnownPlacesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // The trimap's bytes go 1 2 3 (object, background, border) from left to right and on in the next row.
    [Fact]
    public void The_object_of_a_mask_is_the_subject_and_its_border_is_left_out()
    {
        Layouts.Pets(folder);
        KnownPlaces places = KnownPlaces.Of(DataSets.Read(folder.Path));
        PictureRegion region = places.RegionOf!("images/Birman_1.jpg", 9, 8)!;
        Assert.Equal((9, 8), (region.Width, region.Height));
        Assert.Equal([.. Enumerable.Range(0, 72).Select(i => i % 3 == 0)], region.Inside);
        Assert.Equal([.. Enumerable.Range(0, 72).Select(i => i % 3 == 2)], region.LeftOut!);
        Assert.Null(places.RegionOf("images/Birman_2.jpg", 9, 8));
    }

    [Fact]
    public void A_head_is_a_part_and_pictures_that_tell_none_have_none()
    {
        Layouts.Pets(folder);
        KnownPlaces places = KnownPlaces.In(folder.Path);
        Assert.Equal([("head", new PixelBox(2, 1, 3, 5))], places.PartsOf!("images/Birman_1.jpg"));
        Assert.Empty(places.PartsOf("images/american_bulldog_1.jpg"));
    }

    [Fact]
    public void Without_a_mask_the_box_around_the_object_is_the_subject_and_points_are_parts()
    {
        Layouts.Cub(folder);
        KnownPlaces places = KnownPlaces.In(folder.Path);
        PictureRegion region = places.RegionOf!("images/001.Auk/a.jpg", 9, 8)!;
        Assert.Equal(4 * 5, region.Inside.Count(inside => inside));
        Assert.Null(region.LeftOut);
        (string part, PixelBox point) = Assert.Single(places.PartsOf!("images/001.Auk/a.jpg"));
        Assert.Equal("left eye", part);
        Assert.Equal((0, 0), (point.Width, point.Height));
        Assert.InRange(point.X, 5, 6);
        Assert.Equal(6, point.Y);
    }

    [Fact]
    public void A_set_that_tells_only_classes_has_no_places_and_generated_parts_are_their_own_subject()
    {
        Layouts.Food(folder);
        KnownPlaces food = KnownPlaces.In(folder.Path);
        Assert.Null(food.PartsOf);
        Assert.Null(food.RegionOf);
        GeneratedDataSet.Write(folder.In("drawn"), 2, 1, new SceneOptions { Side = 48 });
        KnownPlaces drawn = KnownPlaces.Of(DataSets.Read(folder.In("drawn")));
        Assert.Null(drawn.RegionOf);
        Assert.Contains(drawn.PartsOf!("train/bramblet/0000.png"), part => part.Part == "bird-head");
    }

    [Fact]
    public void A_damaged_mask_is_found_before_training()
    {
        Layouts.Pets(folder);
        folder.Add("annotations/trimaps/american_bulldog_1.png", [1, 2, 3]);
        DataSet pets = DataSets.Read(folder.Path);
        KnownPlaces places = KnownPlaces.Of(pets);
        places.Verify([.. pets.Train.Pictures.Where(picture => picture.Key.Contains("Birman"))]);
        DataException fault = Assert.Throws<DataException>(() => places.Verify(pets.Train.Pictures));
        Assert.Contains("american_bulldog_1.png", fault.Message);
        Assert.Contains("Unpack", fault.Message);
    }
}
