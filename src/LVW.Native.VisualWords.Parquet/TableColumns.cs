using System.Text.Json;
using LVW.Native.VisualWords.Data;
using Parquet.Schema;

namespace LVW.Native.VisualWords.Parquet;

/// <summary>Which columns of a table hold pictures and classes.</summary>
/// <param name="Bytes">The encoded pictures.</param>
/// <param name="Label">The classes: whole numbers or text.</param>
/// <param name="ClassNames">Class names by number, from the <c>huggingface</c> metadata; null where there are none.</param>
internal sealed record TableColumns(DataField Bytes, DataField Label, IReadOnlyList<string>? ClassNames)
{
    private static readonly Type[] LabelTypes =
    [
        typeof(ReadOnlyMemory<char>), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
    ];

    /// <exception cref="DataException">A column is missing or not unique, or the metadata is damaged.</exception>
    public static TableColumns Of(string path, ParquetSchema schema, IReadOnlyDictionary<string, string> metadata, HuggingFaceOptions options)
    {
        Dictionary<string, IReadOnlyList<string>?> classLabels = ClassLabels(path, metadata);
        DataField[] single = [.. schema.DataFields.Where(field => field.MaxRepetitionLevel == 0)];
        Dictionary<string, DataField> pictures = single.Where(field => field.ClrType == typeof(ReadOnlyMemory<byte>)).Select(field => (Name: PictureColumn(field), field))
            .Where(pair => pair.Name is not null).ToDictionary(pair => pair.Name!, pair => pair.field);
        Dictionary<string, DataField> labels = single.Where(field => field.Path.Length == 1 && LabelTypes.Contains(field.ClrType)).ToDictionary(field => field.Name);
        DataField bytes = Choose(path, schema, pictures, options.Image, "image", [.. pictures.Keys], "pictures (a struct with bytes, or binary)");
        DataField label = Choose(path, schema, labels, options.Label, "label", [.. classLabels.Keys], "classes (whole numbers or text)");
        return new TableColumns(bytes, label, label.ClrType == typeof(ReadOnlyMemory<char>) ? null : classLabels.GetValueOrDefault(label.Name));
    }

    private static string? PictureColumn(DataField field) => field.Path.ToList() switch
    {
        [var name] => name,
        [var name, "bytes"] => name,
        _ => null,
    };

    private static DataField Choose(string path, ParquetSchema schema, Dictionary<string, DataField> columns, string? wanted, string usual, string[] told, string what)
    {
        string name = wanted ?? (columns.ContainsKey(usual) || told.Length != 1 ? usual : told[0]);
        return columns.TryGetValue(name, out DataField? field) ? field : throw new DataException(
            path,
            $"there is no column {name} of {what}; the columns are {string.Join(", ", schema.DataFields.Select(one => one.Path.ToString()))}",
            $"Name the column with --{usual} NAME");
    }

    // {"info": {"features": {"label": {"_type": "ClassLabel", "names": ["cat", "dog"]}}}}
    private static Dictionary<string, IReadOnlyList<string>?> ClassLabels(string path, IReadOnlyDictionary<string, string> metadata)
    {
        var labels = new Dictionary<string, IReadOnlyList<string>?>();
        if (!metadata.TryGetValue("huggingface", out string? text)) return labels;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (!document.RootElement.TryGetProperty("info", out JsonElement info) || !info.TryGetProperty("features", out JsonElement features)) return labels;
            foreach (JsonProperty feature in features.EnumerateObject())
            {
                if (feature.Value.ValueKind != JsonValueKind.Object || !feature.Value.TryGetProperty("_type", out JsonElement type) || type.GetString() != "ClassLabel") continue;
                labels[feature.Name] = feature.Value.TryGetProperty("names", out JsonElement names) && names.ValueKind != JsonValueKind.Null
                    ? [.. names.EnumerateArray().Select(name => name.GetString() ?? "")]
                    : null;
            }

            return labels;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new DataException(path, $"its huggingface metadata is damaged ({failure.Message.TrimEnd('.')})", "Download the file again", failure);
        }
    }
}
