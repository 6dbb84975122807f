using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Sets;

public sealed class PackedSetTests : IDisposable
{
    private const int Stl = 96;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Stl_pictures_run_down_their_columns_and_labels_count_from_one()
    {
        byte[] two = WriteStl([2, 1, 2, 1], [1, 2]);
        PreparedSet prepared = PreparedSet.Write(folder.Path, folder.In("out"), _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(new PreparedSet("stl-10", 2, 6), prepared);

        RgbImage first = ImageFile.Load(folder.In("out/train/bird/0.png"));
        int plane = Stl * Stl;
        for (int c = 0; c < 3; c++)
        {
            Assert.Equal(two[(c * plane) + (5 * Stl) + 7], first.Row(7)[(5 * 3) + c]);
            Assert.Equal(two[(c * plane) + (95 * Stl)], first.Row(0)[(95 * 3) + c]);
        }

        RgbImage second = ImageFile.Load(folder.In("out/train/airplane/1.png"));
        Assert.Equal(two[(3 * plane) + 1], second.Row(1)[0]);
        DataSet set = DataSets.Read(folder.In("out"));
        Assert.Equal(("stl-10", 4, 2), (set.Name, set.Train.Pictures.Count, set.Test!.Pictures.Count));
        Assert.Equal("0 1", File.ReadAllText(folder.In("out/fold_indices.txt")).Trim());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void Cifar_pictures_run_along_their_rows_behind_their_label(int classes)
    {
        byte[] record = Cifar(classes, label: 1);
        PreparedSet.Write(folder.Path, folder.In("out"), _ => { }, TestContext.Current.CancellationToken);
        RgbImage image = ImageFile.Load(Directory.GetFiles(folder.In("out/train/b"))[0]);
        int start = classes == 10 ? 1 : 2;
        Assert.Equal([record[start + 33], record[start + 1024 + 33], record[start + 2048 + 33]], image.Row(1).Slice(3, 3).ToArray());
    }

    [Fact]
    public void A_binary_set_that_is_not_prepared_is_one_line_with_the_command()
    {
        WriteStl([1, 2], [1, 2]);
        var failure = Assert.Throws<DataException>(() => DataSets.Read(folder.Path));
        Assert.StartsWith(folder.Path + ": ", failure.Message);
        Assert.Contains("lvw data prepare", failure.Message);
    }

    [Fact]
    public void A_set_whose_preparing_was_broken_off_is_not_taken_for_a_whole_one()
    {
        WriteStl([2, 1, 2, 1], [1, 2]);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => PreparedSet.Write(folder.Path, folder.In("out"), done => { if (done == 4) stop.Cancel(); }, stop.Token));
        var failure = Assert.Throws<DataException>(() => DataSets.Read(folder.In("out")));
        Assert.StartsWith(folder.In("out") + ": ", failure.Message);
        Assert.Contains("lvw data prepare", failure.Message);
        PreparedSet.Write(folder.Path, folder.In("out"), _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal("stl-10", DataSets.Read(folder.In("out")).Name);
    }

    [Fact]
    public void A_cut_file_a_wrong_count_and_a_wrong_label_are_named()
    {
        WriteStl([1, 2], [1, 2]);
        Fails("test_y.bin", [1, 2, 1], "test_X.bin", "holds 2 pictures but test_y.bin has 3 labels");
        Fails("test_y.bin", [1, 3], "test_y.bin", "label 1 is 3");
        Fails("train_X.bin", new byte[1000], "train_X.bin", "1000 bytes are no whole number");
    }

    [Fact]
    public void A_binary_set_is_verified_as_it_is()
    {
        WriteStl([1, 2], [1, 2]);
        DataSetVerification result = DataSetVerification.Of(folder.Path, expected: null, decode: false);
        Assert.Equal([new SplitCount("train", 2, 5000), new SplitCount("test", 2, 8000)], result.Splits);
        Assert.Contains("2 classes are there but the set has 10", result.Faults);
    }

    [Fact]
    public void Other_folders_need_no_preparing()
    {
        Layouts.Food(folder);
        Assert.Contains("no binary files", Assert.Throws<DataException>(() => PreparedSet.Write(folder.Path, folder.In("out"), _ => { }, TestContext.Current.CancellationToken)).Message);
    }

    private void Fails(string name, byte[] content, string named, string fact)
    {
        byte[] before = File.ReadAllBytes(folder.In(name));
        File.WriteAllBytes(folder.In(name), content);
        var failure = Assert.Throws<DataException>(() => PreparedSet.Write(folder.Path, folder.In("out"), _ => { }, TestContext.Current.CancellationToken));
        Assert.StartsWith(folder.In(named) + ": ", failure.Message);
        Assert.Contains(fact, failure.Message);
        File.WriteAllBytes(folder.In(name), before);
    }

    private byte[] WriteStl(byte[] train, byte[] test)
    {
        Layouts.Text(folder, "class_names.txt", "airplane", "bird");
        Layouts.Text(folder, "fold_indices.txt", "0 1");
        folder.Add("train_y.bin", train).Add("test_y.bin", test);
        byte[] pixels = new byte[train.Length * 3 * Stl * Stl];
        new Random(4).NextBytes(pixels);
        folder.Add("train_X.bin", pixels).Add("test_X.bin", pixels[..(test.Length * 3 * Stl * Stl)]);
        return pixels;
    }

    private byte[] Cifar(int classes, byte label)
    {
        byte[] record = new byte[3072 + (classes == 10 ? 1 : 2)];
        new Random(5).NextBytes(record);
        record[classes == 10 ? 0 : 1] = label;
        Layouts.Text(folder, classes == 10 ? "batches.meta.txt" : "fine_label_names.txt", "a", "b");
        string[] files = classes == 10 ? [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin"), "test_batch.bin"] : ["train.bin", "test.bin"];
        foreach (string file in files) folder.Add(file, record);
        return record;
    }
}
