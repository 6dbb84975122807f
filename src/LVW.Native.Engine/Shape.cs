using System.Collections;
using System.Runtime.CompilerServices;

namespace LVW.Native.Engine;

/// <summary>The sizes of a tensor's dimensions, outermost first; rank 0 (a scalar) to 4. Pictures are [N, H, W, C].</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IEnumerable<int>
{
    /// <summary>The largest number of dimensions a tensor may have.</summary>
    public const int MaxRank = 4;

    private readonly int size0;
    private readonly int size1;
    private readonly int size2;
    private readonly int size3;

    /// <summary>Creates a shape.</summary>
    /// <param name="sizes">At most four sizes, each at least 0.</param>
    /// <exception cref="ArgumentException">More than four sizes, or a negative one.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        if (sizes.Length > MaxRank)
        {
            throw new ArgumentException($"Shape: {sizes.Length} dimensions were given but a tensor has at most {MaxRank}. Merge dimensions first.");
        }

        foreach (int size in sizes)
        {
            if (size < 0) throw new ArgumentException($"Shape: a size must be at least 0 but [{string.Join(", ", sizes.ToArray())}] has {size}.");
        }

        Rank = sizes.Length;
        size0 = sizes.Length > 0 ? sizes[0] : 1;
        size1 = sizes.Length > 1 ? sizes[1] : 1;
        size2 = sizes.Length > 2 ? sizes[2] : 1;
        size3 = sizes.Length > 3 ? sizes[3] : 1;
    }

    /// <summary>The number of dimensions, 0 to 4.</summary>
    public int Rank { get; }

    /// <summary>The number of elements: the product of all sizes, 1 for a scalar.</summary>
    public long Count => (long)size0 * size1 * size2 * size3;

    /// <summary>The size of a dimension.</summary>
    /// <param name="axis">0 to Rank − 1, or −1 (the last) to −Rank.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shape has no such dimension.</exception>
    public int this[int axis] => Axis(axis) switch { 0 => size0, 1 => size1, 2 => size2, _ => size3 };

    /// <summary>The size of a dimension counted from the end: <c>shape[^1]</c> is the last.</summary>
    public int this[Index axis] => this[axis.GetOffset(Rank)];

    /// <summary>Creates a shape from a collection expression: <c>Shape s = [8, 56, 56, 64]</c>.</summary>
    public static Shape Create(ReadOnlySpan<int> sizes) => new(sizes);

    /// <summary>Equality of rank and every size.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Inequality of rank or a size.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>Turns an axis that may count from the end (−1 is the last) into 0 to Rank − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shape has no such dimension.</exception>
    public int Axis(int axis)
    {
        int normal = axis < 0 ? axis + Rank : axis;
        if ((uint)normal >= (uint)Rank)
        {
            throw new ArgumentOutOfRangeException(nameof(axis), $"Shape: {this} has no dimension {axis}. Dimensions run from {-Rank} to {Rank - 1}.");
        }

        return normal;
    }

    /// <summary>The same shape with the size of one dimension replaced.</summary>
    public Shape With(int axis, int size)
    {
        Span<int> sizes = stackalloc int[MaxRank];
        CopyTo(sizes);
        sizes[Axis(axis)] = size;
        return new Shape(sizes[..Rank]);
    }

    /// <summary>Writes the sizes to the front of <paramref name="sizes"/>.</summary>
    public void CopyTo(Span<int> sizes)
    {
        for (int axis = 0; axis < Rank; axis++) sizes[axis] = this[axis];
    }

    /// <summary>The sizes as a new array.</summary>
    public int[] ToArray()
    {
        int[] sizes = new int[Rank];
        CopyTo(sizes);
        return sizes;
    }

    /// <inheritdoc/>
    public bool Equals(Shape other)
        => Rank == other.Rank && size0 == other.size0 && size1 == other.size1 && size2 == other.size2 && size3 == other.size3;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rank, size0, size1, size2, size3);

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", ToArray())}]";

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
