using System.Diagnostics;

namespace LVW.Native.Cli.Tests.Support;

/// <summary>The command line in a process of its own, for signals.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process process;

    public ChildProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "lvw.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
    }

    /// <summary>Whether this process, and with it every child, was started with SIGINT ignored, as shells start what runs in the background.</summary>
    public static bool InterruptsAreIgnored
        => OperatingSystem.IsLinux()
            && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } ignored
            && (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) & 0b10) != 0;

    /// <summary>Waits for a message; false when the process ended before it came.</summary>
    public async Task<bool> SaysAsync(string text)
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>Waits until a file comes up in a folder; false when the process ended before one did.</summary>
    public async Task<bool> BeginsAsync(string folder, string pattern)
    {
        while (!process.HasExited)
        {
            if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, pattern).Any()) return true;
            await Task.Delay(1);
        }

        return false;
    }

    public void Kill() => process.Kill();

    /// <summary>Sends SIGINT or SIGTERM.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public async Task<(int Code, string Messages)> EndAsync()
    {
        string messages = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, messages);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
