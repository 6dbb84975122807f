using System.Text.Json;

namespace LVW.Native.VisualWords.Words;

/// <summary>The real patch that a projected word equals.</summary>
/// <param name="Word">The word.</param>
/// <param name="Picture">Position of the picture in the set that was projected on.</param>
/// <param name="Key">The picture's name: its path relative to the data set's root.</param>
/// <param name="ClassIndex">The picture's class.</param>
/// <param name="Row">Row of the cell.</param>
/// <param name="Column">Column of the cell.</param>
/// <param name="Distance">Squared distance between the word, before it was overwritten, and the patch.</param>
public sealed record WordSource(int Word, int Picture, string Key, int ClassIndex, int Row, int Column, float Distance)
{
    /// <summary>How the run folder's file of sources is written.</summary>
    public static JsonSerializerOptions Json { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };
}
