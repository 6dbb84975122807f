namespace LVW.Native.VisualWords.Planning;

/// <summary>A stage of training as the model of scaling sees it.</summary>
/// <param name="Name">base, warm or joint.</param>
/// <param name="Epochs">Passes over the training pictures.</param>
/// <param name="Alone">A step of the only rank of a machine.</param>
/// <param name="Shared">A step of a rank while all ranks planned for a machine run on it; the same where each has a device of its own.</param>
/// <param name="BackwardShare">Share of a step that the backward pass takes: what an all-reduce can hide behind.</param>
/// <param name="GradientBytes">Bytes of all gradients of a step.</param>
/// <param name="NormalizationLayers">Layers whose batch statistics can be synchronised.</param>
/// <param name="NormalizationBytes">Mean bytes that such a layer adds up over the ranks, in each direction.</param>
/// <param name="Meetings">Small sums in a step for which all ranks wait: of the loss and its terms, and of what words have nearest.</param>
public sealed record StageCost(
    string Name, int Epochs, StepCost Alone, StepCost Shared, double BackwardShare, long GradientBytes, int NormalizationLayers = 0, double NormalizationBytes = 0, int Meetings = 0);
