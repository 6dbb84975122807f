namespace LVW.Native.Engine.Checkpoints;

/// <summary>Named values in main memory, as files hold them.</summary>
/// <param name="Shape">The sizes of the dimensions, in the file's order (filters: O, I, H, W).</param>
/// <param name="Values">Row-major, as many as the shape has elements.</param>
public sealed record HostTensor(Shape Shape, float[] Values)
{
    /// <summary>A single number.</summary>
    public static HostTensor Scalar(float value) => new([], [value]);
}
