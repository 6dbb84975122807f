using ILGPU;
using LVW.Native.Engine.Devices.Gpu;

namespace LVW.Native.Cuda.Tests;

/// <summary>Turns 256 numbers round through the far end of 96 KB of shared memory, which every GPU since sm_80 grants.</summary>
internal readonly struct LargeSharedKernel(ArrayView<float> x) : IGpuKernel
{
    private const int Floats = 24 * 1024;

    public static int DynamicSharedBytes => Floats * sizeof(float);

    public void Execute()
    {
        ArrayView<float> shared = SharedMemory.GetDynamic<float>();
        shared[Floats - 1 - Group.IdxX] = Group.IdxX;
        Group.Barrier();
        x[Group.IdxX] = shared[Floats - 256 + Group.IdxX];
    }
}
