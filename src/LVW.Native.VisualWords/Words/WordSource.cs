using System.Text.Json;
using System.Text.Json.Serialization;

namespace LVW.Native.VisualWords.Words;

/// <summary>The real patch that a projected word equals.</summary>
/// <param name="Word">The word: its position in the model.</param>
/// <param name="Picture">Position of the picture in the set that was projected on.</param>
/// <param name="Key">The picture's name: its path relative to the data set's root.</param>
/// <param name="ClassIndex">The picture's class.</param>
/// <param name="Row">Row of the cell.</param>
/// <param name="Column">Column of the cell.</param>
/// <param name="Distance">Squared distance between the word, before it was overwritten, and the patch.</param>
public sealed record WordSource(int Word, int Picture, string Key, int ClassIndex, int Row, int Column, float Distance)
{
    /// <summary>The word's number in the run, where editing has taken words out so that it is not <see cref="Word"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Number { get; init; }

    /// <summary>The name that the word was given, if it was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>How the run folder's file of sources is written.</summary>
    public static JsonSerializerOptions Json { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };
}
