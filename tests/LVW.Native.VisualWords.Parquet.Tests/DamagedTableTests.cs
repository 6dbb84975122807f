using LVW.Native.VisualWords.Data;
using Parquet;
using Parquet.Schema;
using Xunit;

namespace LVW.Native.VisualWords.Parquet.Tests;

/// <summary>Whatever is wrong with tables is told in one line that names file, row and remedy, and leaves no target behind.</summary>
public sealed class DamagedTableTests : IDisposable
{
    private readonly Tables tables = new();

    public void Dispose() => tables.Dispose();

    [Fact]
    public async Task A_row_without_picture_bytes_is_named_and_nothing_moves_into_its_place()
    {
        await tables.Write("train.parquet", (Tables.Picture(0), 0), (Tables.Picture(1), 1), (Tables.Picture(2), 0), (null, 1), (Tables.Picture(4), 0));
        await Fails("train.parquet", "row 3", "image/bytes", "embedded");
    }

    [Theory]
    [InlineData(2L, "none of the 2 classes", "Download")]
    [InlineData(-1L, "none of the 2 classes", "without classes")]
    [InlineData(null, "has no label", "Remove the row")]
    public async Task A_label_that_is_no_class_is_named(long? label, string fact, string remedy)
    {
        await tables.Write("train.parquet", (Tables.Picture(0), 0), (Tables.Picture(1), 0), (Tables.Picture(2), 0), (Tables.Picture(3), label));
        await Fails("train.parquet", "row 3", fact, remedy);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("..", "point")]
    [InlineData(".hidden", "point")]
    [InlineData("../../etc", "has one of")]
    [InlineData("cars/van", "has one of")]
    [InlineData("cars\\\\van", "has one of")]
    [InlineData("a\\u0000b", "has one of")]
    [InlineData("C:", "has one of")]
    [InlineData("dog ", "space or a point")]
    [InlineData("dog.", "space or a point")]
    [InlineData("con", "device")]
    [InlineData("LPT1.x", "device")]
    [InlineData("CAT", "case apart")]
    [InlineData("cat", "case apart")]
    public async Task A_class_name_that_is_no_folder_of_its_own_is_refused(string name, string fact)
    {
        string metadata = Tables.CatsAndDogs.Replace("\"dog\"", $"\"{name}\"", StringComparison.Ordinal);
        await tables.Write("train.parquet", new ParquetOptions(), metadata, (Tables.Picture(0), 0), (Tables.Picture(1), 1));
        await Fails("train.parquet", "row 1", fact, "class");
    }

    [Fact]
    public async Task Files_that_disagree_or_are_missing_are_named()
    {
        await tables.Write("data/train-00000-of-00003.parquet", (Tables.Picture(0), 0));
        await tables.Write("data/train-00002-of-00003.parquet", (Tables.Picture(0), 0));
        await Fails("data", "file 00001 of the 3 train files is missing");
        await tables.Write("data/train-00001-of-00003.parquet", new ParquetOptions(), Tables.CatsAndDogs.Replace("dog", "cow", StringComparison.Ordinal), (Tables.Picture(0), 0));
        await Fails("train-00001-of-00003.parquet", "class names", "train-00000-of-00003.parquet");
        File.Move(Path.Combine(tables.Source, "data/train-00001-of-00003.parquet"), Path.Combine(tables.Source, "data/more.parquet"));
        await Fails("more.parquet", "name their split");
        File.Delete(Path.Combine(tables.Source, "data/more.parquet"));
        await tables.Write("data/train-00000-of-00001.parquet", (Tables.Picture(0), 0));
        await Fails("of one numbering");
        Directory.Delete(tables.Source, recursive: true);
        await Fails(tables.Source, "no Parquet files");
    }

    [Fact]
    public async Task A_missing_column_is_told_with_those_that_are_there()
    {
        var label = new DataField<double>("label");
        await tables.Write("train.parquet", new ParquetOptions(), Tables.CatsAndDogs, "image", label, 1, [Tables.Picture(0)], (group, _, _) => group.WriteAsync<double>(label, new[] { 1.0 }.AsMemory()));
        await Fails("no column label of classes", "image/bytes, image/path, label", "--label");
        var text = new DataField<string>("label");
        await tables.Write("train.parquet", new ParquetOptions(), null, "photo", text, 1, [Tables.Picture(0)], (group, _, _) => group.WriteAsync(text, ["a"]));
        DataException failure = await Assert.ThrowsAsync<DataException>(()
            => HuggingFaceParquet.PrepareAsync(tables.Source, tables.Target, new HuggingFaceOptions { Image = "picture" }, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("no column picture of pictures", failure.Message);
    }

    [Theory]
    [InlineData("{\"info\": {\"features\": [")]
    [InlineData("{\"info\": {\"features\": 3}}")]
    [InlineData("[1]")]
    [InlineData("{\"info\": {\"features\": {\"label\": {\"_type\": \"ClassLabel\", \"names\": {\"0\": \"cat\"}}}}}")]
    public async Task Damaged_metadata_is_told(string metadata)
    {
        await tables.Write("train.parquet", new ParquetOptions(), metadata, (Tables.Picture(0), 0));
        await Fails("train.parquet", "huggingface metadata is damaged");
    }

    [Theory]
    [InlineData("", "0 bytes")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "git lfs pull")]
    [InlineData("<!DOCTYPE html><html></html>", "3C21444F")]
    [InlineData("PAR1....................", "its end is missing")]
    [InlineData("PAR1............\u0001\u0001\u0001\u0001PAR1", "longer than the file")]
    [InlineData("PAR1............\u0001\u0001\u0001\u0001PARE", "encrypted")]
    public async Task What_is_no_parquet_file_is_told(string content, string fact)
    {
        Directory.CreateDirectory(tables.Source);
        File.WriteAllText(Path.Combine(tables.Source, "train.parquet"), content);
        await Fails("train.parquet", "no whole Parquet file", fact, "Download it again");
    }

    // Every 17th length, and each of these lengths again with the footer put back behind it: the footer is whole then and the pictures are not.
    [Fact]
    public async Task A_truncated_file_is_one_line_wherever_it_ends()
    {
        await tables.Write("train.parquet", [.. Enumerable.Range(0, 7).Select(i => ((byte[]?)Tables.Picture((byte)i), (long?)(i % 2)))]);
        string file = Path.Combine(tables.Source, "train.parquet");
        byte[] whole = File.ReadAllBytes(file);
        int footer = whole.Length - 8 - BitConverter.ToInt32(whole, whole.Length - 8);
        for (int length = 0; length < whole.Length; length += 17)
        {
            File.WriteAllBytes(file, whole[..length]);
            await Fails("train.parquet", "Download it again");
            if (length is < 4 || length >= footer) continue;
            File.WriteAllBytes(file, [.. whole[..length], .. whole[footer..]]);
            await Fails("train.parquet");
        }
    }

    // Parquet.Net itself reads without end where the byte that ends the footer does not.
    [Fact]
    public async Task A_damaged_footer_is_read_or_is_one_line_and_comes_to_an_end()
    {
        await tables.Write("train.parquet", (Tables.Picture(1), 0), (Tables.Picture(2), 1));
        string file = Path.Combine(tables.Source, "train.parquet");
        byte[] whole = File.ReadAllBytes(file);
        int ends = whole.Length - 8, begins = ends - BitConverter.ToInt32(whole, ends);
        for (int bit = 0; bit < 8 * (ends - begins); bit += bit < 8 * (ends - begins - 1) ? 41 : 1)
        {
            byte[] damaged = [.. whole];
            damaged[begins + (bit / 8)] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(file, damaged);
            try
            {
                await HuggingFaceParquet.PrepareAsync(tables.Source, tables.Target, cancellation: TestContext.Current.CancellationToken);
                Directory.Delete(tables.Target, recursive: true);
            }
            catch (DataException failure)
            {
                Assert.DoesNotContain('\n', failure.Message);
                Assert.False(Directory.Exists(tables.Target));
            }
        }
    }

    private async Task Fails(params string[] texts)
    {
        DataException failure = await Assert.ThrowsAsync<DataException>(() => HuggingFaceParquet.PrepareAsync(tables.Source, tables.Target, cancellation: TestContext.Current.CancellationToken));
        Assert.All(texts, text => Assert.Contains(text, failure.Message));
        Assert.DoesNotContain('\n', failure.Message);
        Assert.False(Directory.Exists(tables.Target));
    }
}
