namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>What is true of each class, and which classes a zero-shot split keeps for the test.</summary>
/// <param name="Names">The attributes, such as <c>stripes</c>.</param>
/// <param name="Has">For each class, in the set's order, whether it has each attribute.</param>
/// <param name="UnseenClasses">Classes of the zero-shot test.</param>
public sealed record ClassAttributes(IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<bool>> Has, IReadOnlyList<string> UnseenClasses);
