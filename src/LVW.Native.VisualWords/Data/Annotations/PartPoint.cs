namespace LVW.Native.VisualWords.Data.Annotations;

/// <summary>The place of a part that can be seen.</summary>
/// <param name="Part">The part's name, such as <c>beak</c>.</param>
/// <param name="X">Column in pixels of the picture, as the data set has it.</param>
/// <param name="Y">Row in pixels of the picture, as the data set has it.</param>
public sealed record PartPoint(string Part, double X, double Y);
