namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>The sizes of a matrix product, or of one for each group of channels.</summary>
/// <param name="Rows">Rows of the result.</param>
/// <param name="Columns">Columns of the result.</param>
/// <param name="Depth">Terms of a sum; 0 gives sums of 0.</param>
/// <param name="StoresQuads">Whether rows begin at multiples of 4 and columns are a multiple of 4.</param>
/// <param name="Groups">Independent products.</param>
internal readonly record struct GpuGemmSizes(int Rows, int Columns, int Depth, bool StoresQuads, int Groups = 1);
