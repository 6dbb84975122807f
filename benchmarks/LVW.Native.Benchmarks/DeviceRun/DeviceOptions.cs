using System.Globalization;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;

namespace LVW.Native.Benchmarks.DeviceRun;

/// <summary>What a device run was asked for.</summary>
internal sealed record DeviceOptions
{
    public const string Usage =
        "device [--device NAME] [--precision fp32|tf32|both] [--json FILE] [--only matmul|conv|head|step] [--max-seconds N] [--small]";

    public static readonly string[] Kinds = ["matmul", "conv", "head", "step"];

    /// <summary>A name that <see cref="DeviceCatalogue.Open"/> understands.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>The precisions asked for, in order.</summary>
    public IReadOnlyList<GpuPrecision> Precisions { get; init; } = [GpuPrecision.Fp32];

    /// <summary>The file for the results; null for none.</summary>
    public string? Json { get; init; }

    /// <summary>The kinds of work.</summary>
    public IReadOnlyList<string> Only { get; init; } = Kinds;

    /// <summary>Seconds after which no further row is begun.</summary>
    public double MaxSeconds { get; init; } = double.PositiveInfinity;

    /// <summary>Whether sizes are shrunk, so that a processor is done in a minute.</summary>
    public bool Small { get; init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="ArgumentException">An argument is unknown or lacks its value.</exception>
    public static DeviceOptions Parse(IReadOnlyList<string> args)
    {
        var options = new DeviceOptions();
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i];
            if (name == "--small")
            {
                options = options with { Small = true };
                continue;
            }

            if (++i == args.Count) throw new ArgumentException($"{name}: its value is missing, or the option is unknown. Use {Usage}.");
            options = options.With(name, args[i]);
        }

        return options;
    }

    private DeviceOptions With(string name, string value) => name switch
    {
        "--device" when DeviceCatalogue.IsName(value) => this with { Device = value },
        "--precision" when value is "fp32" => this with { Precisions = [GpuPrecision.Fp32] },
        "--precision" when value is "tf32" => this with { Precisions = [GpuPrecision.Tf32] },
        "--precision" when value is "both" => this with { Precisions = [GpuPrecision.Fp32, GpuPrecision.Tf32] },
        "--json" => this with { Json = value },
        "--only" when Kinds.Contains(value) => this with { Only = [value] },
        "--max-seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 => this with { MaxSeconds = seconds },
        _ => throw new ArgumentException($"{name} {value}: this is unknown. Use {Usage}."),
    };
}
