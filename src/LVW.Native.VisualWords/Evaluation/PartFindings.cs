using System.Text.Json;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Generated;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Holds the words' nearest patches against parts whose places are known.</summary>
public static class PartFindings
{
    /// <summary>The parts of generated pictures by key; null where the data set's folder tells of none.</summary>
    /// <exception cref="DataException">The file of parts is damaged.</exception>
    public static Func<string, IReadOnlyList<(string Part, PixelBox Box)>>? PartsIn(string folder)
    {
        IReadOnlyDictionary<string, PartBox[]>? parts = GeneratedDataSet.ReadParts(folder);
        return parts is null
            ? null
            : key => [.. parts.GetValueOrDefault(key, []).Select(part => (JsonNamingPolicy.KebabCaseLower.ConvertName(part.Part.ToString()), new PixelBox(part.X, part.Y, part.Width, part.Height)))];
    }

    /// <summary>
    /// For each word the part that most of its nearest patches lie on. A patch lies on the smallest part box that holds the centre of the
    /// patch's receptive field; on a tie the part met first, at the nearer patch, wins.
    /// </summary>
    /// <param name="words">Each word's nearest patches.</param>
    /// <param name="partsOf">The parts of a picture by its key, in pixels of the picture; none where they are not known.</param>
    /// <param name="field">What a cell sees.</param>
    /// <param name="viewOf">View and size of a picture by its position in the set.</param>
    public static IReadOnlyList<PartFinding> Find(
        IReadOnlyList<IReadOnlyList<WordNeighbour>> words,
        Func<string, IReadOnlyList<(string Part, PixelBox Box)>> partsOf,
        ReceptiveField field,
        Func<WordNeighbour, (PictureView View, int Width, int Height)> viewOf)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(partsOf);
        ArgumentNullException.ThrowIfNull(viewOf);
        return
        [
            .. words.Select((neighbours, word) =>
            {
                var best = neighbours
                    .Select(neighbour => Hit(partsOf(neighbour.Key), Centre(neighbour, field, viewOf(neighbour))))
                    .Where(part => part is not null)
                    .GroupBy(part => part)
                    .OrderByDescending(group => group.Count())
                    .FirstOrDefault();
                return new PartFinding(word, best?.Key, best is null ? 0 : best.Count() / (double)neighbours.Count, neighbours.Count);
            }),
        ];
    }

    /// <summary>Share of words whose purity is at least <paramref name="purity"/>.</summary>
    public static double ShareWithPurity(IReadOnlyList<PartFinding> findings, double purity)
    {
        ArgumentNullException.ThrowIfNull(findings);
        return findings.Count == 0 ? 0 : findings.Count(finding => finding.Part is not null && finding.Purity >= purity) / (double)findings.Count;
    }

    private static (double X, double Y) Centre(WordNeighbour neighbour, ReceptiveField field, (PictureView View, int Width, int Height) seen)
    {
        int x = (int)Math.Clamp(field.Start + (neighbour.Column * field.Jump), 0, field.Side - 1);
        int y = (int)Math.Clamp(field.Start + (neighbour.Row * field.Jump), 0, field.Side - 1);
        PixelBox pixel = seen.View.ToPicture(new PixelBox(x, y, 1, 1), field.Side, seen.Width, seen.Height);
        return (pixel.X + (pixel.Width / 2.0), pixel.Y + (pixel.Height / 2.0));
    }

    private static string? Hit(IReadOnlyList<(string Part, PixelBox Box)> parts, (double X, double Y) centre)
        => parts
            .Where(part => centre.X >= part.Box.X && centre.X < part.Box.X + part.Box.Width && centre.Y >= part.Box.Y && centre.Y < part.Box.Y + part.Box.Height)
            .OrderBy(part => (long)part.Box.Width * part.Box.Height)
            .Select(part => part.Part)
            .FirstOrDefault();
}
