using LVW.Native.Cli.Output;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;
using LVW.Native.VisualWords.Planning;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Runs;

/// <summary>A run on several ranks, predicted from what this machine does now.</summary>
/// <param name="Settings">The effective settings.</param>
/// <param name="Data">The folder of pictures.</param>
/// <param name="Machines">Machines like this one; null for those of the ranks that run now.</param>
/// <param name="Gpus">GPUs of each machine, one rank for each; 0 for ranks on the processor.</param>
/// <param name="RanksPerMachine">Ranks on each machine's processor, where there are no GPUs; null for as many as run now.</param>
/// <param name="NetworkGbps">Thousand million bits in a second between machines; null where nobody told.</param>
/// <param name="NetworkLatencyMicroseconds">A message without content; null where nobody told.</param>
/// <param name="DeviceTflops">Peak of a GPU that is not here, in 10¹² operations a second; null for none.</param>
/// <param name="DeviceGigabytes">Its memory's 10⁹ bytes a second.</param>
/// <param name="Steps">Timed steps of each kind.</param>
/// <param name="Verbose">Whether the device is told.</param>
internal sealed record PlanJob(
    TrainingSettings Settings,
    string Data,
    int? Machines,
    int Gpus,
    int? RanksPerMachine,
    double? NetworkGbps,
    double? NetworkLatencyMicroseconds,
    double? DeviceTflops,
    double? DeviceGigabytes,
    int Steps,
    bool Verbose)
{
    private const double AssumedLatency = 20e-6;

    /// <summary>Measures, and predicts.</summary>
    /// <param name="found">What connects the ranks that have run, or null where there was but one.</param>
    /// <param name="terminal">Hears what is measured.</param>
    /// <param name="cancellation">Ends it between steps.</param>
    /// <exception cref="SettingsException">What was told does not go together.</exception>
    public Plan Run(PlanNetwork? found, Terminal terminal, CancellationToken cancellation)
    {
        Check();
        using Device device = Devices.Open(Settings, Verbose, terminal);
        bool elsewhere = Gpus > 0 && device is not GpuDevice;
        if (elsewhere && DeviceTflops is null)
        {
            throw new SettingsException($"--gpus: {Gpus} were asked for, but {device.Name} is what measures. Choose --device cuda where there is one, or tell --device-tflops and --device-bandwidth-gbs of one that is not here.");
        }

        if (Gpus == 0 && device is GpuDevice) throw new SettingsException($"--gpus: {device.Name} is what measures. Say how many a machine has, such as --gpus 1.");
        DataSplits splits = Splits(terminal);
        int machines = Machines ?? found?.Machines ?? 1;
        NetworkCeiling? told = NetworkGbps is { } gbps ? new NetworkCeiling(gbps * 1e9 / 8, Latency, Origin.Given) : null;
        return Planner.Make(
            new PlanRequest
            {
                Settings = Settings,
                Splits = splits,
                Normalization = PretrainedWeights.NormalizationFor(Settings),
                Side = TrainingRun.SideFor(Settings),
                Device = device,
                Machines = machines,
                RanksPerMachine = Gpus > 0 ? Gpus : RanksPerMachine ?? found?.RanksPerMachine ?? 1,
                RanksHaveGpus = Gpus > 0,
                OtherDevice = elsewhere ? new DeviceCeilings(DeviceGigabytes!.Value * 1e9, DeviceTflops!.Value * 1e12) : null,
                Within = found is { Machines: 1 } ? found.Ceiling : machines == 1 ? told : null,
                Between = told ?? (found is { Machines: > 1 } ? found.Ceiling : null),
                AssumedLatencySeconds = Latency,
                Steps = Steps,
            },
            terminal.Line,
            cancellation);
    }

    private double Latency => NetworkLatencyMicroseconds is { } told ? told * 1e-6 : AssumedLatency;

    private void Check()
    {
        if (DeviceTflops is null != DeviceGigabytes is null) throw new SettingsException("--device-tflops and --device-bandwidth-gbs describe one device. Give both.");
        if (DeviceTflops is not null && Gpus == 0) throw new SettingsException("--device-tflops: it describes a GPU, but no machine has one. Say how many, such as --gpus 1.");
        if (Gpus > 0 && RanksPerMachine is > 1) throw new SettingsException("--ranks: with --gpus there is one rank for each GPU. Leave it out.");
    }

    private DataSplits Splits(Terminal terminal)
    {
        DataSet set = DataSets.Read(Data);
        foreach (string note in set.Notes) terminal.Line($"note: {note}");
        DataSplits all = DataSplits.Of(set, Settings.Data.ValidationFraction, Settings.Data.ValidationChoice == "last", Settings.Data.TestFraction);
        IReadOnlyList<string> heldOut = ClassHoldOut.Choose(all.Root, all.Classes, Settings.Data, Settings.Seed);
        DataSplits kept = heldOut.Count == 0 ? all : ClassHoldOut.Restrict(all, [.. all.Classes.Except(heldOut)]);
        return Settings.Data.SkipBad ? Pictures.Usable(kept, skipBad: true, terminal).Splits : kept;
    }
}
