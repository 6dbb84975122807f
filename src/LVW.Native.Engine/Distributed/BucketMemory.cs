using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Distributed;

/// <summary>Where gradients are packed to be added up: memory of the host, or of the GPU where the collective reads that.</summary>
internal abstract class BucketMemory : IDisposable
{
    /// <summary>What is added up.</summary>
    public abstract ReductionBlock Block { get; }

    /// <summary>Takes memory for gradients of a device; OpenCL's has no address that a library of MPI could read.</summary>
    public static BucketMemory Create(ICollective collective, Device device, int capacity)
        => device is GpuDevice { Api: not GpuApi.OpenCL } gpu && collective.ReadsDeviceMemory ? new OnDevice(gpu, capacity) : new OnHost(device, capacity);

    /// <summary>Copies gradients behind one another into the block.</summary>
    public abstract void Pack(IReadOnlyList<Parameter> parameters);

    /// <summary>Copies the sums back to where the gradients were.</summary>
    public abstract void Unpack(IReadOnlyList<Parameter> parameters);

    public abstract void Dispose();

    // A GPU's copies go through memory that the driver knows not to move.
    private sealed unsafe class OnHost : BucketMemory
    {
        private readonly Device device;
        private readonly IDisposable? locked;

        public OnHost(Device device, int capacity)
        {
            this.device = device;
            Block = new ReductionBlock(capacity);
            locked = device is GpuDevice gpu && capacity > 0 ? gpu.PageLock((nint)Block.Start, capacity) : null;
        }

        public override ReductionBlock Block { get; }

        public override void Pack(IReadOnlyList<Parameter> parameters)
        {
            foreach (Parameter parameter in parameters) device.CopyOut(parameter.Gradient, Block.Extend((int)parameter.Shape.Count));
        }

        public override void Unpack(IReadOnlyList<Parameter> parameters)
        {
            int at = 0;
            foreach (Parameter parameter in parameters)
            {
                int count = (int)parameter.Shape.Count;
                device.CopyIn(Block.Values.Slice(at, count), parameter.Gradient);
                at += count;
            }
        }

        public override void Dispose()
        {
            locked?.Dispose();
            Block.Dispose();
        }
    }

    private sealed unsafe class OnDevice : BucketMemory
    {
        private readonly GpuDevice device;
        private readonly Storage storage;

        public OnDevice(GpuDevice device, int capacity)
        {
            this.device = device;
            storage = device.Allocate(capacity);
            Block = new ReductionBlock((float*)storage.Address(), capacity);
        }

        public override ReductionBlock Block { get; }

        public override void Pack(IReadOnlyList<Parameter> parameters)
        {
            foreach (Parameter parameter in parameters)
            {
                device.CopyInto(parameter.Gradient, storage, Block.Length);
                Block.Take((int)parameter.Shape.Count);
            }

            // The library does not know the device's stream.
            device.Synchronize();
        }

        public override void Unpack(IReadOnlyList<Parameter> parameters)
        {
            long at = 0;
            foreach (Parameter parameter in parameters)
            {
                device.CopyPart(storage, at, parameter.Gradient);
                at += parameter.Shape.Count;
            }
        }

        public override void Dispose()
        {
            if (Block.Pending is null) device.Release(storage);
        }
    }
}
