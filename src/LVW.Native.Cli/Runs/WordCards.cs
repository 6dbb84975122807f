using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Explanation.Report;

namespace LVW.Native.Cli.Runs;

/// <summary>The cards of a run's words with their own patches alone: quick, because only the pictures behind the words are read.</summary>
internal sealed class WordCards
{
    /// <summary>Reads the pictures behind the words.</summary>
    /// <param name="run">The run.</param>
    /// <param name="pictures">Where the run's pictures lie.</param>
    /// <param name="shown">Other pictures that the page shows.</param>
    public WordCards(LoadedRun run, RunPictures pictures, PictureSet shown)
    {
        PictureSet sources = pictures.Of(run.Sources.Select(source => source.Key).Distinct());
        var near = new WordNeighbourhood(sources, run.Reader.Words.Head.Options.Words, 1, run.Sources);
        Predictions predictions = Predictions.Gather(
            run.Reader.Read(new BatchLoader(sources, run.Transform, run.Cache, run.Settings.BatchSize)),
            sources.Pictures.Count,
            run.Settings.Loss.AttentionWords,
            run.Reader.Words.Head.Last.ToArray(),
            near.Observe);
        Pictures = new ReportPictures(sources.Pictures.Concat(shown.Pictures), run.Transform, run.Cache, ReportPictureOptions.For(run.Sources.Count, run.Sources.Count + shown.Pictures.Count));

        // Neighbours among the sources alone would mislead: the nearest pictures of all may be others.
        IEnumerable<WordStatistic> words = WordStatistics
            .Compute(run.Reader.Words.Head, run.Sources, near, near, predictions, run.Reader.Words.Head.Options.Epsilon)
            .Select(word => word with { NearestTrain = [], NearestTest = [], ClassHistogram = [], TimesNearest = 1, TimesAmongNearest = 1 });
        Cards = new WordSheetBuilder(Pictures, run.Description.Classes, run.Description.Side).Build(words).ToDictionary(card => card.Index);
    }

    public ReportPictures Pictures { get; }

    public IReadOnlyDictionary<int, ReportWord> Cards { get; }
}
