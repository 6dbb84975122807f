using LVW.Native.Engine.Devices;

namespace LVW.Native.Engine.Diagnostics;

/// <summary>
/// Times every call of an op's kernels on a device from its creation until it is disposed. Nothing is timed, and nothing costs time, on a
/// device that has none.
/// </summary>
public sealed class OpTimings : IDisposable
{
    private readonly Device device;
    private readonly Dictionary<object, object> proxies = new(ReferenceEqualityComparer.Instance);
    private readonly List<Call> calls = [];
    private int open = -1;

    /// <summary>Begins to time a device.</summary>
    /// <exception cref="InvalidOperationException">The device is being timed already.</exception>
    public OpTimings(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.Timings is not null) throw new InvalidOperationException($"OpTimings: {device.Name} is being timed already. Dispose the other one first.");
        this.device = device;
        device.Timings = this;
    }

    /// <summary>
    /// When the first call was made, a timestamp of the system's clock: where the timings' microseconds begin. On a device that works behind, the call
    /// then waits for what it was given before.
    /// </summary>
    public long Began { get; private set; }

    /// <summary>What was called so far, in order; waits for the device.</summary>
    public IReadOnlyList<OpTiming> Read()
    {
        device.Synchronize();
        double[] own = new double[calls.Count];
        double[] whole = new double[calls.Count];
        for (int i = 0; i < calls.Count; i++) own[i] = whole[i] = calls[i].End!.MicrosecondsSince(calls[i].Start);
        for (int i = 0; i < calls.Count; i++)
        {
            if (calls[i].Parent >= 0) own[calls[i].Parent] -= whole[i];
        }

        return [.. calls.Select((call, i) => new OpTiming(
            call.Op, call.Name, call.Sizes, call.Start.MicrosecondsSince(calls[0].Start), Math.Max(0, own[i]), 4 * call.Sizes.Sum(), call.Flops))];
    }

    /// <summary>Forgets what was called so far.</summary>
    public void Clear()
    {
        foreach (Call call in calls)
        {
            call.Start.Dispose();
            call.End?.Dispose();
        }

        calls.Clear();
    }

    /// <summary>Ends timing; what was read stays.</summary>
    public void Dispose()
    {
        device.Timings = null;
        Clear();
    }

    internal TKernels Timed<TKernels>(TKernels kernels)
        where TKernels : class
    {
        if (!proxies.TryGetValue(kernels, out object? proxy))
        {
            proxy = TimedKernels.Around(kernels, this);
            proxies.Add(kernels, proxy);
        }

        return (TKernels)proxy;
    }

    internal void Begin(string op, string name, IReadOnlyList<long> sizes, long flops)
    {
        if (calls.Count == 0) Began = System.Diagnostics.Stopwatch.GetTimestamp();
        calls.Add(new Call(op, name, sizes, flops, open, device.Mark()));
        open = calls.Count - 1;
    }

    internal void End()
    {
        Call call = calls[open];
        call.End = device.Mark();
        open = call.Parent;
    }

    private sealed class Call(string op, string name, IReadOnlyList<long> sizes, long flops, int parent, DeviceMark start)
    {
        public string Op => op;

        public string Name => name;

        public IReadOnlyList<long> Sizes => sizes;

        public long Flops => flops;

        public int Parent => parent;

        public DeviceMark Start => start;

        public DeviceMark? End { get; set; }
    }
}
