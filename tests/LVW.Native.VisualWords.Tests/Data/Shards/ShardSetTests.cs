using System.Text;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Shards;

public sealed class ShardSetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Splits_are_told_by_the_names_and_classes_by_the_training_labels()
    {
        Write("train-000000.tar", 0, 4, i => i % 2 == 0 ? "wren" : "auk");
        Write("train-000001.tar", 4, 2, i => i % 2 == 0 ? "wren" : "auk");
        Write("val-000000.tar", 6, 1, _ => "auk");
        Write("pets-test-000000.tar", 7, 2, _ => "wren");
        DataSet set = DataSets.Read(folder.Path);
        Assert.Equal("webdataset", set.Name);
        Assert.Equal(["auk", "wren"], set.Classes);
        Assert.Equal(["train-000000.tar/000.jpg", "train-000000.tar/001.jpg", "train-000000.tar/002.jpg", "train-000000.tar/003.jpg", "train-000001.tar/004.jpg", "train-000001.tar/005.jpg"], Keys(set.Train));
        Assert.Equal([1, 0, 1, 0, 1, 0], set.Train.Pictures.Select(picture => picture.ClassIndex));
        Assert.Equal(["val-000000.tar/006.jpg"], Keys(set.Validation!));
        Assert.Equal(["pets-test-000000.tar/007.jpg", "pets-test-000000.tar/008.jpg"], Keys(set.Test!));
        Assert.Equal(ShardWriter.Content(5, 700), set.Train.Pictures[5].ReadBytes(700));
        Assert.Null(set.Train.Pictures[5].ReadBytes(699));
        Assert.Empty(set.Notes);
    }

    [Fact]
    public void Shards_without_splits_are_all_pictures_and_are_divided_like_other_sets()
    {
        Write("000000.tar", 0, 10, i => (i % 2).ToString());
        Write("000001.tar", 10, 10, i => (i % 2).ToString());
        DataSet set = DataSets.Read(folder.Path);
        Assert.Null(set.Test);
        DataSplits splits = DataSplits.Of(set, validationFraction: 0, lastInOrder: false, testFraction: 0.2);
        Assert.Equal((16, 4), (splits.Train.Pictures.Count, splits.Test.Pictures.Count));
    }

    [Fact]
    public void Numbers_are_classes_in_their_order_or_indices_into_the_file_of_classes()
    {
        Write("a.tar", 0, 6, i => new[] { "10", "2", "002" }[i % 3] + "\n");
        Assert.Equal(["2", "10"], DataSets.Read(folder.Path).Classes);
        folder.Add("classes.txt", Encoding.UTF8.GetBytes("zebra\r\nape\r\n"));
        Write("a.tar", 0, 6, i => new[] { "1", "zebra", "0" }[i % 3]);
        DataSet set = DataSets.Read(folder.Path);
        Assert.Equal(["zebra", "ape"], set.Classes);
        Assert.Equal([1, 0, 0, 1, 0, 0], set.Train.Pictures.Select(picture => picture.ClassIndex));
    }

    [Fact]
    public void A_list_names_shards_by_pattern_and_place()
    {
        Write("x/a-0.tar", 0, 4, i => (i % 2).ToString());
        Write("x/a-1.tar", 4, 4, i => (i % 2).ToString());
        Write("y/a-0.tar", 8, 1, _ => "1");
        folder.Add("shards.json", """{"train": ["x/a-{0..1}.tar"], "test": ["y/a-0.tar"], "classes": ["ape", "zebra"]}"""u8.ToArray());
        foreach (string given in new[] { folder.Path, folder.In("shards.json") })
        {
            DataSet set = DataSets.Read(given);
            Assert.Equal(["ape", "zebra"], set.Classes);
            Assert.Equal((8, 1), (set.Train.Pictures.Count, set.Test!.Pictures.Count));
            Assert.Equal("y/a-0.tar/008.jpg", set.Test.Pictures[0].Key);
            Assert.Equal(given, set.Root);
        }
    }

    [Fact]
    public void A_pattern_of_files_is_a_set_too()
    {
        Write("a-0.tar", 0, 4, i => (i % 2).ToString());
        Write("a-1.tar", 4, 4, i => (i % 2).ToString());
        Assert.Equal(8, DataSets.Read(folder.In("a-{0..1}.tar")).Train.Pictures.Count);
        Fails(() => DataSets.Read(folder.In("a-{0..2}.tar")), folder.In("a-2.tar"), "there is no such shard", "pattern");
    }

    [Fact]
    public void A_tar_beside_class_folders_is_no_shard()
    {
        folder.Add("backup.tar").Add("a/1.jpg", "a/2.jpg", "b/1.jpg", "b/2.jpg");
        Assert.Equal(DataSets.ImageFolderName, DataSets.Read(folder.Path).Name);
    }

    [Fact]
    public void Members_of_no_sample_are_told_and_hidden_ones_are_not()
    {
        folder.Add("a.tar", ShardWriter.Tar([.. ShardWriter.Samples(0, 4, i => (i % 2).ToString()), ("000.json", [1]), ("001.seg.png", [1]), ("._002.jpg", [1]), ("readme", [1])]));
        Assert.Equal("3 members", string.Join(' ', Assert.Single(DataSets.Read(folder.Path).Notes).Split(' ')[..2]));
    }

    [Fact]
    public void Samples_that_are_not_whole_are_errors_that_name_shard_and_member()
    {
        (string, byte[])[] samples = ShardWriter.Samples(0, 4, i => (i % 2).ToString());
        string shard = folder.In("a.tar");
        void Sample(string fact, string remedy, params (string, byte[])[] more)
        {
            folder.Add("a.tar", ShardWriter.Tar([.. samples, .. more]));
            Fails(() => DataSets.Read(folder.Path), $"{shard}: {more[^1].Item1}: {fact}", ".", remedy);
        }

        Sample("there is no label x/007.cls to this picture", "Write the shard with it", ("x/007.jpg", [1]));
        Sample("there is no picture to this label", "Write the shard", ("007.cls", [49]));
        Sample("it is there twice", "one picture and one .cls", ("007.cls", [49]), ("007.jpg", [1]), ("007.jpg", [1]));
        Sample("its sample has another picture, 007.jpg", "one picture", ("007.jpg", [1]), ("007.cls", [49]), ("007.png", [1]));
        Sample("it is no label", "as text of one line", ("007.jpg", [1]), ("007.cls", [0, 1]));
        Sample("it is no label", "as text of one line", ("007.jpg", [1]), ("007.cls", []));
    }

    [Fact]
    public void What_cannot_be_learned_from_is_told()
    {
        Write("a.tar", 0, 3, i => i == 2 ? "cat" : "7");
        Fails(() => DataSets.Read(folder.Path), folder.Path, "some labels are indices (\"7\") and others names (\"cat\")", "classes.txt");
        Write("a.tar", 0, 3, i => i == 2 ? "cat" : "dog");
        Fails(() => DataSets.Read(folder.Path), folder.Path, "class \"cat\" has 1 picture in the training shards", "Add samples");
        Write("a.tar", 0, 3, _ => "dog");
        Fails(() => DataSets.Read(folder.Path), folder.Path, "there is only one class, \"dog\"", "Add samples");
        folder.Add("classes.txt", "dog\ncat\n"u8.ToArray());
        Write("a.tar", 0, 3, i => i == 2 ? "2" : "1");
        Fails(() => DataSets.Read(folder.Path), folder.In("a.tar") + ": 002.jpg", "its label \"2\" is none of the 2 classes", "Correct the label or classes.txt");
        folder.Add("classes.txt", "dog\ndog\n"u8.ToArray());
        Fails(() => DataSets.Read(folder.Path), folder.In("classes.txt"), "\"dog\" is there twice", "one name");
    }

    [Fact]
    public void Names_that_leave_a_split_open_are_told()
    {
        Write("test-0.tar", 0, 2, _ => "a");
        Fails(() => DataSets.Read(folder.Path), folder.Path, "none for training", "Add train-*.tar");
        Write("train-0.tar", 0, 4, i => (i % 2).ToString());
        Write("other-0.tar", 4, 2, _ => "0");
        Fails(() => DataSets.Read(folder.Path), folder.Path, "other-0.tar tells no split while test-0.tar does", "train-, val- or test-");
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("{}", "it names no shards under \"train\"")]
    [InlineData("""{"train": ["a.tar"], "tests": []}""", "tests")]
    [InlineData("""{"train": [null]}""", "an entry is null")]
    [InlineData("""{"train": ["a.tar", "a.tar"]}""", "two shards have the name a.tar")]
    public void A_list_that_is_none_is_told(string list, string fact)
    {
        folder.Add("shards.json", Encoding.UTF8.GetBytes(list));
        Fails(() => DataSets.Read(folder.Path), folder.Path, fact, ".");
    }

    [Fact]
    public void Cut_and_damaged_shards_are_named_the_first_first()
    {
        Write("a-0.tar", 0, 4, i => (i % 2).ToString());
        byte[] whole = File.ReadAllBytes(folder.In("a-0.tar"));
        folder.Add("a-1.tar", whole[..^1500]);
        folder.Add("a-2.tar", whole[..100]);
        Fails(() => DataSets.Read(folder.Path), folder.In("a-1.tar"), "cut short", "again");
    }

    [Fact]
    public void A_shard_that_changes_while_it_is_used_is_an_error_and_no_bad_picture()
    {
        Write("a.tar", 0, 4, i => (i % 2).ToString());
        DataSet set = DataSets.Read(folder.Path);
        folder.Add("a.tar", [1, 2, 3]);
        Fails(() => set.Train.Pictures[0].Load(), folder.In("a.tar"), "changed since it was indexed", "Run the same command again");
        Assert.Throws<AggregateException>(() => set.Train.Verify(skipBad: true));
    }

    [Fact]
    public void A_picture_that_cannot_be_decoded_is_named_with_its_shard_and_can_be_left_out()
    {
        byte[] good;
        using (var buffer = new MemoryStream())
        {
            ImageCodecs.Default.Encode("a.png", TinyPictures.Noise(8, 8, 1), buffer);
            good = buffer.ToArray();
        }

        folder.Add("train-000003.tar", ShardWriter.Tar(
        [
            .. ShardWriter.Sample("1", "a", good, "png"), .. ShardWriter.Sample("2", "b", good, "jpg"), .. ShardWriter.Sample("000123", "a", [1, 2]), .. ShardWriter.Sample("4", "b", good, "png"),
        ]));
        PictureSet train = DataSets.Read(folder.Path).Train;
        string path = folder.In("train-000003.tar") + ": 000123.jpg";
        Assert.StartsWith(path + ": ", Assert.Throws<ImageFormatException>(() => train.Pictures[2].Load()).Message);
        Assert.StartsWith(path + ": ", Assert.Throws<DataException>(() => train.Verify(skipBad: false)).Message);
        Assert.Equal("train-000003.tar/000123.jpg", Assert.Single(train.Verify(skipBad: true).Bad).Picture.Key);
    }

    [Fact]
    public void Pictures_are_found_again_by_their_keys()
    {
        Write("a.tar", 0, 4, i => (i % 2).ToString());
        var places = new PicturePlaces(folder.Path);
        Assert.True(places.IsShards);
        Assert.Equal(ShardWriter.Content(3, 700), places.Find("a.tar/003.jpg")!.ReadBytes(700));
        Assert.Null(places.Find("a.tar/004.jpg"));
        Assert.False(new PicturePlaces(folder.In("none")).IsShards);
    }

    [Theory]
    [InlineData("/data/pets", "pets")]
    [InlineData("/data/pets/train-{0..3}.tar", "pets")]
    [InlineData("/data/pets/list.json", "pets")]
    [InlineData("https://host/pets%20three/{train-{0..3},test-0}.tar?sig=secret", "pets three")]
    [InlineData("https://host/pets/shards.json?sig=a/secret", "pets")]
    [InlineData("http://host:80/train-0.tar", "host:80")]
    public void A_set_is_called_by_its_folder_and_never_by_a_signature(string root, string title) => Assert.Equal(title, DataSets.TitleOf(root));

    private static IEnumerable<string> Keys(PictureSet set) => set.Pictures.Select(picture => picture.Key);

    private static void Fails(Action action, string begin, string fact, string remedy)
    {
        string message = Assert.Throws<DataException>(action).Message;
        Assert.StartsWith(begin, message);
        Assert.Contains(fact, message);
        Assert.Contains(remedy, message);
        Assert.DoesNotContain('\n', message);
    }

    private static void Fails(Func<object> action, string begin, string fact, string remedy) => Fails(() => { action(); }, begin, fact, remedy);

    private void Write(string name, int first, int count, Func<int, string> label) => folder.Add(name, ShardWriter.Tar(ShardWriter.Samples(first, count, label)));
}
