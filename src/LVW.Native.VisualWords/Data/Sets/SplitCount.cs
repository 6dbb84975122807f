namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>The pictures of a split.</summary>
/// <param name="Name"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Found">Pictures that are there.</param>
/// <param name="Expected">Pictures that the descriptor says; null without a descriptor.</param>
public sealed record SplitCount(string Name, int Found, int? Expected);
