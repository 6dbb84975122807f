namespace LVW.Native.Engine.Onnx;

/// <summary>A value of an <see cref="OnnxGraph"/>.</summary>
/// <param name="Name">Its name in the file; null for an optional input that is left out.</param>
/// <param name="ChannelsFirst">
/// Whether the dimensions stand as ONNX's operators of pictures want them, [N, C, …], where the tensor has [N, …, C]; for rank 3 and above.
/// </param>
/// <param name="IsBatched">Whether dimension 0 counts pictures, whose number the file leaves open.</param>
public readonly record struct OnnxValue(string? Name, bool ChannelsFirst = false, bool IsBatched = false)
{
    /// <summary>Where a tensor's dimension stands in this value.</summary>
    /// <param name="axis">The tensor's dimension, 0 to <paramref name="rank"/> − 1.</param>
    /// <param name="rank">The tensor's rank.</param>
    public int Axis(int axis, int rank)
    {
        if (!ChannelsFirst || rank < 3 || axis == 0) return axis;
        return axis == rank - 1 ? 1 : axis + 1;
    }

    /// <summary>A tensor's sizes in the order of this value.</summary>
    public long[] Dimensions(Shape shape)
    {
        long[] sizes = new long[shape.Rank];
        for (int axis = 0; axis < sizes.Length; axis++) sizes[Axis(axis, sizes.Length)] = shape[axis];
        return sizes;
    }
}
