namespace LVW.Native.VisualWords.Explanation;

/// <summary>A class that a model predicts.</summary>
/// <param name="Index">The class.</param>
/// <param name="Class">Its name.</param>
/// <param name="Probability">Its softmax probability, 0 to 1.</param>
public sealed record ClassProbability(int Index, string Class, double Probability);
