using LVW.Native.Engine.Layers;

namespace LVW.Native.Engine.Distributed;

/// <summary>
/// Ranks whose batch normalisations use the statistics of the whole batch, not of their own share (Peng et al., "MegDet", CVPR 2018); with it a step
/// is the same however many ranks share the batch.
/// </summary>
/// <param name="collective">The ranks.</param>
public sealed class NormalizationGroup(ICollective collective)
{
    /// <summary>The ranks.</summary>
    public ICollective Collective => collective;

    /// <summary>Whether this rank's values count; false for a rank that has no picture of a batch and goes through the motions.</summary>
    public bool Participates { get; set; } = true;

    /// <summary>Lets every batch normalisation within a model use the group.</summary>
    public void Join(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model is BatchNorm2d layer) layer.Group = this;
        foreach ((_, Module part) in model.Children) Join(part);
    }
}
