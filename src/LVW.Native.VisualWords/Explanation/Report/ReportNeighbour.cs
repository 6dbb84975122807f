namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>A patch near a visual word.</summary>
/// <param name="Patch">The patch alone, cut from its picture; about 64 pixels a side.</param>
/// <param name="Class">The class of the patch's picture.</param>
/// <param name="Name">The picture's file name.</param>
/// <param name="Distance">Squared distance of patch and word.</param>
public sealed record ReportNeighbour(ReportPicture Patch, string Class, string Name, double Distance);
