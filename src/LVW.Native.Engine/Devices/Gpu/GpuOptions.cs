namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>How a <see cref="GpuDevice"/> is opened.</summary>
public sealed record GpuOptions
{
    /// <summary>How matrix products and convolutions round; TF32 needs tensor cores.</summary>
    public GpuPrecision Precision { get; init; } = GpuPrecision.Fp32;

    /// <summary>Whether every block is filled with NaN before use, so that a test sees a value that was never written.</summary>
    public bool Poison { get; init; }

    /// <summary>The folder that keeps compiled kernels between runs; null means the user's cache folder, empty means none.</summary>
    public string? KernelCache { get; init; }
}
