using System.Text.Json;

namespace LVW.Native.VisualWords.Data.Downloads;

/// <summary>What the server said of the file whose part is on the disk; kept beside it.</summary>
/// <param name="Address">Where it comes from.</param>
/// <param name="Tag">Its strong ETag or its date: what tells that the rest belongs to this part.</param>
/// <param name="Length">Its whole length.</param>
internal sealed record PartInfo(string Address, string? Tag, long? Length)
{
    public static PartInfo? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<PartInfo>(File.ReadAllText(path)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this));
}
