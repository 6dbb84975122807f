namespace LVW.Native.Engine.Devices;

/// <summary>How many float32 lanes the CPU kernels use at a time.</summary>
public enum SimdWidth
{
    /// <summary>One value at a time.</summary>
    Scalar = 1,

    /// <summary>128-bit vectors: SSE, Arm Neon.</summary>
    Vector128 = 4,

    /// <summary>256-bit vectors: AVX2 with FMA.</summary>
    Vector256 = 8,

    /// <summary>512-bit vectors: AVX-512.</summary>
    Vector512 = 16,
}
