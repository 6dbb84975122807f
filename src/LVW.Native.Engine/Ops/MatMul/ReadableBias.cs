using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>A copy of a bias that may be read in whole vectors to its end; zeros without a bias.</summary>
internal readonly unsafe ref struct ReadableBias
{
    private const int WidestVector = 16;

    private readonly CpuDevice device;
    private readonly Storage storage;

    public ReadableBias(CpuDevice device, float* bias, int length)
    {
        this.device = device;
        storage = device.Rent(length + WidestVector);
        var values = new Span<float>(storage.Floats(), length + WidestVector);
        if (bias is not null) new ReadOnlySpan<float>(bias, length).CopyTo(values);
        values[(bias is null ? 0 : length)..].Clear();
    }

    public float* Values => storage.Floats();

    public void Dispose() => device.Return(storage);
}
