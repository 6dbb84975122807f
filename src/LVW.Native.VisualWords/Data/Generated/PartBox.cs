namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>Where a part is visible: the smallest box around the pixels that show it.</summary>
/// <param name="Part">The part.</param>
/// <param name="X">Left column in pixels, 0 or more.</param>
/// <param name="Y">Top row in pixels, 0 or more.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public readonly record struct PartBox(ScenePart Part, int X, int Y, int Width, int Height);
