using ILGPU.Runtime;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Devices.Gpu;

/// <content>Memory that other processes read and write too.</content>
public sealed partial class GpuDevice
{
    /// <summary>Tells the driver that memory of the host stays where it is, so that copies to and from it take the direct way.</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="length">Float32 elements.</param>
    /// <returns>What ends it.</returns>
    internal IDisposable PageLock(nint address, long length)
    {
        accelerator.Bind();
        return accelerator.CreatePageLockFromPinned<float>(address, length);
    }

    /// <summary>Copies a block into a part of another.</summary>
    internal void CopyInto(Storage from, Storage to, long offset)
    {
        accelerator.Bind();
        if (from.Length > 0) from.View().CopyTo(stream, to.View().SubView(offset, from.Length));
    }

    /// <summary>Copies a part of a block over another.</summary>
    internal void CopyPart(Storage from, long offset, Storage to)
    {
        accelerator.Bind();
        if (to.Length > 0) from.View().SubView(offset, to.Length).CopyTo(stream, to.View());
    }
}
