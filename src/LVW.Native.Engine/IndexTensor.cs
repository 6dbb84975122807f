using System.Runtime.InteropServices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine;

/// <summary>A tensor of 32-bit integers: labels, the places of maxima, rows to gather. No gradient ever flows through it.</summary>
public readonly struct IndexTensor
{
    internal IndexTensor(Tensor bits) => Bits = bits;

    /// <summary>The sizes of the dimensions.</summary>
    public Shape Shape => Bits.Shape;

    /// <summary>The step that owns the tensor.</summary>
    public Step Step => Bits.Step;

    /// <summary>Whether the handle is empty: an optional argument that was not given.</summary>
    public bool IsEmpty => Bits.IsEmpty;

    /// <summary>The block of integers (four bytes each), for kernels.</summary>
    public Storage Storage => Bits.Storage;

    internal Tensor Bits { get; }

    /// <summary>Copies all values, row-major, to a new array.</summary>
    public int[] ToArray()
    {
        int[] values = new int[Shape.Count];
        Step.Device.CopyOut(Storage, MemoryMarshal.Cast<int, float>(values.AsSpan()));
        return values;
    }

    /// <inheritdoc/>
    public override string ToString() => IsEmpty ? "IndexTensor(empty)" : $"IndexTensor{Shape}({string.Join(", ", ToArray().Take(16))}{(Shape.Count > 16 ? ", …" : "")})";
}
