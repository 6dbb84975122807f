using LVW.Native.VisualWords.Editing;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.Viewer.State;

/// <summary>The words that the user leaves out to see what happens; it lives in memory alone.</summary>
internal sealed class WhatIf
{
    private readonly Lock sync = new();
    private readonly ViewedRun run;
    private readonly SortedSet<int> leftOut = [];
    private int version;

    public WhatIf(ViewedRun run, Func<BackgroundJob, CancellationToken, ScoreTable> scores, CancellationToken stopping)
    {
        this.run = run;
        Kept = Current = new DecisionRule(0, run.History.Vocabulary.InUse, run.History.Weights(run.Classes), run.Classes, IsFitted: false);
        int views = run.Train.Pictures.Count * (2 + run.Settings.LastLayer.AugmentedViews);
        Scores = new BackgroundJob("fit", views + run.Validation.Pictures.Count, (job, cancellation) => Use(scores(job, cancellation)), run.LineFor, stopping);
    }

    /// <summary>The run as it stands.</summary>
    public DecisionRule Kept { get; }

    /// <summary>The run without what is left out.</summary>
    public DecisionRule Current { get; private set; }

    /// <summary>Reads what W is fitted on, where that was not kept.</summary>
    public BackgroundJob Scores { get; }

    /// <summary>Whether W is to be fitted anew.</summary>
    public bool Fits { get; private set; }

    /// <summary>What is left out.</summary>
    public IReadOnlyList<int> LeftOut { get; private set; } = [];

    private WordRefit? Refit { get; set; }

    /// <summary>Leaves a word out, or takes it back.</summary>
    /// <exception cref="RunFolderException">The word is unknown, or not in use, or the last one.</exception>
    public void Set(int word, bool isUsed)
    {
        lock (sync)
        {
            SortedSet<int> wanted = [.. leftOut];
            if (isUsed) wanted.Remove(word);
            else wanted.Add(word);
            if (wanted.Count > 0) After(wanted);
            leftOut.Clear();
            leftOut.UnionWith(wanted);
            Decide();
        }
    }

    /// <summary>Takes all words back.</summary>
    public void Reset()
    {
        lock (sync)
        {
            leftOut.Clear();
            Decide();
        }
    }

    /// <summary>Fits W anew for what is left out, or does not.</summary>
    public void Fit(bool fits)
    {
        lock (sync)
        {
            Fits = fits;
            if (fits && Refit is null) Scores.Start();
            Decide();
        }
    }

    private void Use(ScoreTable table)
    {
        lock (sync)
        {
            Refit = new WordRefit(table, run.Classes, run.Settings.LastLayer, run.Settings.Loss.Temperature, run.Settings.Words.Shared);
            Decide();
        }
    }

    private void Decide()
    {
        LeftOut = [.. leftOut];
        version++;
        if (leftOut.Count == 0)
        {
            Current = Kept;
            return;
        }

        IReadOnlyList<int> used = After(leftOut);
        float[] weights = WordRefit.Select(Kept.Words, Kept.Weights, used);
        bool fits = Fits && Refit is not null;
        Current = new DecisionRule(version, used, fits ? Refit!.Fit(used, weights) : weights, run.Classes, fits);
    }

    private IReadOnlyList<int> After(SortedSet<int> without)
        => run.History.Vocabulary.After(new WordEdit { Kind = WordEditKind.Disable, Words = [.. without] }).InUse;
}
