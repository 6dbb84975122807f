using LVW.Native.Engine.Randomness;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Measures <see cref="PartConsistencyMetrics"/>.</summary>
/// <param name="side">Side of the view in pixels.</param>
/// <param name="shownWords">Words with the largest contributions that a picture is judged for.</param>
/// <param name="seed">The seed of random places.</param>
public sealed class PartConsistency(int side, int shownWords, ulong seed)
{
    internal const double Region = 72 / 224.0;
    private const double Threshold = 0.8;
    private const int FewestPictures = 3;

    /// <summary>The centres of part boxes in a view, by name, a box without area being a point; those that the view cuts off are left out, and of several boxes of a name the first stays.</summary>
    /// <param name="parts">The parts, in pixels of the picture.</param>
    /// <param name="view">The view.</param>
    /// <param name="width">The picture's width.</param>
    /// <param name="height">The picture's height.</param>
    public IReadOnlyDictionary<string, (double X, double Y)> Points(IEnumerable<(string Part, PixelBox Box)> parts, PictureView view, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var points = new Dictionary<string, (double X, double Y)>();
        foreach ((string part, PixelBox box) in parts)
        {
            double x = (((box.X + (box.Width / 2.0)) * view.ResizedWidth / width) - view.Crop.X) * side / view.Crop.Width;
            double y = (((box.Y + (box.Height / 2.0)) * view.ResizedHeight / height) - view.Crop.Y) * side / view.Crop.Height;
            if (view.Flipped) x = side - x;
            if (x >= 0 && x < side && y >= 0 && y < side) points.TryAdd(part, (x, y));
        }

        return points;
    }

    /// <summary>Judges the words of a test set; null where no word has enough pictures.</summary>
    /// <param name="predictions">Places and predicted classes.</param>
    /// <param name="similarities">g, [N, P].</param>
    /// <param name="lastLayer">W, [C, P].</param>
    /// <param name="pointsOf">The points of a picture's parts in its view.</param>
    public PartConsistencyMetrics? Measure(
        Predictions predictions, float[] similarities, float[] lastLayer, Func<int, IReadOnlyDictionary<string, (double X, double Y)>> pointsOf)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(pointsOf);
        int words = predictions.Words;
        var counts = new Dictionary<(int Word, string Part), int[]>();
        int pictures = 0;
        for (int n = 0; n < predictions.Pictures; n++)
        {
            IReadOnlyDictionary<string, (double X, double Y)> points = pointsOf(n);
            if (points.Count == 0) continue;
            pictures++;
            var random = new Philox(seed, (ulong)n);
            int[] ranked = Contributions.Ranked(similarities.AsSpan(n * words, words), lastLayer.AsSpan(predictions.Predicted(n) * words, words));
            foreach (int word in ranked.AsSpan(0, Math.Min(shownWords, words)))
            {
                (double X, double Y)[] centres =
                [
                    Centre(predictions.Places[(n * words) + word], predictions.Height, predictions.Width),
                    Centre(random.NextInt(predictions.Cells), predictions.Height, predictions.Width),
                    (side / 2.0, side / 2.0),
                ];
                foreach ((string part, (double X, double Y) point) in points)
                {
                    if (!counts.TryGetValue((word, part), out int[]? count)) counts[(word, part)] = count = new int[centres.Length + 1];
                    count[^1]++;
                    for (int kind = 0; kind < centres.Length; kind++)
                    {
                        if (Hits(centres[kind], point)) count[kind]++;
                    }
                }
            }
        }

        IGrouping<int, int[]>[] judged = [.. counts.Where(entry => entry.Value[^1] >= FewestPictures).GroupBy(entry => entry.Key.Word, entry => entry.Value)];
        if (judged.Length == 0) return null;
        double Share(int kind) => judged.Count(word => word.Any(count => count[kind] >= Threshold * count[^1])) / (double)judged.Length;
        return new PartConsistencyMetrics(Share(0), Share(1), Share(2), null, judged.Length, pictures);
    }

    /// <summary>Whether a word at two cells of a grid hits the same parts.</summary>
    /// <param name="points">The points of the parts.</param>
    /// <param name="before">A cell.</param>
    /// <param name="after">Another cell.</param>
    /// <param name="height">Rows of the grid.</param>
    /// <param name="width">Columns of the grid.</param>
    public bool SameParts(IReadOnlyDictionary<string, (double X, double Y)> points, int before, int after, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(points);
        return points.Values.All(point => Hits(Centre(before, height, width), point) == Hits(Centre(after, height, width), point));
    }

    private (double X, double Y) Centre(int cell, int height, int width)
        => (((cell % width) + 0.5) * side / width, ((cell / width) + 0.5) * side / height);

    private bool Hits((double X, double Y) centre, (double X, double Y) point)
        => Math.Abs(centre.X - point.X) <= Region * side / 2 && Math.Abs(centre.Y - point.Y) <= Region * side / 2;
}
