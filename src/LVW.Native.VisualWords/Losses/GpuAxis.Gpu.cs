using System.Runtime.InteropServices;
using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.VisualWords.Losses;

/// <summary>A <see cref="BilinearAxis"/> as kernels take it, with the way back: which pixels a cell has a share in.</summary>
internal readonly struct GpuAxis
{
    private readonly ArrayView<int> low;
    private readonly ArrayView<float> share;
    private readonly ArrayView<int> bounds;
    private readonly int source;

    private GpuAxis(Storage storage, int source, int target)
    {
        low = storage.IntegerView().SubView(0, target);
        share = storage.View().SubView(target, target);
        bounds = storage.IntegerView().SubView(2 * target, source + 1);
        this.source = source;
    }

    /// <summary>Copies the tables to a device, where they stay.</summary>
    public static GpuAxis Create(GpuDevice device, BilinearAxis axis)
    {
        int[] shares = [.. axis.Share.Select(BitConverter.SingleToInt32Bits)];
        int[] values = [.. axis.Low, .. shares, .. axis.Bounds];
        Storage storage = device.Allocate(values.Length);
        device.CopyIn(MemoryMarshal.Cast<int, float>(values), storage);
        return new GpuAxis(storage, axis.Source, axis.Target);
    }

    /// <summary>The lower of the two cells that a pixel is blended from.</summary>
    public int Low(int pixel) => low[pixel];

    /// <summary>The upper of the two.</summary>
    public int High(int pixel) => IntrinsicMath.Min(low[pixel] + 1, source - 1);

    /// <summary>The weight of the upper.</summary>
    public float Share(int pixel) => share[pixel];

    /// <summary>The first pixel that a cell has a share in.</summary>
    public int First(int cell) => bounds[IntrinsicMath.Max(cell - 1, 0)];

    /// <summary>The pixel after the last that a cell has a share in.</summary>
    public int End(int cell) => bounds[cell + 1];

    /// <summary>A cell's weight in a pixel between <see cref="First"/> and <see cref="End"/>.</summary>
    public float Weight(int pixel, int cell)
    {
        float upper = share[pixel];
        float lower = low[pixel] == cell ? 1f - upper : 0f;
        return High(pixel) == cell ? lower + upper : lower;
    }
}
