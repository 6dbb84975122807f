using LVW.Native.VisualWords.Data;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data;

public sealed class DataSplitsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_last_pictures_of_each_class_in_file_order_are_held_out()
    {
        folder.Add([.. Names("train/a", 10), .. Names("train/b", 5), .. Names("test/a", 2), .. Names("test/b", 2)]);
        DataSplits splits = Split(0.2, lastInOrder: true);
        Assert.Equal(["train/a/8.png", "train/a/9.png", "train/b/4.png"], Keys(splits.Validation));
        Assert.Equal(8 + 4, splits.Train.Pictures.Count);
        Assert.Equal(4, splits.Test.Pictures.Count);
        Assert.Equal(["a", "b"], splits.Classes);
        Disjoint(splits);
    }

    [Fact]
    public void Random_validation_is_the_same_every_time_and_from_every_class()
    {
        folder.Add([.. Names("train/a", 10), .. Names("train/b", 10), .. Names("test/a", 2), .. Names("test/b", 2)]);
        DataSplits splits = Split(0.3, lastInOrder: false);
        Assert.Equal(Keys(splits.Validation), Keys(Split(0.3, lastInOrder: false).Validation));
        Assert.Equal([3, 3], splits.Validation.CountPerClass());
        Disjoint(splits);
    }

    [Fact]
    public void A_folder_without_splits_gives_test_pictures_too()
    {
        folder.Add([.. Names("a", 10), .. Names("b", 10)]);
        DataSplits splits = Split(0.25, lastInOrder: true);
        Assert.Equal([2, 2], splits.Test.CountPerClass());
        Assert.Equal([2, 2], splits.Validation.CountPerClass());
        Assert.Equal([6, 6], splits.Train.CountPerClass());
        Disjoint(splits);
    }

    [Fact]
    public void No_validation_is_no_picture_of_the_same_classes()
    {
        folder.Add([.. Names("train/a", 3), .. Names("train/b", 3), .. Names("test/a", 1), .. Names("test/b", 1)]);
        DataSplits splits = Split(0, lastInOrder: true);
        Assert.Empty(splits.Validation.Pictures);
        Assert.Equal(["a", "b"], splits.Validation.Classes);
        Assert.Equal(6, splits.Train.Pictures.Count);
    }

    [Fact]
    public void The_folders_own_validation_split_is_used_whatever_the_fraction()
    {
        folder.Add([.. Names("train/a", 3), .. Names("train/b", 3), .. Names("validation/a", 2), .. Names("validation/b", 1), .. Names("test/a", 1), .. Names("test/b", 1)]);
        DataSplits splits = Split(0.5, lastInOrder: true);
        Assert.Equal(3, splits.Validation.Pictures.Count);
        Assert.Equal(6, splits.Train.Pictures.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_class_of_a_single_picture_keeps_it_for_training(bool lastInOrder)
    {
        folder.Add([.. Names("a", 2), .. Names("b", 10)]);
        DataSplits splits = Split(0.5, lastInOrder);
        Assert.Equal([1, 2], splits.Test.CountPerClass());
        Assert.Equal([1, 4], splits.Train.CountPerClass());
        Assert.Equal([0, 4], splits.Validation.CountPerClass());
    }

    private static string[] Names(string path, int count) => [.. Enumerable.Range(0, count).Select(i => $"{path}/{i}.png")];

    private static string[] Keys(PictureSet set) => [.. set.Pictures.Select(picture => picture.Key)];

    private static void Disjoint(DataSplits splits)
    {
        string[] all = [.. Keys(splits.Train), .. Keys(splits.Validation), .. Keys(splits.Test)];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    private DataSplits Split(double validation, bool lastInOrder) => DataSplits.Of(ImageFolder.Read(folder.Path), validation, lastInOrder, testFraction: 0.2);
}
