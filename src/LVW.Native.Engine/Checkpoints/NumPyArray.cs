namespace LVW.Native.Engine.Checkpoints;

/// <summary>An array of a NumPy file.</summary>
/// <param name="Shape">The sizes of the dimensions.</param>
/// <param name="Values">Row-major; integers and float32 widened.</param>
public sealed record NumPyArray(Shape Shape, double[] Values)
{
    /// <summary>The values rounded to float32.</summary>
    public float[] ToFloats() => [.. Values.Select(value => (float)value)];
}
