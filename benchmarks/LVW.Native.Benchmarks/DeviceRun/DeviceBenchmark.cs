using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Diagnostics;

namespace LVW.Native.Benchmarks.DeviceRun;

/// <summary><c>device</c>: products, convolutions, the head and a training step on one device, against what the device can do at most.</summary>
internal static class DeviceBenchmark
{
    /// <summary>Runs and prints the rows as they come.</summary>
    /// <returns>0, or 2 if an argument or the device is amiss.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter data, TextWriter messages)
    {
        try
        {
            DeviceOptions options = DeviceOptions.Parse(args);
            Results results = Measure(options, data, messages);
            if (options.Json is string path) File.WriteAllText(path, JsonSerializer.Serialize(results, ResultJson.File) + "\n");
            return 0;
        }
        catch (Exception error) when (error is ArgumentException or DeviceNotFoundException)
        {
            messages.WriteLine($"error: {error.Message}");
            return 2;
        }
    }

    private static Results Measure(DeviceOptions options, TextWriter data, TextWriter messages)
    {
        var clock = Stopwatch.StartNew();
        var rows = new List<Row>();
        DeviceCeilings? ceilings = null;
        string name = "", hardware = "";
        foreach (GpuPrecision precision in options.Precisions)
        {
            using Device device = DeviceCatalogue.Open(options.Device, options: new GpuOptions { Precision = precision });
            if (precision == GpuPrecision.Tf32 && device is not GpuDevice { UsesTensorCores: true })
            {
                string lack = $"{device.Name} has no tensor cores that are used";
                if (options.Precisions.Count == 1) throw new ArgumentException($"--precision tf32: {lack}. Use fp32, or --device cuda.");
                messages.WriteLine($"{lack}: fp32 only");
                continue;
            }

            name = device.Name;
            hardware = device is GpuDevice gpu ? gpu.HardwareName : $"{device.HostThreads} threads of a processor";
            ceilings ??= options.Small ? CeilingProbe.Measure(device, 1 << 22, 1 << 8) : CeilingProbe.Measure(device);
            messages.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} ({hardware}, {precision}): {ceilings.FlopsPerSecond / 1e9:F0} GFLOP/s of multiply-adds, "
                + $"{ceilings.BytesPerSecond / 1e9:F0} GB/s of copies"));
            var bench = new Bench(device, precision, ceilings, options, clock, Tell);
            foreach (string kind in options.Only) Work(kind)(bench);
            if (!bench.HasTime) messages.WriteLine($"stopped after {options.MaxSeconds} s: rows are missing");
        }

        return new Results("LVW.Native", Version(), name, hardware, options.Small, ceilings!, rows);

        void Tell(Row row)
        {
            if (rows.Count == 0) data.WriteLine($"{"row",-42}  prec.          ms  GFLOP/s  of FMA     GB/s  of copy");
            rows.Add(row);
            data.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Name,-42}  {row.Precision}  {row.Milliseconds,10:F3}  {row.GflopPerSecond,7:F0}  {row.OfArithmetic,6:P0}  "
                + $"{row.GigabytesPerSecond,7:F1}  {row.OfCopy,7:P0}"));
        }
    }

    private static Action<Bench> Work(string kind) => kind switch
    {
        "matmul" => MatMulWork.Run,
        "conv" => ConvolutionWork.Run,
        "head" => HeadWork.Run,
        _ => StepWork.Run,
    };

    // With the commit, where the build knows it.
    private static string Version() => typeof(Device).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private sealed record Results(string Program, string Version, string Device, string Hardware, bool Small, DeviceCeilings Ceilings, IReadOnlyList<Row> Rows);
}
