using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training.Settings;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data;

public sealed class ClassHoldOutTests
{
    private static readonly string[] Classes = ["ash", "beech", "elm", "fir", "oak"];

    [Fact]
    public void Named_classes_are_held_out_in_ordinal_order()
        => Assert.Equal(["beech", "oak"], Choose(new DataSettings { HoldOutClasses = "oak, beech,oak", HoldOut = 1 }));

    [Fact]
    public void A_number_of_classes_is_drawn_by_the_seed_alone()
    {
        IReadOnlyList<string> drawn = Choose(new DataSettings { HoldOut = 3 });
        Assert.Equal(3, drawn.Distinct().Count());
        Assert.Equal(drawn, Choose(new DataSettings { HoldOut = 3 }));
        Assert.Contains(Enumerable.Range(2, 20), seed => !drawn.SequenceEqual(Choose(new DataSettings { HoldOut = 3 }, (ulong)seed)));
        Assert.Empty(Choose(new DataSettings()));
    }

    [Theory]
    [InlineData(0, "ash,palm", "\"palm\"")]
    [InlineData(4, "", "4 of 5")]
    [InlineData(99, "", "99 of 5")]
    [InlineData(0, "ash,beech,elm,fir", "4 of 5")]
    public void Unknown_or_too_many_classes_are_an_error_that_names_them(int number, string names, string fact)
    {
        string message = Assert.Throws<DataException>(() => Choose(new DataSettings { HoldOut = number, HoldOutClasses = names })).Message;
        Assert.StartsWith("/trees: ", message, StringComparison.Ordinal);
        Assert.Contains(fact, message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_pictures_of_the_classes_that_stay_are_numbered_anew()
    {
        PictureSet Set(params int[] classes) => new("/trees", Classes, [.. classes.Select((c, i) => new Picture($"/trees/{Classes[c]}/{i}", c, $"{Classes[c]}/{i}"))]);
        DataSplits kept = ClassHoldOut.Restrict(new DataSplits("/trees", Set(0, 1, 1, 4), Set(2), Set(3, 4)), ["beech", "oak"]);
        Assert.Equal(["beech", "oak"], kept.Classes);
        Assert.Equal([("beech/1", 0), ("beech/2", 0), ("oak/3", 1)], kept.Train.Pictures.Select(picture => (picture.Key, picture.ClassIndex)));
        Assert.Empty(kept.Validation.Pictures);
        Assert.Equal([("oak/1", 1)], kept.Test.Pictures.Select(picture => (picture.Key, picture.ClassIndex)));
    }

    private static IReadOnlyList<string> Choose(DataSettings settings, ulong seed = 1) => ClassHoldOut.Choose("/trees", Classes, settings, seed);
}
