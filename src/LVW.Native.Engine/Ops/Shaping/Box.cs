namespace LVW.Native.Engine.Ops.Shaping;

/// <summary>Which elements a <see cref="BoxCopy"/> moves: target[start + Σ i·stride] = source[start + Σ i·stride] for every i below the sizes.</summary>
/// <param name="Size0">Elements along the outermost dimension.</param>
/// <param name="Size1">Elements along the second dimension.</param>
/// <param name="Size2">Elements along the third dimension.</param>
/// <param name="Length">Elements along the innermost dimension.</param>
/// <param name="Source">Where the box lies in the source.</param>
/// <param name="Target">Where the box lies in the target; no element twice.</param>
internal readonly record struct Box(int Size0, int Size1, int Size2, int Length, BoxSide Source, BoxSide Target)
{
    /// <summary>Rows of <see cref="Length"/> elements.</summary>
    public long Rows => (long)Size0 * Size1 * Size2;

    /// <summary>All elements.</summary>
    public long Count => Rows * Length;

    /// <summary>The box for the opposite direction.</summary>
    public Box Reversed => this with { Source = Target, Target = Source };

    /// <summary>The same elements in rows as long as possible: neighbouring dimensions that follow each other on both sides are one.</summary>
    public Box Merged
    {
        get
        {
            Box box = this;
            for (int i = 0; i < 3 && box.RowsFollow; i++)
            {
                box = new Box(
                    1, box.Size0, box.Size1, box.Length * box.Size2, box.Source.WithoutRows, box.Target.WithoutRows);
            }

            return box;
        }
    }

    private bool RowsFollow
        => Size2 == 1 || (Source.Stride2 == Length * Source.Stride3 && Target.Stride2 == Length * Target.Stride3 && (long)Length * Size2 <= int.MaxValue);

    /// <summary>A box of <paramref name="rows"/> rows, one pitch apart.</summary>
    public static Box OfRows(int rows, int length, long sourceStart, long sourcePitch, long targetStart, long targetPitch)
        => new(1, 1, rows, length, new BoxSide(sourceStart, 0, 0, sourcePitch, 1), new BoxSide(targetStart, 0, 0, targetPitch, 1));

    /// <summary>A box of shape <paramref name="inner"/> that starts at <paramref name="corner"/> of <paramref name="outer"/>; the outer side is the source.</summary>
    public static Box Inside(Shape outer, Shape inner, ReadOnlySpan<int> corner)
    {
        Span<int> sizes = stackalloc int[Shape.MaxRank];
        Span<long> far = stackalloc long[Shape.MaxRank];
        Span<long> near = stackalloc long[Shape.MaxRank];
        sizes.Fill(1);
        far.Clear();
        near.Clear();
        int shift = Shape.MaxRank - outer.Rank;
        long start = 0;
        long outerStride = 1;
        long innerStride = 1;
        for (int axis = outer.Rank - 1; axis >= 0; axis--)
        {
            sizes[axis + shift] = inner[axis];
            far[axis + shift] = outerStride;
            near[axis + shift] = innerStride;
            start += corner[axis] * outerStride;
            outerStride *= outer[axis];
            innerStride *= inner[axis];
        }

        return new Box(
            sizes[0],
            sizes[1],
            sizes[2],
            sizes[3],
            new BoxSide(start, far[0], far[1], far[2], far[3]),
            new BoxSide(0, near[0], near[1], near[2], near[3]));
    }
}
