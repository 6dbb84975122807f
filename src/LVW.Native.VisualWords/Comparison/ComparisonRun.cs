using LVW.Native.VisualWords.Evaluation;

namespace LVW.Native.VisualWords.Comparison;

/// <summary>A finished run of a comparison.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Folder">The run folder, relative to the comparison's, with slashes.</param>
/// <param name="Metrics">Its figures.</param>
public sealed record ComparisonRun(string Method, ulong Seed, string Folder, Metrics Metrics);
