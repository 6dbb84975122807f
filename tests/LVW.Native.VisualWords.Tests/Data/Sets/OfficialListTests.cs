using System.Text.Json;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Annotations;
using LVW.Native.VisualWords.Data.Matlab;
using LVW.Native.VisualWords.Data.Sets;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Sets;

/// <summary>The official lists of real sets, where they are here; their pictures are empty files.</summary>
public sealed class OfficialListTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Flowers_102_has_1020_1020_and_6149_pictures_with_their_labels()
    {
        string lists = RepositoryFolders.RequireData("lists", "flowers-102");
        foreach (string name in new[] { "imagelabels.mat", "setid.mat" }) folder.Add(name, File.ReadAllBytes(Path.Combine(lists, name)));
        MatFile splits = MatFile.Open(folder.In("setid.mat"));
        Assert.Equal([(6765, 8041), (6773, 8030), (6734, 8047)], new[] { "trnid", "valid", "tstid" }.Select(name => (splits.Integers(name)[0], splits.Integers(name)[^1])));
        int[] labels = MatFile.Open(folder.In("imagelabels.mat")).Integers("labels");
        Assert.Equal((8189, 77, 62), (labels.Length, labels[0], labels[^1]));

        DataSet set = DataSets.Inspect(folder.Path);
        Assert.Equal(8189, set.Missing.Count);
        Assert.Equal(102, set.Classes.Count);

        for (int i = 1; i <= labels.Length; i++) folder.Add($"jpg/image_{i:00000}.jpg");
        set = DataSets.Read(folder.Path);
        Assert.Equal((1020, 1020, 6149), (set.Train.Pictures.Count, set.Validation!.Pictures.Count, set.Test!.Pictures.Count));
        Assert.All(set.Train.CountPerClass(), count => Assert.Equal(10, count));
        Assert.Equal(("jpg/image_06765.jpg", labels[6764] - 1), Entry(set.Train, "jpg/image_06765.jpg"));
        Assert.Equal(("jpg/image_08047.jpg", labels[8046] - 1), Entry(set.Test, "jpg/image_08047.jpg"));
        DataSetVerification right = DataSetVerification.Of(folder.Path, expected: null, decode: false);
        Assert.True(right.IsRight);
    }

    [Fact]
    public void Food_101_has_75750_and_25250_pictures()
    {
        string lists = RepositoryFolders.RequireData("lists", "food-101");
        foreach (string name in new[] { "classes.txt", "train.json", "test.json" }) folder.Add("meta/" + name, File.ReadAllBytes(Path.Combine(lists, name)));
        DataSet set = DataSets.Inspect(folder.Path);
        Assert.Equal(101, set.Classes.Count);
        Assert.Equal(75750 + 25250, set.Missing.Count);
        Assert.Equal("images/apple_pie/1005649.jpg", set.Missing[0]);
        Assert.Equal("images/waffles/999047.jpg", set.Missing[75749]);
        Assert.Equal("images/apple_pie/1011328.jpg", set.Missing[75750]);
        Assert.Equal("images/waffles/971843.jpg", set.Missing[^1]);
        var failure = Assert.Throws<DataException>(() => DataSets.Read(folder.Path));
        Assert.Contains("first of 101000", failure.Message);
    }

    [Fact]
    public void Awa2_has_50_classes_85_attributes_and_10_unseen_classes()
    {
        string lists = RepositoryFolders.RequireData("lists", "awa2");
        string[] classes = BirdLists.Classes(ListFile.Read(lists, "classes.txt"));
        Assert.Equal((50, "antelope", "dolphin"), (classes.Length, classes[0], classes[^1]));
        ClassAttributes attributes = Awa2Reader.Attributes(lists, classes)!;
        Assert.Equal((85, "black"), (attributes.Names.Count, attributes.Names[0]));
        Assert.Equal((10, "chimpanzee", "seal"), (attributes.UnseenClasses.Count, attributes.UnseenClasses[0], attributes.UnseenClasses[^1]));
        Assert.Equal([11, 13, 14, 17, 20], Enumerable.Range(0, 85).Where(i => attributes.Has[0][i]).Take(5));
    }

    [Fact]
    public void Stanford_dogs_numbered_lists_have_19956_pictures_and_as_many_boxes()
    {
        string lists = RepositoryFolders.RequireData("lists", "stanford-dogs");
        foreach (string name in new[] { "images.txt", "bounding_boxes.txt" }) folder.Add(name, File.ReadAllBytes(Path.Combine(lists, name)));
        Directory.CreateDirectory(folder.In("Images"));
        DataSet set = DataSets.Inspect(folder.Path);
        Assert.Equal(("stanford-dogs", 116), (set.Name, set.Classes.Count));
        Assert.Equal((19956, "Images/n02085620-Chihuahua/n02085620_10074.jpg", "Images/n02116738-African_hunting_dog/n02116738_9924.jpg"), (set.Missing.Count, set.Missing[0], set.Missing[^1]));
        Assert.Equal(new PixelBox(25, 10, 251, 488), Assert.Single(set.Annotations(set.Missing[0]).Boxes).Box);
        Assert.All(set.Missing, key => Assert.Single(set.Annotations(key).Boxes));
    }

    [Fact]
    public void Stl_10_has_500_training_and_800_test_labels_of_each_class()
    {
        string lists = RepositoryFolders.RequireData("lists", "stl10");
        string[] classes = [.. ListFile.Read(lists, "class_names.txt").Lines(1).Select(line => line[0])];
        Assert.Equal((10, "airplane", "truck"), (classes.Length, classes[0], classes[^1]));
        Assert.All(Stl10Set.Labels(Path.Combine(lists, "train_y.bin"), 10).CountBy(label => label), pair => Assert.Equal(500, pair.Value));
        Assert.All(Stl10Set.Labels(Path.Combine(lists, "test_y.bin"), 10).CountBy(label => label), pair => Assert.Equal(800, pair.Value));
        Assert.Equal(1, Stl10Set.Labels(Path.Combine(lists, "train_y.bin"), 10)[0]);
    }

    [Fact]
    public void Three_breeds_of_pets_are_read_with_masks_and_heads_and_without_unlisted_files()
    {
        string root = RepositoryFolders.RequireData("oxford-pets-3");
        DataSet set = DataSets.Read(root);
        Assert.Equal("oxford-iiit-pet", set.Name);
        Assert.Equal(["Abyssinian", "american_bulldog", "Bengal"], set.Classes);
        Assert.Equal((300, 298), (set.Train.Pictures.Count, set.Test!.Pictures.Count));
        Assert.Equal(("images/Abyssinian_100.jpg", "images/Bengal_191.jpg"), (set.Train.Pictures[0].Key, set.Train.Pictures[^1].Key));
        Assert.Equal(("images/Abyssinian_201.jpg", "images/Bengal_9.jpg"), (set.Test.Pictures[0].Key, set.Test.Pictures[^1].Key));
        string[] unlisted = [.. Directory.EnumerateFiles(Path.Combine(root, "images"), "*.jpg").Select(file => "images/" + Path.GetFileName(file)).Except(set.Train.Pictures.Concat(set.Test.Pictures).Select(picture => picture.Key))];
        Assert.Equal(2, unlisted.Length);

        Picture first = set.Train.Pictures[0];
        PictureAnnotations seen = set.Annotations(first.Key);
        ImageInfo info = ImageFile.Identify(first.Path);
        Assert.Equal((info.Width, info.Height), (seen.Mask!.Width, seen.Mask.Height));
        Assert.InRange(seen.Mask.Count(MaskMeaning.Object), 1, info.Width * info.Height);
        Assert.Equal(296, set.Train.Pictures.Concat(set.Test.Pictures).Count(picture => set.Annotations(picture.Key).Boxes.Count > 0));
        AnnotatedBox head = Assert.Single(set.Annotations("images/Abyssinian_1.jpg").Boxes);
        Assert.Equal(new AnnotatedBox("head", new PixelBox(332, 71, 93, 87)), head);
    }

    [Fact]
    public void Descriptors_come_with_the_program_and_name_sets_that_are_recognised()
    {
        IReadOnlyList<DataSetDescriptor> all = DataSetDescriptor.All();
        Assert.Equal(DataSets.Names, all.Select(one => one.Name));
        Assert.All(all, one => Assert.NotEmpty(one.Files));
        Assert.All(all.SelectMany(one => one.Files), file => Assert.Equal(file.Checksum is null, file.ChecksumSource == "not published"));
        string table = File.ReadAllText(RepositoryFolders.InRepository("datasets", "README.md"));
        Assert.All(all, one => Assert.Contains($"[`{one.Name}`]({one.Name}.json)", table));
    }

    [Fact]
    public void A_damaged_descriptor_is_one_line_that_names_it()
    {
        string file = folder.In("mine.json");
        string right = JsonSerializer.Serialize(DataSetDescriptor.Find("food-101"), new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase });
        File.WriteAllText(file, right);
        Assert.Equal("food-101", DataSetDescriptor.Find(file).Name);
        File.WriteAllText(file, right.Replace("http://data", "ftp://data", StringComparison.Ordinal));
        Assert.Contains("no http or https address", Assert.Throws<DataException>(() => DataSetDescriptor.Find(file)).Message);
        File.WriteAllText(file, "{");
        Assert.StartsWith(file, Assert.Throws<DataException>(() => DataSetDescriptor.Find(file)).Message);
        Assert.Contains("there is no data set", Assert.Throws<DataException>(() => DataSetDescriptor.Find("imagenet")).Message);
    }

    private static (string Key, int Label) Entry(PictureSet set, string key) => set.Pictures.Where(picture => picture.Key == key).Select(picture => (picture.Key, picture.ClassIndex)).Single();
}
