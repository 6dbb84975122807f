using LVW.Native.Imaging;
using LVW.Native.Imaging.Drawing;
using LVW.Native.VisualWords.Explanation;

namespace LVW.Native.Cli.Runs;

/// <summary>An explanation as one picture: the view, the base model's attention, then each deciding word's heat map with its box.</summary>
internal static class ExplanationSheet
{
    private const int Cell = 224;
    private static readonly Rgb Frame = new(255, 255, 255);

    public static RgbImage Draw(LocalExplanation explanation)
    {
        List<RgbImage> cells = [explanation.View];
        if (explanation.BaseAttention is { } attention) cells.Add(explanation.View.Overlay(Stretched(attention)));
        cells.AddRange(explanation.Words.Select(word => explanation.View.Overlay(Stretched(word.HeatMap)).Outline(word.BoxInView, Frame, thickness: 2)));
        return ContactSheet.Compose(cells, columns: cells.Count, Cell, Cell);
    }

    // Overlays take 0 to 1; each map uses all of it.
    private static FloatMap Stretched(FloatMap map)
    {
        (float least, float most) = (map.Values.Min(), map.Values.Max());
        float scale = most > least ? 1 / (most - least) : 0;
        return new FloatMap(map.Width, map.Height, [.. map.Values.Select(value => (value - least) * scale)]);
    }
}
