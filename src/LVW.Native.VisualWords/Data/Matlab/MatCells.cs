namespace LVW.Native.VisualWords.Data.Matlab;

/// <summary>A cell array: each element is an array of its own.</summary>
/// <param name="dimensions">Two or more lengths.</param>
/// <param name="cells">The elements.</param>
internal sealed class MatCells(int[] dimensions, MatArray[] cells) : MatArray(dimensions)
{
    public IReadOnlyList<MatArray> Cells => cells;

    public override string Kind => "cells";
}
