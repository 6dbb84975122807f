using System.Text.Json;

namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>Tells in which settings two runs differ.</summary>
internal static class SettingsDifferences
{
    /// <summary>One text for each setting that differs: <c>seed was 1, is 9</c>.</summary>
    public static IEnumerable<string> Between(TrainingSettings old, TrainingSettings now) => Between(JsonSerializer.SerializeToElement(old), JsonSerializer.SerializeToElement(now), "");

    private static IEnumerable<string> Between(JsonElement old, JsonElement now, string path)
    {
        foreach (JsonProperty property in now.EnumerateObject())
        {
            string key = path + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            JsonElement before = old.GetProperty(property.Name);
            if (property.Value.ValueKind == JsonValueKind.Object && before.ValueKind == JsonValueKind.Object)
            {
                foreach (string inner in Between(before, property.Value, key + ".")) yield return inner;
            }
            else if (before.GetRawText() != property.Value.GetRawText())
            {
                yield return $"{key} was {before.GetRawText()}, is {property.Value.GetRawText()}";
            }
        }
    }
}
