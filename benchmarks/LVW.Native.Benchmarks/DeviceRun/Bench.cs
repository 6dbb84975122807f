using System.Diagnostics;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Benchmarks.DeviceRun;

/// <summary>A device under measurement: times work by the device's own marks and collects rows.</summary>
internal sealed class Bench(Device device, GpuPrecision precision, DeviceCeilings ceilings, DeviceOptions options, Stopwatch clock, Action<Row> tell)
{
    // Until the first call has compiled its kernels and the second has found every block in the pool.
    private const int WarmUps = 3;

    private const int Most = 25;
    private const int Fewest = 3;

    // Microseconds that one reading of the clock should span: the time to start the first kernel then disappears in it.
    private double Span => options.Small ? 2_000 : 50_000;

    // Seconds for the repetitions of one row.
    private double Patience => options.Small ? 0.3 : 3;

    public Device Device => device;

    public bool Small => options.Small;

    /// <summary>Whether time for another row is left.</summary>
    public bool HasTime => clock.Elapsed.TotalSeconds < options.MaxSeconds;

    /// <summary>Times calls in runs long enough for the clock; a median over the runs.</summary>
    /// <param name="name">The row.</param>
    /// <param name="work">One call; it may return before the device is done.</param>
    /// <param name="gflop">10⁹ operations of a call; null: as the ops count them.</param>
    /// <param name="gigabytes">10⁹ bytes of a call; null: as the ops count them.</param>
    public void Time(string name, Action work, double? gflop = null, double? gigabytes = null)
    {
        if (!HasTime) return;
        double once = WarmUp(work);
        int calls = (int)Math.Clamp(Math.Ceiling(Span / once), 1, 200);
        int runs = Repetitions(once * calls);
        double[] microseconds = new double[runs];
        for (int i = 0; i < runs; i++) microseconds[i] = Run(work, calls) / calls;
        if (gflop is null || gigabytes is null)
        {
            using var timings = new OpTimings(device);
            work();
            IReadOnlyList<OpTiming> ops = timings.Read();
            gflop ??= ops.Sum(op => op.Flops) / 1e9;
            gigabytes ??= ops.Sum(op => op.Bytes) / 1e9;
        }

        Add(name, microseconds, count: 0, gflop.Value, gigabytes.Value);
    }

    /// <summary>Times single kinds of calls of an op within a step; a median over the steps for each.</summary>
    /// <param name="step">A whole step.</param>
    /// <param name="op">The op's name.</param>
    /// <param name="calls">The call, the row that it becomes, and how often a training step of ResNet-34 makes it.</param>
    public void TimeCalls(Action step, string op, params IReadOnlyList<(string Call, string Name, int Count)> calls)
    {
        if (!HasTime) return;
        int steps = Repetitions(WarmUp(step));
        using var timings = new OpTimings(device);
        KeepBusy();
        for (int i = 0; i < steps; i++) step();
        IReadOnlyList<OpTiming> all = timings.Read();
        foreach ((string call, string name, int count) in calls)
        {
            OpTiming[] found = [.. all.Where(timing => timing.Op == op && timing.Call == call)];
            if (found.Length == 0) throw new InvalidOperationException($"{name}: the step made no call {op}.{call}.");
            Add(name, [.. found.Select(timing => timing.Microseconds)], count, found[0].Flops / 1e9, found[0].Bytes / 1e9);
        }
    }

    // Microseconds of the last call.
    private double WarmUp(Action work)
    {
        for (int i = 1; i < WarmUps; i++) work();
        device.Synchronize();
        return Run(work, 1);
    }

    private double Run(Action work, int calls)
    {
        using DeviceMark start = device.Mark();
        for (int i = 0; i < calls; i++) work();
        using DeviceMark end = device.Mark();
        return Math.Max(0.1, end.MicrosecondsSince(start));
    }

    private int Repetitions(double microseconds) => (int)Math.Clamp(Patience * 1e6 / microseconds, Fewest, options.Small ? 5 : Most);

    // Gives the GPU some milliseconds of copies, so that the calls to be timed queue up behind them and no gap between launches is measured.
    private void KeepBusy()
    {
        if (device is not GpuDevice { Api: GpuApi.Cuda }) return;
        Storage block = device.Rent(1 << 28);
        for (int i = 0; i < 16; i++) device.Clear(block);
        device.Return(block);
    }

    private void Add(string name, double[] microseconds, int count, double gflop, double gigabytes)
    {
        Array.Sort(microseconds);
        int middle = microseconds.Length / 2;
        double seconds = (microseconds.Length % 2 == 1 ? microseconds[middle] : (microseconds[middle - 1] + microseconds[middle]) / 2) / 1e6;
        double flops = gflop / seconds;
        double bytes = gigabytes / seconds;
        tell(new Row(
            name,
            precision == GpuPrecision.Tf32 ? "tf32" : "fp32",
            seconds * 1e3,
            microseconds.Length,
            count,
            gflop,
            gigabytes,
            flops,
            bytes,
            flops * 1e9 / ceilings.FlopsPerSecond,
            bytes * 1e9 / ceilings.BytesPerSecond));
    }
}
