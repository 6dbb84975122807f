using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Runs;

/// <summary>Where the user wants to compute; what is null is left to the run's settings.</summary>
/// <param name="Device">A device's name.</param>
/// <param name="Precision">fp32 or tf32.</param>
/// <param name="Threads">Threads that compute.</param>
/// <param name="Verbose">Whether the device and its kernels are told.</param>
internal sealed record DeviceChoice(string? Device, string? Precision, int? Threads, bool Verbose)
{
    /// <summary>The settings with what was chosen in the place of their own.</summary>
    public TrainingSettings Over(TrainingSettings settings) => settings with
    {
        Device = Device ?? settings.Device,

        // What a run used on one device need not exist on another.
        Precision = Precision ?? (Device is null ? settings.Precision : "fp32"),
        Threads = Threads ?? settings.Threads,
    };
}
