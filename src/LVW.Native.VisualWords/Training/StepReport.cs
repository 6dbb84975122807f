using LVW.Native.Engine.Distributed;

namespace LVW.Native.VisualWords.Training;

/// <summary>What all ranks tell each other at a step: its loss and terms, weighted by the share of each, pictures classified right, and what must be agreed upon.</summary>
/// <param name="Terms">Means over the step's pictures, the loss first.</param>
/// <param name="Right">Pictures classified right.</param>
/// <param name="Stops">Whether a rank was asked to stop.</param>
/// <param name="Saves">Whether a checkpoint is due.</param>
internal readonly record struct StepReport((string Name, double Value)[] Terms, int Right, bool Stops, bool Saves)
{
    /// <summary>The report of the whole step, the same on all ranks.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="weight">This rank's share of the step.</param>
    public StepReport Of(ICollective ranks, double weight)
    {
        if (ranks.Size == 1) return this;
        double[] sums = [.. Terms.Select(term => weight == 0 ? 0 : term.Value * weight), Right, Stops ? 1 : 0, Saves ? 1 : 0];
        ranks.AllReduce(sums);
        return new StepReport([.. Terms.Select((term, i) => (term.Name, sums[i]))], (int)sums[^3], sums[^2] > 0, sums[^1] > 0);
    }
}
