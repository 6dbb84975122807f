using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Editing;
using LVW.Native.VisualWords.Explanation;
using LVW.Native.Viewer.Pictures;

namespace LVW.Native.Viewer.State;

/// <summary>Everything that the pages show, and who may use the device.</summary>
internal sealed class ViewerState : IDisposable
{
    private readonly CancellationTokenSource stopping = new();

    public ViewerState(ViewedRun run)
    {
        Run = run;
        Test = new SetScores(run, "test", run.Test, Turn, stopping.Token);
        Train = new SetScores(run, "train", run.Train, Turn, stopping.Token);
        WhatIf = new WhatIf(run, ReadScores, stopping.Token);
        var findings = RunFindings.TryRead(run.Folder.FindingsFile, run.Words, run.Train.Pictures.Count, run.Test.Pictures.Count);
        if (findings is not null) Test.Use(findings);
        Words = new WordCatalogue(run, WhatIf, findings, Train, Test);
        Explanations = new Explanations(run, Turn);
        Files = new PictureFiles(this);
    }

    public ViewedRun Run { get; }

    /// <summary>Tells this start's pictures from those of another, which a browser may have kept.</summary>
    public string Token { get; } = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4));

    public InferenceTurn Turn { get; } = new();

    public SetScores Test { get; }

    public SetScores Train { get; }

    public WhatIf WhatIf { get; }

    public WordCatalogue Words { get; }

    public Explanations Explanations { get; }

    public DroppedPictures Dropped { get; } = new();

    public PictureFiles Files { get; }

    public BackgroundJob[] Jobs => [Test.Job, Train.Job, WhatIf.Scores];

    /// <summary>A set by its name in addresses, or null.</summary>
    public SetScores? Find(string set) => set switch
    {
        "test" => Test,
        "train" => Train,
        _ => null,
    };

    /// <summary>A picture by its place in addresses, which is a number or a random name and never a path; null where there is none.</summary>
    public Subject? Find(string set, string id)
    {
        if (set == "yours") return Dropped.Find(id);
        if (Find(set) is not { } scores || !int.TryParse(id, System.Globalization.NumberStyles.None, null, out int index) || index >= scores.Set.Pictures.Count) return null;
        Picture picture = scores.Set.Pictures[index];
        return new Subject($"{set}/{index}", picture.Key, picture.ClassIndex, () => Run.Cache.Get(picture));
    }

    /// <summary>Lets all background jobs end, and the picture that is being read: the models are gone after that.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(Jobs.Select(job => job.Ended));
        await Turn.CloseAsync();
    }

    public void Dispose()
    {
        stopping.Dispose();
        Turn.Dispose();
    }

    private ScoreTable ReadScores(BackgroundJob job, CancellationToken cancellation)
    {
        if (ScoreCache.TryRead(Run.Folder) is { } kept) return kept;
        BatchLoader Loader(PictureSet set) => new(set, Run.Transform, Run.Cache, Run.Settings.BatchSize);
        return ScoreCache.Compute(
            Run.Settings, Run.Reader.Device, Run.Reader.Base!, Run.Reader.Words, Loader(Run.Train), Loader(Run.Validation),
            batches => Turn.Each(batches, job.Advance, cancellation), cancellation);
    }
}
