using System.Runtime.InteropServices;
using ILGPU;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>
/// Errors that only a kernel can see. A kernel that finds one writes two integers to its slot, the first of them not 0; the device
/// looks at the slots the next time that the host waits for it, and throws what the watcher makes of them.
/// </summary>
internal sealed class GpuFaults(GpuDevice device)
{
    private const int Slots = 64;
    private const int SlotLength = 2;

    private readonly List<Func<int, int, Exception>> watchers = [];
    private readonly float[] found = new float[Slots * SlotLength];
    private Storage? block;

    /// <summary>A slot for one launch.</summary>
    /// <param name="describe">Makes the exception from the two integers.</param>
    public ArrayView<int> Watch(Func<int, int, Exception> describe)
    {
        if (watchers.Count == Slots) device.Synchronize();
        if (block is null)
        {
            block = device.Allocate(Slots * SlotLength);
            device.Clear(block);
        }

        watchers.Add(describe);
        return block.IntegerView().SubView((watchers.Count - 1) * SlotLength, SlotLength);
    }

    /// <summary>Throws the first error found since the last look; the device has nothing pending.</summary>
    public void Throw()
    {
        if (watchers.Count == 0) return;
        device.ReadBack(block!, found);
        ReadOnlySpan<int> values = MemoryMarshal.Cast<float, int>(found);
        Exception? first = null;
        for (int i = 0; i < watchers.Count && first is null; i++)
        {
            if (values[i * SlotLength] != 0) first = watchers[i](values[i * SlotLength], values[(i * SlotLength) + 1]);
        }

        watchers.Clear();
        if (first is null) return;
        device.Clear(block!);
        throw first;
    }
}
