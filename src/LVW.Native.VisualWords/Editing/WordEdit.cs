using System.Text.Json;
using System.Text.Json.Serialization;

namespace LVW.Native.VisualWords.Editing;

/// <summary>One edit of a run's words: a line of <c>edits.jsonl</c>.</summary>
public sealed record WordEdit
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter<WordEditKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Position in the history, from 1.</summary>
    public int Number { get; init; }

    /// <summary>What was done.</summary>
    public required WordEditKind Kind { get; init; }

    /// <summary>The words that were named, or, for a pruning, those that were taken out; the first word of a merger stays.</summary>
    public IReadOnlyList<int> Words { get; init; } = [];

    /// <summary>A word's new name.</summary>
    public string? Name { get; init; }

    /// <summary>For each word that a pruning took out, why.</summary>
    public IReadOnlyList<string>? Reasons { get; init; }

    /// <summary>The edit that an undoing took back.</summary>
    public int? Undoes { get; init; }

    /// <summary>SHA-256 of the <c>words.safetensors</c> that is edited.</summary>
    public string Model { get; init; } = "";

    /// <summary>Name of the file of the fitted last layer, in the folder <c>edits</c>; null where it did not change.</summary>
    public string? Weights { get; init; }

    /// <summary>What accuracy was measured on: validation or training.</summary>
    public string? JudgedOn { get; init; }

    /// <summary>Accuracy before the edit, 0 to 1.</summary>
    public double? AccuracyBefore { get; init; }

    /// <summary>Accuracy after edit and fit, 0 to 1.</summary>
    public double? AccuracyAfter { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Reads a line.</summary>
    /// <exception cref="JsonException">The line is none.</exception>
    public static WordEdit Parse(string line) => JsonSerializer.Deserialize<WordEdit>(line, Json) ?? throw new JsonException("empty");

    /// <summary>The edit as a line without its end.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Json);
}
