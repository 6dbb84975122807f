namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>The training curves and the deletion and insertion curves.</summary>
internal static class ChartSection
{
    public static void Render(HtmlWriter html, ReportModel model)
    {
        if (model.TrainingCharts.Count + model.PerturbationCharts.Count == 0)
            return;
        using (html.Open("section", ("id", "curves"), ("aria-labelledby", "curves-title")))
        {
            html.Leaf("h2", "Curves", ("id", "curves-title"));
            using (html.Open("div", ("class", "charts")))
            {
                foreach (var chart in model.TrainingCharts)
                    LineChart.Render(html, chart);
                foreach (var chart in model.PerturbationCharts)
                    LineChart.Render(html, chart);
            }
        }
    }
}
