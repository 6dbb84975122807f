using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Shaping;

/// <summary>Copies, or adds, a box of elements between two blocks: what concatenation, slices, padding and permutations are made of.</summary>
internal static partial class BoxCopy
{
    private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

    private interface IKernels
    {
        void Run(Storage source, Storage target, in Box box, bool accumulate);
    }

    public static void Run(Device device, Storage source, Storage target, in Box box, bool accumulate)
    {
        if (box.Count > 0) Kernels.For(device).Run(source, target, box, accumulate);
    }
}
