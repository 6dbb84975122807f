using System.Text.Json;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>Settings as a list of dotted keys.</summary>
internal static class SettingsList
{
    public static IEnumerable<KeyValuePair<string, string>> Flatten(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. Flatten(document.RootElement, "")];
    }

    private static IEnumerable<KeyValuePair<string, string>> Flatten(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object) return [new(path, element.ToString())];
        return element.EnumerateObject().SelectMany(property => Flatten(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}"));
    }
}
