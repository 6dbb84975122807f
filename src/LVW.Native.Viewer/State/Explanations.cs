using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation;

namespace LVW.Native.Viewer.State;

/// <summary>Reads pictures, one at a time, and explains decisions on them under any rule without reading them again.</summary>
internal sealed class Explanations
{
    private const int PicturesKept = 16;
    private const long BytesKept = 512 << 20;
    private const int ClassesListed = 5;

    private readonly ViewedRun run;
    private readonly InferenceTurn turn;
    private readonly ExplanationCalibration? trained;
    private readonly SimilarityRanges attainable;
    private readonly LocalExplainer reader;
    private readonly RecentItems<ReadPicture> read = new(BytesKept);
    private readonly RecentItems<LocalExplanation> explained = new(PicturesKept);
    private readonly Lock explaining = new();

    public Explanations(ViewedRun run, InferenceTurn turn)
    {
        (this.run, this.turn) = (run, turn);
        trained = ExplanationCalibration.Read(run.Folder.CalibrationFile, run.Words);
        attainable = SimilarityRanges.Attainable(run.Reader.Words.Head);
        reader = Explainer([.. run.Sources], trained);
    }

    /// <summary>What both models find in a picture.</summary>
    public async Task<ReadPicture> Read(Subject subject, CancellationToken cancellation)
        => read.Find(subject.Path) ?? await turn.Take(
            () =>
            {
                // Somebody before in the queue may have wanted the same.
                if (read.Find(subject.Path) is { } known) return known;
                var image = subject.Load();
                var found = new ReadPicture(subject, image, reader.Read(image));
                read.Add(subject.Path, found, Math.Max(BytesKept / PicturesKept, image.Pixels.LongLength));
                return found;
            },
            cancellation);

    /// <summary>The decision on a picture under a rule.</summary>
    public LocalExplanation Explain(ReadPicture picture, DecisionRule rule)
    {
        string key = $"{picture.Subject.Path}#{rule.Version}";

        // Explainers keep their buffers, so that one picture at a time is explained.
        lock (explaining)
        {
            if (explained.Find(key) is { } known) return known;
            LocalExplanation explanation = Make(picture, rule);
            explained.Add(key, explanation, 1);
            return explanation;
        }
    }

    private LocalExplanation Make(ReadPicture picture, DecisionRule rule)
    {
        Subject subject = picture.Subject;
        if (rule.Version == 0 && run.History.Standing == 0)
        {
            return reader.Explain(picture.Reading, picture.Image, subject.Name, subject.TrueClass, rule.Weights, attainable);
        }

        int[] words = [.. rule.Words];
        var sources = run.Sources.Where(source => rule.Uses(source.Word))
            .Select(source => source with { Word = Array.IndexOf(words, source.Word), Number = source.Word, Name = run.History.Vocabulary.NameOf(source.Word) });
        bool isOriginal = rule.Version == 0 && run.History.WeightsFile is null;
        var ranges = new SimilarityRanges([.. words.Select(word => attainable.Low[word])], [.. words.Select(word => attainable.High[word])]);
        return Explainer([.. sources], isOriginal ? trained : trained?.Of(words))
            .Explain(picture.Reading.OfWords(words, rule.Weights), picture.Image, subject.Name, subject.TrueClass, rule.Weights, ranges);
    }

    private LocalExplainer Explainer(VisualWords.Words.WordSource[] sources, ExplanationCalibration? calibration) => new(
        run.Reader,
        run.Transform,
        run.Description.Classes,
        sources,
        new ExplainerOptions
        {
            Words = run.Settings.Evaluation.ShownWords,
            NearestWords = run.Settings.Loss.AttentionWords,
            TopClasses = ClassesListed,
            AlignCorners = run.Settings.Loss.AlignCorners,
        },
        calibration);
}
