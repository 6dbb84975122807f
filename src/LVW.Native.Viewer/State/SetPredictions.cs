namespace LVW.Native.Viewer.State;

/// <summary>What a rule says of a set of pictures.</summary>
/// <param name="Version">The rule's.</param>
/// <param name="Classes">The class of each picture.</param>
/// <param name="Probabilities">Its softmax probability.</param>
/// <param name="Accuracy">Share that is right.</param>
internal sealed record SetPredictions(int Version, int[] Classes, float[] Probabilities, double Accuracy);
