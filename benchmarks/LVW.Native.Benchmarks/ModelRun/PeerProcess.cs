using System.Diagnostics;
using System.Text.Json;

namespace LVW.Native.Benchmarks.ModelRun;

/// <summary>A program that serves the same work as <see cref="ModelServer"/>.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process process;

    /// <summary>Starts the program.</summary>
    /// <param name="command">A command line without quotes.</param>
    public PeerProcess(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) throw new ArgumentException("--peer: the command is empty.");
        process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    /// <summary>Has the work done once.</summary>
    /// <returns>Seconds.</returns>
    public double Time(string kind)
    {
        process.StandardInput.WriteLine($"run {kind}");
        process.StandardInput.Flush();
        string answer = process.StandardOutput.ReadLine() ?? throw new ArgumentException("--peer: the program ended.");
        using JsonDocument document = JsonDocument.Parse(answer);
        return document.RootElement.TryGetProperty("seconds", out JsonElement seconds)
            ? seconds.GetDouble()
            : throw new ArgumentException($"--peer: {kind}: {answer}");
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(10))) process.Kill();
        process.Dispose();
    }
}
