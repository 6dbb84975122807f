using LVW.Native.VisualWords;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation;

namespace LVW.Native.Viewer.State;

/// <summary>The words' similarities to all pictures of a set: kept by the run, or read in the background.</summary>
internal sealed class SetScores
{
    private readonly ViewedRun run;
    private readonly InferenceTurn turn;
    private readonly Dictionary<int, SetPredictions> made = [];
    private float[]? similarities;

    public SetScores(ViewedRun run, string name, PictureSet set, InferenceTurn turn, CancellationToken stopping)
    {
        (this.run, this.turn, Name, Set) = (run, turn, name, set);
        Job = new BackgroundJob(name, set.Pictures.Count, Read, run.LineFor, stopping);
    }

    /// <summary>Its name in addresses: test or train.</summary>
    public string Name { get; }

    public PictureSet Set { get; }

    /// <summary>The pass over the set.</summary>
    public BackgroundJob Job { get; }

    /// <summary>The class that the base model predicts for each picture; empty where that is not known.</summary>
    public int[] BaseClasses { get; private set; } = [];

    /// <summary>The words' nearest patches, where the pass has found them.</summary>
    public WordNeighbourhood? Near { get; private set; }

    public bool IsKnown => Volatile.Read(ref similarities) is not null;

    /// <summary>Takes what the run has kept.</summary>
    public void Use(RunFindings findings)
    {
        BaseClasses = findings.BaseClasses;
        Volatile.Write(ref similarities, findings.Similarities);
    }

    /// <summary>What a rule says of the pictures; null while that is not known.</summary>
    public SetPredictions? Under(DecisionRule rule)
    {
        if (Volatile.Read(ref similarities) is not { } known) return null;
        lock (made)
        {
            if (made.TryGetValue(rule.Version, out SetPredictions? predictions)) return predictions;

            // The run as it stands, and the last rule that was tried.
            foreach (int old in made.Keys.Where(version => version != 0).ToArray()) made.Remove(old);
            return made[rule.Version] = Predict(known, rule);
        }
    }

    private SetPredictions Predict(float[] known, DecisionRule rule)
    {
        int count = Set.Pictures.Count;
        int[] classes = new int[count];
        float[] probabilities = new float[count];
        Parallel.For(0, count, n =>
        {
            float[] logits = rule.Logits(known.AsSpan(n * run.Words, run.Words));
            classes[n] = Ranking.Largest(logits);
            probabilities[n] = (float)Ranking.Softmax(logits)[classes[n]];
        });
        int right = Enumerable.Range(0, count).Count(n => classes[n] == Set.Pictures[n].ClassIndex);
        return new SetPredictions(rule.Version, classes, probabilities, count == 0 ? 0 : right / (double)count);
    }

    private void Read(BackgroundJob job, CancellationToken cancellation)
    {
        var reader = new ModelReader(run.Reader.Device, null, run.Reader.Words);
        var near = new WordNeighbourhood(Set, run.Words, EvaluationOptions.Of(run.Settings).Neighbours);
        float[] read = new float[Set.Pictures.Count * run.Words];
        IEnumerable<Batch> batches = new BatchLoader(Set, run.Transform, run.Cache, run.Settings.BatchSize).Evaluate();
        foreach (Batch batch in turn.Each(batches, job.Advance, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            BatchReading reading = reader.Read(batch.Values, batch.Side, batch.Labels, batch.Indices);
            near.Observe(reading);
            for (int n = 0; n < reading.Count; n++) reading.Similarities.AsSpan(n * run.Words, run.Words).CopyTo(read.AsSpan(reading.Indices[n] * run.Words));
        }

        Near = near;
        Volatile.Write(ref similarities, read);
    }
}
