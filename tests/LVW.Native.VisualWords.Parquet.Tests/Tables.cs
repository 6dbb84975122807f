using LVW.Native.Imaging;
using Parquet;
using Parquet.Schema;

namespace LVW.Native.VisualWords.Parquet.Tests;

/// <summary>Writes small tables in a temporary folder.</summary>
internal sealed class Tables : IDisposable
{
    public const string CatsAndDogs = """{"info": {"features": {"image": {"_type": "Image"}, "label": {"_type": "ClassLabel", "names": ["cat", "dog"]}}}}""";

    private readonly string root = Directory.CreateTempSubdirectory("lvw-test-").FullName;

    public string Source => In("source");

    public string Target => In("target");

    public string In(string name) => Path.Combine(root, name);

    public void Dispose() => Directory.Delete(root, recursive: true);

    /// <summary>A picture of one colour; its first value tells which.</summary>
    public static byte[] Picture(byte grey)
    {
        var image = new RgbImage(2, 2);
        Array.Fill(image.Pixels, grey);
        using var stream = new MemoryStream();
        ImageCodecs.Default.Encode("a.bmp", image, stream);
        return stream.ToArray();
    }

    /// <summary>Rows as Hugging Face writes them, in row groups of three.</summary>
    public Task Write(string name, params (byte[]? Picture, long? Label)[] rows) => Write(name, new ParquetOptions(), CatsAndDogs, rows);

    public async Task Write(string name, ParquetOptions options, string? metadata, params (byte[]? Picture, long? Label)[] rows)
    {
        var label = new DataField<long>("label", nullable: true);
        await Write(name, options, metadata, "image", label, rows.Length, [.. rows.Select(row => row.Picture)], (group, first, count)
            => group.WriteAsync<long>(label, rows.Skip(first).Take(count).Select(row => row.Label).ToArray().AsMemory()));
    }

    public async Task Write(
        string name,
        ParquetOptions options,
        string? metadata,
        string image,
        DataField label,
        int rows,
        byte[]?[] pictures,
        Func<ParquetRowGroupWriter, int, int, Task> writeLabels,
        Func<int, string?>? paths = null)
    {
        var bytes = new DataField<byte[]>("bytes");
        var path = new DataField<string>("path");
        string file = Path.Combine(Source, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using FileStream stream = File.Create(file);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(new StructField(image, bytes, path), label), stream, options);
        if (metadata is not null) writer.CustomMetadata = new Dictionary<string, string> { ["huggingface"] = metadata };
        for (int first = 0; first < rows; first += 3)
        {
            int count = Math.Min(3, rows - first);
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync(bytes, pictures.Skip(first).Take(count).ToArray()!);
            await group.WriteAsync(path, Enumerable.Range(first, count).Select(i => paths is null ? (i % 2 == 0 ? null : $"{i}.bmp") : paths(i)).ToArray()!);
            await writeLabels(group, first, count);
        }
    }
}
