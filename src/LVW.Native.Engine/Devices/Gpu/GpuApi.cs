namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>Through what a <see cref="GpuDevice"/> reaches its hardware.</summary>
public enum GpuApi
{
    /// <summary>An NVIDIA GPU: kernels become PTX, tensor cores included.</summary>
    Cuda,

    /// <summary>Any OpenCL device with 64-bit floats, also a processor: kernels become OpenCL C.</summary>
    OpenCL,

    /// <summary>ILGPU's emulation of a GPU on the processor, thread by thread, with bounds checked: for tiny tests alone.</summary>
    Emulated,

    /// <summary>PTX, executed by an interpreter on the processor: for tests of what an NVIDIA GPU would run.</summary>
    Interpreted,
}
