using System.Text.Json;
using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.Engine.Tests.Checkpoints;

/// <summary>A tensor as the oracle and our readers tell it, to be compared bit for bit.</summary>
internal sealed record StoredTensor(string Type, string Shape, string Bytes)
{
    public static StoredTensor Of(RawTensor tensor) => new(tensor.Type.ToString(), string.Join(",", tensor.Sizes), Convert.ToHexStringLower(tensor.ToBytes()));

    /// <summary>Tensors by name, by file.</summary>
    public static Dictionary<string, Dictionary<string, StoredTensor>> Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(json));
        return document.RootElement.EnumerateObject().ToDictionary(file => file.Name, file => file.Value.EnumerateObject().ToDictionary(tensor => tensor.Name, tensor => Of(tensor.Value)));
    }

    private static StoredTensor Of(JsonElement tensor) => new(
        tensor.GetProperty("type").GetString()!,
        string.Join(",", tensor.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())),
        tensor.GetProperty("bytes").GetString()!);
}
