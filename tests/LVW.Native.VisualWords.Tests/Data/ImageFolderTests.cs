using LVW.Native.VisualWords.Data;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data;

public sealed class ImageFolderTests
{
    [Fact]
    public void Splits_are_read_with_the_classes_of_the_train_folder_in_ordinal_order()
    {
        using var folder = new TemporaryFolder();
        folder.Add("train/cat/2.jpg", "train/cat/10.jpg", "train/Zebra/a.png", "train/Zebra/b.bmp");
        folder.Add("validation/cat/x.JPEG", "Test/Zebra/y.PNG");

        ImageFolder data = ImageFolder.Read(folder.Path + Path.DirectorySeparatorChar);

        Assert.Equal(["Zebra", "cat"], data.Classes);
        Assert.Equal(
            ["train/Zebra/a.png", "train/Zebra/b.bmp", "train/cat/10.jpg", "train/cat/2.jpg"], data.Train.Pictures.Select(p => p.Key));
        Assert.Equal([0, 0, 1, 1], data.Train.Pictures.Select(p => p.ClassIndex));
        Assert.Equal("validation/cat/x.JPEG", Assert.Single(data.Validation!.Pictures).Key);
        Assert.Equal(0, Assert.Single(data.Test!.Pictures).ClassIndex);
        Assert.All(data.Train.Pictures, p => Assert.True(File.Exists(p.Path)));
    }

    [Fact]
    public void A_folder_without_splits_is_all_training_pictures()
    {
        using var folder = new TemporaryFolder();
        folder.Add("a/1.png", "a/2.png", "b/1.png", "b/2.png");
        ImageFolder data = ImageFolder.Read(folder.Path);
        Assert.Equal(4, data.Train.Pictures.Count);
        Assert.Null(data.Validation);
        Assert.Null(data.Test);
        Assert.Equal("a/1.png", data.Train.Pictures[0].Key);
    }

    [Fact]
    public void A_class_may_be_called_train()
    {
        using var folder = new TemporaryFolder();
        folder.Add("bus/1.png", "bus/2.png", "train/1.png", "train/2.png");
        Assert.Equal(["bus", "train"], ImageFolder.Read(folder.Path).Classes);
    }

    [Fact]
    public void Other_files_are_counted_and_nested_and_hidden_ones_passed_over()
    {
        using var folder = new TemporaryFolder();
        folder.Add("a/1.png", "a/2.png", "a/notes.txt", "a/deep/3.png", "b/1.png", "b/2.png", "b/3.gif", "b/._1.png");
        folder.Add(".git/x.png", "list.txt");
        ImageFolder data = ImageFolder.Read(folder.Path);
        Assert.Equal(4, data.Train.Pictures.Count);
        Assert.Equal(3, data.IgnoredFiles);
        Assert.Equal(["a", "b"], data.Classes);
    }

    [Fact]
    public void A_missing_folder_is_named() => Fails("nowhere", "there is no such folder");

    [Fact]
    public void A_file_is_not_a_folder() => Fails("f.png", "not a folder", "f.png");

    [Fact]
    public void An_empty_folder_is_named() => Fails("data", "the folder is empty", "data/");

    [Fact]
    public void Pictures_without_class_folders_are_an_error() => Fails("data", "without class folders", "data/1.png", "data/2.png");

    [Fact]
    public void Class_folders_without_pictures_are_an_error() =>
        Fails("data", "no class folder holds a picture", "data/a/1.gif", "data/b/");

    [Fact]
    public void One_class_only_is_an_error() => Fails("data", "only one class, \"a\"", "data/a/1.png", "data/a/2.png");

    [Fact]
    public void A_class_with_one_picture_is_an_error() =>
        Fails("data", "\"b\" has 1 picture but needs at least 2", "data/a/1.png", "data/a/2.png", "data/b/1.png");

    [Fact]
    public void An_empty_train_folder_is_an_error() => Fails("data", "no class folders", "data/train/", "data/test/a/1.png");

    [Fact]
    public void A_test_folder_without_a_train_folder_is_an_error() => Fails("data", "test folder but no train folder", "data/test/a/1.png");

    [Fact]
    public void A_test_class_that_the_train_folder_lacks_is_an_error() => Fails(
        "data",
        "class \"c\" is not among the 2 classes",
        "data/train/a/1.png", "data/train/a/2.png", "data/train/b/1.png", "data/train/b/2.png", "data/test/c/1.png");

    [Fact]
    public void A_test_folder_without_pictures_is_an_error() => Fails(
        "data", "holds no picture", "data/train/a/1.png", "data/train/a/2.png", "data/train/b/1.png", "data/train/b/2.png", "data/test/a/");

    [Fact]
    public void Two_names_for_one_split_are_an_error() => Fails(
        "data", "val and valid name the same split", "data/train/a/1.png", "data/train/b/1.png", "data/val/a/1.png", "data/valid/a/1.png");

    /// <summary>Names that end in a slash are folders.</summary>
    private static void Fails(string root, string expected, params string[] entries)
    {
        using var folder = new TemporaryFolder();
        foreach (string entry in entries)
        {
            if (entry.EndsWith('/')) Directory.CreateDirectory(folder.In(entry));
            else folder.Add(entry);
        }

        var failure = Assert.Throws<DataException>(() => ImageFolder.Read(folder.In(root)));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith(folder.In(root), failure.Message, StringComparison.Ordinal);
        Assert.StartsWith(folder.In(root), failure.Path, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }
}
