using System.Runtime.CompilerServices;
using ILGPU;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>Reaches the memory behind a block that is known to be on a GPU.</summary>
public static class GpuStorageAccess
{
    /// <summary>The elements in use as floats.</summary>
    public static ArrayView<float> View(this Storage storage) => Unsafe.As<GpuStorage>(storage).Whole.SubView(0, storage.Length);

    /// <summary>The elements in use as integers.</summary>
    public static ArrayView<int> IntegerView(this Storage storage) => storage.View().Cast<int>();

    /// <summary>The elements in use as bytes, four to an element.</summary>
    public static ArrayView<byte> ByteView(this Storage storage) => storage.View().Cast<byte>();

    /// <summary>The elements in use as float64, half as many.</summary>
    public static ArrayView<double> DoubleView(this Storage storage) => storage.View().Cast<double>();

    /// <summary>The block as floats, or an empty view where there is none: kernels test <c>Length</c>.</summary>
    public static ArrayView<float> ViewOrEmpty(this Storage? storage) => storage is null ? ArrayView<float>.Empty : storage.View();

    /// <summary>The address of the first element, for kernels that contain PTX.</summary>
    public static long Address(this Storage storage) => Unsafe.As<GpuStorage>(storage).Buffer.NativePtr;
}
