using ILGPU;

namespace LVW.Native.Engine.Devices.Gpu;

// x[i] = value; a thread is an element; written as a stream.
internal readonly struct FillKernel(ArrayView<float> x, float value) : IGpuKernel
{
    public void Execute()
    {
        int i = GpuThread.Index;
        if (i < x.IntLength) x[i] = value;
    }
}
