using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Tests.Kernels;

/// <summary>Blocks of a GPU for the length of a test.</summary>
internal sealed class GpuBlocks(GpuDevice device) : IDisposable
{
    private readonly List<Storage> blocks = [];

    /// <summary>A block with these values.</summary>
    public Storage Of(float[] values)
    {
        Storage block = Empty(values.Length);
        device.CopyIn(values, block);
        return block;
    }

    /// <summary>A block that no one has written to.</summary>
    public Storage Empty(long length)
    {
        Storage block = device.Allocate(length);
        blocks.Add(block);
        return block;
    }

    /// <summary>The values of a block.</summary>
    public float[] Read(Storage block)
    {
        float[] values = new float[block.Length];
        device.CopyOut(block, values);
        return values;
    }

    public void Dispose() => blocks.ForEach(device.Release);
}
