namespace LVW.Native.Engine.Tests.Kernels;

/// <summary>Values rounded as tensor cores take them: 10 bits of mantissa, ties away from zero.</summary>
internal static class TensorFloats
{
    /// <summary>The nearest TF32.</summary>
    public static float Round(float value)
        => float.IsFinite(value) ? BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(value) + 0x1000) & 0xFFFFE000) : value;

    /// <summary>The nearest TF32s.</summary>
    public static float[] Round(float[] values) => Array.ConvertAll(values, Round);

    /// <summary>Magnitudes.</summary>
    public static float[] Magnitudes(float[] values) => Array.ConvertAll(values, MathF.Abs);

    /// <summary>Values between −1 and 1 that need all bits of a float32.</summary>
    public static float[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (random.NextSingle() * 2) - 1;
        return values;
    }
}
