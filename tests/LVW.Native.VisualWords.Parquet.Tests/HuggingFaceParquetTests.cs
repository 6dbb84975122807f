using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;
using Parquet;
using Parquet.Schema;
using Xunit;

namespace LVW.Native.VisualWords.Parquet.Tests;

public sealed class HuggingFaceParquetTests : IDisposable
{
    private readonly Tables tables = new();

    public void Dispose() => tables.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Two files of 4 and 3 rows, in row groups of 3 and 1, and a test file: the number of a picture is its row in the split.
    [Theory]
    [InlineData(CompressionMethod.None, 0)]
    [InlineData(CompressionMethod.Snappy, 0)]
    [InlineData(CompressionMethod.Snappy, 1)]
    [InlineData(CompressionMethod.Gzip, 1)]
    [InlineData(CompressionMethod.Zstd, 1)]
    public async Task Pictures_become_files_of_the_same_bytes_in_folders_by_split_and_class(CompressionMethod method, double dictionary)
    {
        var options = new ParquetOptions { CompressionMethod = method, DictionaryEncodingThreshold = dictionary };
        byte[][] pictures = [.. Enumerable.Range(0, 7).Select(i => Tables.Picture((byte)(i == 6 ? 0 : 30 * i)))];
        await tables.Write("data/train-00001-of-00002-0a1b2c3d4e5f6789.parquet", options, Tables.CatsAndDogs, [.. pictures[4..].Select((picture, i) => (picture, (long?)(i % 2)))]);
        await tables.Write("data/train-00000-of-00002-0a1b2c3d4e5f6789.parquet", options, Tables.CatsAndDogs, [.. pictures[..4].Select((picture, i) => (picture, (long?)(i % 2)))]);
        await tables.Write("data/validation-00000-of-00001.parquet", (pictures[1], 1), (pictures[2], 0));
        await tables.Write("data/test-00000-of-00001.parquet", (pictures[1], 1), (pictures[2], 0));
        int told = 0;
        PreparedSet prepared = await HuggingFaceParquet.PrepareAsync(tables.Source, tables.Target, written: done => told = done, cancellation: Cancellation);
        Assert.Equal((new PreparedSet(HuggingFaceParquet.Name, 2, 11), 11), (prepared, told));
        Assert.Equal(
            ["cat/0.bmp", "cat/2.bmp", "cat/4.bmp", "cat/6.bmp", "dog/1.bmp", "dog/3.bmp", "dog/5.bmp"],
            Directory.EnumerateFiles(Path.Combine(tables.Target, "train"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Path.Combine(tables.Target, "train"), file).Replace('\\', '/')).Order(StringComparer.Ordinal));
        for (int i = 0; i < pictures.Length; i++) Assert.Equal(pictures[i], File.ReadAllBytes(Path.Combine(tables.Target, "train", i % 2 == 0 ? "cat" : "dog", $"{i}.bmp")));
        DataSet set = DataSets.Read(tables.Target);
        Assert.Equal(["cat", "dog"], set.Classes);
        Assert.Equal((7, 2, 2), (set.Train.Pictures.Count, set.Validation!.Pictures.Count, set.Test!.Pictures.Count));
        Assert.False(Directory.Exists(tables.Target + ".partial"));
    }

    // Written by hyparquet-writer 0.17 (JavaScript): seven 1×1 BMP of grey 0, 10, … 60, labels 0 1 0 1 …, no path in every third row, row groups of four.
    [Fact]
    public async Task A_table_of_another_writer_is_read_row_by_row()
    {
        Directory.CreateDirectory(tables.Source);
        File.WriteAllBytes(Path.Combine(tables.Source, "train-00000-of-00001.parquet"), Convert.FromBase64String(OtherWriter.Table));
        await HuggingFaceParquet.PrepareAsync(tables.Source, tables.Target, cancellation: Cancellation);
        for (int i = 0; i < 7; i++) Assert.Equal(10 * i, ImageFile.Load(Path.Combine(tables.Target, "train", i % 2 == 0 ? "cat" : "dog", $"{i}.bmp")).Pixels[0]);
    }

    [Fact]
    public async Task Classes_may_be_text_and_columns_may_have_other_names_and_files_need_no_split()
    {
        var kind = new DataField<string>("kind");
        string[] kinds = ["b", "a b", "b", "a b"];
        await tables.Write("pictures.parquet", new ParquetOptions(), null, "photo", kind, 4, [.. kinds.Select((_, i) => Tables.Picture((byte)i))], (group, first, count)
            => group.WriteAsync(kind, kinds.Skip(first).Take(count).ToArray()));
        Assert.Contains("--label", (await Fails()).Message);
        await HuggingFaceParquet.PrepareAsync(tables.Source, tables.Target, new HuggingFaceOptions { Label = "kind" }, cancellation: Cancellation);
        Assert.Equal(["a b", "b"], Directory.EnumerateDirectories(tables.Target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(3, ImageFile.Load(Path.Combine(tables.Target, "a b", "3.bmp")).Pixels[0]);
    }

    [Fact]
    public async Task Numbers_without_names_are_their_own_names_whatever_their_width()
    {
        var label = new DataField<int>("fine_label");
        const string metadata = """{"info": {"features": {"fine_label": {"_type": "ClassLabel"}}}}""";
        await tables.Write("train.parquet", new ParquetOptions(), metadata, "img", label, 2, [Tables.Picture(1), Tables.Picture(2)], (group, _, _) => group.WriteAsync<int>(label, new[] { 7, 11 }.AsMemory()));
        await HuggingFaceParquet.PrepareAsync(tables.Source, tables.Target, cancellation: Cancellation);
        Assert.True(File.Exists(Path.Combine(tables.Target, "train", "11", "1.bmp")));
        Assert.True(File.Exists(Path.Combine(tables.Target, "train", "7", "0.bmp")));
    }

    [Fact]
    public async Task The_path_beside_a_picture_names_no_file()
    {
        var label = new DataField<long>("label");
        await tables.Write("train.parquet", new ParquetOptions(), Tables.CatsAndDogs, "image", label, 1, [Tables.Picture(1)], (group, _, _) => group.WriteAsync<long>(label, new[] { 1L }.AsMemory()), _ => "../../../evil.bmp");
        await HuggingFaceParquet.PrepareAsync(tables.Source, tables.Target, cancellation: Cancellation);
        Assert.Equal([Path.Combine(tables.Target, "train", "dog", "0.bmp")], Directory.EnumerateFiles(tables.In(""), "*.bmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_was_interrupted_does_not_look_whole_and_is_begun_anew()
    {
        await tables.Write("train.parquet", [.. Enumerable.Range(0, 5).Select(i => ((byte[]?)Tables.Picture((byte)i), (long?)0))]);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => HuggingFaceParquet.PrepareAsync(tables.Source, tables.Target, written: done =>
        {
            if (done == 2) stop.Cancel();
        }, cancellation: stop.Token));
        Assert.False(Directory.Exists(tables.Target));
        Assert.True(Directory.Exists(tables.Target + ".partial"));
        await HuggingFaceParquet.PrepareAsync(tables.Source, tables.Target, cancellation: Cancellation);
        Assert.Equal(5, Directory.EnumerateFiles(tables.Target, "*", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public async Task Folders_of_others_are_left_alone()
    {
        await tables.Write("train.parquet", (Tables.Picture(1), 0));
        Directory.CreateDirectory(tables.Target + ".partial");
        Assert.Contains("was not begun by this program", (await Fails()).Message);
        Directory.CreateDirectory(Path.Combine(tables.Target, "mine"));
        Assert.StartsWith(tables.Target + ": ", (await Fails()).Message);
    }

    [Fact]
    public async Task Other_formats_need_a_codec_and_become_png()
    {
        await tables.Write("train.parquet", (Tables.Picture(1), 0), ([.. "RIFF\0\0\0\0WEBP"u8], 1));
        string message = (await Fails()).Message;
        Assert.All(["row 1", "WebP", "HuggingFaceOptions.Codecs", "train.parquet"], text => Assert.Contains(text, message));
        await HuggingFaceParquet.PrepareAsync(tables.Source, tables.Target, new HuggingFaceOptions { Codecs = ImageCodecs.Default.With(new GreyCodec()) }, cancellation: Cancellation);
        Assert.Equal(77, ImageFile.Load(Path.Combine(tables.Target, "train", "dog", "1.png")).Pixels[0]);
    }

    [Fact]
    public async Task The_command_tells_what_it_did_and_one_line_of_what_is_wrong()
    {
        await tables.Write("train.parquet", (Tables.Picture(1), 0), (Tables.Picture(2), 1));
        (int code, string output, _) = await Command(tables.Source, tables.Target);
        Assert.Equal(0, code);
        Assert.Contains("2 classes, 2 pictures", output);
        (code, _, string messages) = await Command(tables.Source, tables.In("other"), "--label", "species");
        Assert.Equal(2, code);
        Assert.Contains("species", messages);
        Assert.Single(messages.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, (await Command(tables.Source)).Code);
    }

    private static async Task<(int Code, string Output, string Messages)> Command(params string[] arguments)
    {
        using var output = new StringWriter();
        using var messages = new StringWriter();
        return (await Program.Run(arguments, output, messages, Cancellation), output.ToString(), messages.ToString());
    }

    private Task<DataException> Fails() => Assert.ThrowsAsync<DataException>(() => HuggingFaceParquet.PrepareAsync(tables.Source, tables.Target, cancellation: Cancellation));

    // Stands for the adapter.
    private sealed class GreyCodec : IImageCodec
    {
        public string Format => "WebP";

        public IReadOnlyList<string> Extensions => [".webp"];

        public bool CanEncode => false;

        public bool CanDecode(ReadOnlySpan<byte> header) => header.StartsWith("RIFF"u8);

        public ImageInfo Identify(ReadOnlyMemory<byte> data) => new(2, 2, Format);

        public RgbImage Decode(ReadOnlyMemory<byte> data, DecodeOptions options)
        {
            var image = new RgbImage(2, 2);
            Array.Fill(image.Pixels, (byte)77);
            return image;
        }

        public void Encode(RgbImage image, Stream output) => throw new NotSupportedException();
    }
}
