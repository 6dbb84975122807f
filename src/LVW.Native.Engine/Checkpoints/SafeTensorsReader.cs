using System.Buffers.Binary;
using System.Text.Json;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>Raw tensors of a safetensors file; every claim of the header is checked against the file's length before memory is taken.</summary>
internal static class SafeTensorsReader
{
    public const string MetadataKey = "__metadata__";
    private const int LargestHeader = 100 << 20;
    private const int Prefix = 8;

    public static CheckpointContent Read(ByteSource source)
    {
        try
        {
            return Parse(source);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new CheckpointException($"{source.Path}: not a safetensors file, or a damaged one ({exception.Message.Split('\n')[0].TrimEnd()}).", exception);
        }
    }

    private static CheckpointContent Parse(ByteSource source)
    {
        Span<byte> prefix = stackalloc byte[Prefix];
        if (source.Length < Prefix) throw new CheckpointException($"{source.Path}: has {source.Length} bytes and is not a safetensors file, or was cut short.");
        source.Read(0, prefix);
        long headerLength = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (headerLength is < 2 or > LargestHeader || headerLength > source.Length - Prefix)
        {
            throw new CheckpointException(
                $"{source.Path}: the header claims {headerLength} bytes but the file has {source.Length}. It is not a safetensors, PyTorch or NumPy file, or it was cut short.");
        }

        using JsonDocument json = JsonDocument.Parse(source.ReadArray(Prefix, headerLength));
        var data = new FileBytes(source, Prefix + headerLength, source.Length - Prefix - headerLength);
        var tensors = new Dictionary<string, (RawTensor Tensor, long Start)>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty entry in json.RootElement.EnumerateObject())
        {
            if (entry.Name == MetadataKey)
            {
                foreach (JsonProperty item in entry.Value.EnumerateObject()) metadata[item.Name] = item.Value.GetString() ?? "";
            }
            else if (!tensors.TryAdd(entry.Name, ReadTensor(source, entry, data)))
            {
                throw new CheckpointException($"{source.Path}: tensor '{entry.Name}' is there twice. The file is damaged.");
            }
        }

        CheckOverlap(source, [.. tensors.Values]);
        return new CheckpointContent(CheckpointFormat.SafeTensors, [.. tensors.Values.Select(entry => entry.Tensor)]) { Metadata = metadata };
    }

    /// <summary>The format gives every byte to one tensor.</summary>
    private static void CheckOverlap(ByteSource source, List<(RawTensor Tensor, long Start)> tensors)
    {
        tensors.RemoveAll(entry => entry.Tensor.ByteLength == 0);
        tensors.Sort((left, right) => left.Start.CompareTo(right.Start));
        for (int i = 1; i < tensors.Count; i++)
        {
            ((RawTensor before, long start), (RawTensor tensor, long next)) = (tensors[i - 1], tensors[i]);
            if (next >= start + before.ByteLength) continue;
            throw new CheckpointException($"{source.Path}: tensors '{before.Name}' and '{tensor.Name}' share bytes, which the format forbids. The file is damaged.");
        }
    }

    private static (RawTensor Tensor, long Start) ReadTensor(ByteSource source, JsonProperty entry, FileBytes data)
    {
        long[] sizes = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        if (sizes.Length > RawTensor.MaxRank || sizes.Any(size => size < 0))
        {
            throw new CheckpointException($"{source.Path}: tensor '{entry.Name}' has shape {RawTensor.Describe(sizes)}, which is none. The file is damaged.");
        }

        string name = entry.Value.GetProperty("dtype").GetString() ?? "";
        ElementType type = ElementConversion.Find(name)
            ?? throw new CheckpointException($"{source.Path}: tensor '{entry.Name}' has type {name}; F64, F32, F16, BF16, integers and BOOL can be read. Convert it where it was made.");
        long[] range = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
        int width = ElementConversion.Width(type);
        if (range.Length != 2 || range[0] < 0 || range[1] < range[0] || range[1] > data.Length || range[1] - range[0] != ElementConversion.Length(sizes, width))
        {
            throw new CheckpointException(
                $"{source.Path}: tensor '{entry.Name}' of shape {RawTensor.Describe(sizes)} and type {type} claims bytes [{string.Join(", ", range)}] of {data.Length}. The file is damaged or was cut short.");
        }

        // A tensor need not begin at a multiple of its width, so the view begins at its own first byte.
        var bytes = new FileBytes(source, source.Length - data.Length + range[0], range[1] - range[0]);
        return (new RawTensor(source.Path, entry.Name, type, sizes, new TensorView(bytes, 0, null)), range[0]);
    }
}
