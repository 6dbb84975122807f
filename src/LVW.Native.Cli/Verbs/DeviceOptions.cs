using System.CommandLine;
using LVW.Native.Cli.Runs;
using LVW.Native.Engine.Devices;

namespace LVW.Native.Cli.Verbs;

/// <summary>The options that choose where a verb computes; every verb that computes has them.</summary>
internal sealed class DeviceOptions
{
    private readonly Option<string?> device = new("--device") { Description = $"Where to compute: {DeviceCatalogue.Names}" };
    private readonly Option<string?> precision = new("--precision") { Description = "How products of matrices round on a GPU: fp32, or tf32 on tensor cores" };
    private readonly Option<int?> threads = new("--threads") { Description = "Threads that compute; 0 means all cores" };
    private readonly Option<bool> verbose = new("--verbose") { Description = "Tell the device, and at the end how many kernels were compiled" };

    private DeviceOptions()
    {
    }

    /// <summary>Gives a verb the options.</summary>
    public static DeviceOptions For(Command command)
    {
        var options = new DeviceOptions();
        command.Options.Add(options.device);
        command.Options.Add(options.precision);
        command.Options.Add(options.threads);
        command.Options.Add(options.verbose);
        return options;
    }

    /// <summary>What was given.</summary>
    public DeviceChoice Of(ParseResult parsed)
        => new(parsed.GetValue(device), parsed.GetValue(precision), parsed.GetValue(threads), parsed.GetValue(verbose));
}
