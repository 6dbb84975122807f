namespace LVW.Native.Engine.Ops.Distance;

/// <summary>What <see cref="GpuDistancePull"/> sums over, and where it finds the gradient g[a, b] of a distance.</summary>
/// <param name="Rows">Rows a whose gradient is computed.</param>
/// <param name="Others">Rows b that they are compared with.</param>
/// <param name="Depth">D.</param>
/// <param name="RowStep">From g[a, b] to g[a + 1, b].</param>
/// <param name="OtherStep">From g[a, b] to g[a, b + 1].</param>
internal readonly record struct GpuPullSizes(int Rows, int Others, int Depth, int RowStep, int OtherStep);
