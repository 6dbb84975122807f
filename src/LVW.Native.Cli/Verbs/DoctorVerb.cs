using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using LVW.Native.Cli.Output;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw doctor</c>: what the program finds on this machine, for bug reports and for doubts about speed.</summary>
internal static class DoctorVerb
{
    public static Command Create(Terminal terminal)
    {
        Option<bool> json = CommonOptions.Json();
        var command = new Command("doctor", "Tell what this machine offers and which versions run") { json };
        command.SetAction(parsed =>
        {
            List<(string Key, string Name, object Value)> facts = [.. Facts()];
            if (parsed.GetValue(json)) terminal.Document(facts.ToDictionary(fact => fact.Key, fact => fact.Value));
            else terminal.Table(["", ""], [.. facts.Select(fact => new[] { fact.Name, Text(fact.Value) })]);
            return ExitCode.Success;
        });
        return command;
    }

    private static IEnumerable<(string Key, string Name, object Value)> Facts()
    {
        yield return ("version", "lvw", Version(typeof(DoctorVerb).Assembly));
        yield return ("runtime", "runtime", RuntimeInformation.FrameworkDescription);
        yield return ("system", "system", $"{RuntimeInformation.OSDescription} ({RuntimeInformation.ProcessArchitecture})");
        yield return ("cores", "cores", Environment.ProcessorCount);
        yield return ("simd", "vector width in use", SimdWidths.Best.ToString());
        yield return ("simdAvailable", "vector widths", SimdWidths.Available.Select(width => width.ToString()).ToArray());
        yield return ("memoryMebibytes", "memory for the process, MiB", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20);
        yield return ("freeSpaceMebibytes", "free space here, MiB", FreeSpace());
        yield return ("devices", "devices", DeviceCatalogue.Found().Select(device => $"{device.Name} ({device.Description})").ToArray());
        yield return ("kernelCache", "compiled kernels are kept in", GpuDevice.DefaultKernelCache);
        yield return ("ptxas", "ptxas (optional)", CudaTools.Find("ptxas") ?? "not on PATH");
        yield return ("codecs", "picture formats", ImageCodecs.Default.All.Select(codec => codec.Format).ToArray());
        yield return ("backbones", "backbones", BackboneCatalogue.Default.Names);
        yield return ("presets", "presets", Presets.Names);
        yield return ("ilgpu", "ILGPU", ReferencedVersion("ILGPU"));
        yield return ("environment", "settings from the environment", Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith(SettingsReader.EnvironmentPrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray());
    }

    private static string Version(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "unknown";

    private static string ReferencedVersion(string name)
    {
        try
        {
            return Version(Assembly.Load(name));
        }
        catch (IOException)
        {
            return "missing";
        }
    }

    private static long FreeSpace()
    {
        try
        {
            return new DriveInfo(Environment.CurrentDirectory).AvailableFreeSpace >> 20;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return -1;
        }
    }

    private static string Text(object value) => value switch
    {
        IEnumerable<string> list => list.Any() ? string.Join(", ", list) : "none",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
