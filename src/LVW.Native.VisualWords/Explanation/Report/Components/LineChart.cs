using System.Text;

namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>Draws a line chart as inline SVG with axes, phases, labels at the lines' ends and a legend of last values.</summary>
internal static class LineChart
{
    private const double Width = 460, Height = 290;
    private const double Left = 50, Right = 352, Top = 24, Bottom = 244;
    private const double LabelGap = 15;

    public static void Render(HtmlWriter html, ReportChart chart)
    {
        using (html.Open("figure", ("class", "chart")))
        {
            using (html.Open("figcaption"))
            {
                html.Leaf("strong", chart.Title);
                html.Leaf("span", chart.LogarithmicY ? chart.YLabel + ", logarithmic" : chart.YLabel);
            }

            Plot(html, chart);
            Legend(html, chart);
            if (chart.Note is { } note)
                html.Leaf("p", note, ("class", "note"));
        }
    }

    private static void Plot(HtmlWriter html, ReportChart chart)
    {
        var x = new AxisScale(chart.Series.SelectMany(s => s.X), Left, Right, false, chart.XIsFraction, 6, snap: false);
        var y = new AxisScale(chart.Series.SelectMany(s => s.Y), Bottom, Top, chart.LogarithmicY, chart.YIsFraction, 5, snap: true);
        using (html.Open("svg", ("viewBox", $"0 0 {Show.Css(Width)} {Show.Css(Height)}"), ("role", "img"), ("aria-label", Describe(chart))))
        {
            Axes(html, chart, x, y);
            for (var i = 0; i < chart.Series.Count; i++)
                Line(html, chart.Series[i], Style(chart, i), x, y, chart);
            EndLabels(html, chart, x, y);
        }
    }

    private static void Axes(HtmlWriter html, ReportChart chart, AxisScale x, AxisScale y)
    {
        foreach (var tick in y.Ticks)
        {
            var at = Show.Css(y.At(tick));
            html.Void("line", ("class", "grid"), ("x1", Show.Css(Left)), ("x2", Show.Css(Right)), ("y1", at), ("y2", at));
            html.Leaf("text", y.Label(tick), ("x", Show.Css(Left - 7)), ("y", at), ("dy", ".34em"), ("text-anchor", "end"));
        }

        foreach (var tick in x.Ticks)
        {
            html.Void("line", ("class", "tick"), ("x1", Show.Css(x.At(tick))), ("x2", Show.Css(x.At(tick))), ("y1", Show.Css(Bottom)), ("y2", Show.Css(Bottom + 5)));
            html.Leaf("text", x.Label(tick), ("x", Show.Css(x.At(tick))), ("y", Show.Css(Bottom + 19)), ("text-anchor", "middle"));
        }

        html.Void("line", ("class", "axis"), ("x1", Show.Css(Left)), ("x2", Show.Css(Right)), ("y1", Show.Css(Bottom)), ("y2", Show.Css(Bottom)));
        html.Leaf("text", chart.XLabel, ("class", "unit"), ("x", Show.Css((Left + Right) / 2)), ("y", Show.Css(Height - 6)), ("text-anchor", "middle"));
        foreach (var phase in chart.Phases)
        {
            // A phase that began before the first point is named at the axis.
            var at = Math.Max(Left, x.At(phase.Start));
            if (!(at <= Right))
                continue;
            if (at > Left)
                html.Void("line", ("class", "phase"), ("x1", Show.Css(at)), ("x2", Show.Css(at)), ("y1", Show.Css(Top - 12)), ("y2", Show.Css(Bottom)));
            html.Leaf("text", phase.Name, ("class", "phase"), ("x", Show.Css(at + 4)), ("y", Show.Css(Top - 6)));
        }
    }

    private static void Line(HtmlWriter html, ReportSeries series, string style, AxisScale x, AxisScale y, ReportChart chart)
    {
        var path = new StringBuilder();
        var pen = false;
        var count = Math.Min(series.X.Count, series.Y.Count);
        for (var i = 0; i < count; i++)
        {
            if (!x.CanShow(series.X[i]) || !y.CanShow(series.Y[i]))
            {
                pen = false;
                continue;
            }

            path.Append(pen ? 'L' : 'M').Append(Show.Css(x.At(series.X[i]))).Append(' ').Append(Show.Css(y.At(series.Y[i])));
            pen = true;
        }

        if (path.Length == 0)
            return;
        using (html.Open("path", ("class", "line " + style), ("d", path.ToString())))
            html.Leaf("title", $"{series.Name}: {Last(series, chart)} at the end");
        if (Last(series) is { } last && count == 1)
            html.Void("circle", ("class", "dot " + style), ("cx", Show.Css(x.At(series.X[last]))), ("cy", Show.Css(y.At(series.Y[last]))), ("r", "3.5"));
    }

    // Labels stand at the lines' ends; where ends lie close together the labels are pushed apart, in the lines' order.
    private static void EndLabels(HtmlWriter html, ReportChart chart, AxisScale x, AxisScale y)
    {
        var labels = new List<(double At, double EndX, double EndY, string Name, string Style)>();
        for (var i = 0; i < chart.Series.Count; i++)
        {
            var series = chart.Series[i];
            if (Last(series) is { } last && x.CanShow(series.X[last]) && y.CanShow(series.Y[last]))
                labels.Add((y.At(series.Y[last]), x.At(series.X[last]), y.At(series.Y[last]), series.Name, Style(chart, i)));
        }

        labels.Sort((a, b) => a.At.CompareTo(b.At));
        for (var i = 1; i < labels.Count; i++)
            labels[i] = labels[i] with { At = Math.Max(labels[i].At, labels[i - 1].At + LabelGap) };
        for (var i = labels.Count - 1; i >= 0; i--)
            labels[i] = labels[i] with { At = Math.Min(labels[i].At, i == labels.Count - 1 ? Bottom : labels[i + 1].At - LabelGap) };

        foreach (var label in labels)
        {
            html.Void("circle", ("class", "dot " + label.Style), ("cx", Show.Css(label.EndX)), ("cy", Show.Css(label.EndY)), ("r", "2.6"));
            if (label.EndX < Right - 1 || Math.Abs(label.At - label.EndY) > 4)
            {
                html.Void("path", ("class", "lead"), ("d",
                    $"M{Show.Css(label.EndX + 4)} {Show.Css(label.EndY)}L{Show.Css(Math.Max(Right, label.EndX) + 9)} {Show.Css(label.At)}"));
            }

            html.Leaf("text", Shorten(label.Name), ("class", "end " + label.Style), ("x", Show.Css(Right + 12)), ("y", Show.Css(label.At)), ("dy", ".34em"));
        }
    }

    private static void Legend(HtmlWriter html, ReportChart chart)
    {
        using (html.Open("ul", ("class", "legend")))
        {
            for (var i = 0; i < chart.Series.Count; i++)
            {
                using (html.Open("li"))
                {
                    html.Leaf("span", "", ("class", "swatch " + Style(chart, i)));
                    html.Text(chart.Series[i].Name + " ");
                    html.Leaf("b", Last(chart.Series[i], chart));
                }
            }
        }
    }

    private static string Style(ReportChart chart, int index) => chart.Series[index].Role switch
    {
        ReportSeriesRole.Words => "s-words",
        ReportSeriesRole.Base => "s-base",
        ReportSeriesRole.Reference => "s-ref",
        _ => "s" + Show.Id(index % 6),
    };

    private static string Describe(ReportChart chart) =>
        $"{chart.Title}: {chart.YLabel} by {chart.XLabel}. "
        + string.Join("; ", chart.Series.Select(s => $"{s.Name} ends at {Last(s, chart)}")) + ".";

    private static int? Last(ReportSeries series)
    {
        for (var i = Math.Min(series.X.Count, series.Y.Count) - 1; i >= 0; i--)
        {
            if (double.IsFinite(series.Y[i]) && double.IsFinite(series.X[i]))
                return i;
        }

        return null;
    }

    private static string Last(ReportSeries series, ReportChart chart)
    {
        if (Last(series) is not { } i)
            return Show.Missing;
        var value = series.Y[i];
        if (chart.YIsFraction)
            return Show.Percent(value);
        return Math.Abs(value) is >= 0.01 and < 1000 or 0 ? Show.Fixed(value, 3) : Show.Scientific(value);
    }

    private static string Shorten(string name) => name.Length <= 15 ? name : name[..14].TrimEnd() + "…";
}
