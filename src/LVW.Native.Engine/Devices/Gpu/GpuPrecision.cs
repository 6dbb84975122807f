namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>How matrix products and convolutions round their operands.</summary>
public enum GpuPrecision
{
    /// <summary>Float32 throughout.</summary>
    Fp32,

    /// <summary>Operands rounded to TF32 (10 bits of mantissa), sums in float32, on tensor cores.</summary>
    Tf32,
}
