using LVW.Native.Engine.Layers;

namespace LVW.Native.Engine.Optimizers;

/// <summary>Parameters that share a learning rate and a decay.</summary>
public sealed class ParameterGroup
{
    /// <summary>Creates a group.</summary>
    /// <param name="name">The group's name in logs.</param>
    /// <param name="parameters">The parameters with their keys; keys are unique over all groups.</param>
    /// <param name="learningRate">Peak learning rate, at least 0; the schedule scales it.</param>
    /// <param name="weightDecay">L2 decay, at least 0.</param>
    public ParameterGroup(string name, IEnumerable<StateEntry> parameters, double learningRate, double weightDecay = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(learningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        Name = name;
        Parameters = [.. parameters];
        LearningRate = learningRate;
        WeightDecay = weightDecay;
    }

    /// <summary>The group's name.</summary>
    public string Name { get; }

    /// <summary>The parameters with their keys.</summary>
    public IReadOnlyList<StateEntry> Parameters { get; }

    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; set; }

    /// <summary>L2 decay.</summary>
    public double WeightDecay { get; set; }
}
