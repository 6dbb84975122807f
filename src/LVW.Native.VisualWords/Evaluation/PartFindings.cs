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
    /// For each word the part that most of its nearest patches lie on; patches of pictures whose parts are not known are passed over. A patch
    /// lies on the smallest part box that holds the centre of the patch's receptive field, or else on the nearest point that a square of 72 of
    /// 224 pixels of the view around that centre holds; on a tie the part met first, at the nearer patch, wins.
    /// </summary>
    /// <param name="words">Each word's nearest patches.</param>
    /// <param name="partsOf">The parts of a picture by its key, in pixels of the picture, a box without area being a point; none where they are not known.</param>
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
                string?[] hits =
                [
                    .. neighbours
                        .Select(neighbour => (Neighbour: neighbour, Parts: partsOf(neighbour.Key)))
                        .Where(pair => pair.Parts.Count > 0)
                        .Select(pair => Hit(pair.Parts, pair.Neighbour, field, viewOf(pair.Neighbour))),
                ];
                var best = hits
                    .Where(part => part is not null)
                    .GroupBy(part => part)
                    .OrderByDescending(group => group.Count())
                    .FirstOrDefault();
                return new PartFinding(word, best?.Key, best is null ? 0 : best.Count() / (double)hits.Length, hits.Length);
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

    private static string? Hit(
        IReadOnlyList<(string Part, PixelBox Box)> parts, WordNeighbour neighbour, ReceptiveField field, (PictureView View, int Width, int Height) seen)
    {
        (double X, double Y) centre = Centre(neighbour, field, seen);
        string? inBox = parts
            .Where(part => centre.X >= part.Box.X && centre.X < part.Box.X + part.Box.Width && centre.Y >= part.Box.Y && centre.Y < part.Box.Y + part.Box.Height)
            .OrderBy(part => (long)part.Box.Width * part.Box.Height)
            .Select(part => part.Part)
            .FirstOrDefault();
        if (inBox is not null) return inBox;

        // What the view scales unevenly is measured in the view: a square there is none in the picture.
        double reachX = PartConsistency.Region / 2 * seen.View.Crop.Width * seen.Width / seen.View.ResizedWidth;
        double reachY = PartConsistency.Region / 2 * seen.View.Crop.Height * seen.Height / seen.View.ResizedHeight;
        return parts
            .Where(part => part.Box is { Width: 0, Height: 0 })
            .Select(part => (part.Part, Away: Math.Max(Math.Abs(centre.X - part.Box.X) / reachX, Math.Abs(centre.Y - part.Box.Y) / reachY)))
            .Where(point => point.Away <= 1)
            .OrderBy(point => point.Away)
            .Select(point => point.Part)
            .FirstOrDefault();
    }
}
