using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace LVW.Native.Distributed.Mpi.Tests.Support;

/// <summary>A launcher and its ranks. All of them, and no other process, carry a mark in their environment: so they are found, wherever the launcher puts them.</summary>
internal sealed class MpiJob : IDisposable
{
    private const string Mark = "LVW_TEST_JOB";

    // Of a hanging job; a busy machine takes its time.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly string mark = $"{Mark}={Guid.NewGuid():N}";
    private readonly Process process;
    private readonly ConcurrentQueue<string> data = new();
    private readonly ConcurrentQueue<string> messages = new();

    public MpiJob(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach (string root in (string[])["OMPI_ALLOW_RUN_AS_ROOT", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"]) start.Environment[root] = "1";
        start.Environment[Mark] = mark[(Mark.Length + 1)..];
        process = Process.Start(start)!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) => Add(data, line.Data);
        process.ErrorDataReceived += (_, line) => Add(messages, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Processes of the job that live.</summary>
    public IReadOnlyList<int> Living => [.. Processes().Where(id => Has(id, mark))];

    /// <summary>The lines of the standard error so far.</summary>
    public IEnumerable<string> Messages => messages;

    /// <summary>Waits for a message; false when the job ended before it came.</summary>
    public bool Says(string text) => Becomes(() => messages.Any(line => line.Contains(text, StringComparison.Ordinal)));

    /// <summary>Waits until something is so; false when the job ended before.</summary>
    public bool Becomes(Func<bool> so)
    {
        long start = Stopwatch.GetTimestamp();
        while (!process.HasExited)
        {
            if (so()) return true;
            if (Stopwatch.GetElapsedTime(start) > Limit) Fail("it does not come so far");
            Thread.Sleep(2);
        }

        return so();
    }

    /// <summary>Sends a signal to one rank.</summary>
    /// <returns>Whether it was there to receive it.</returns>
    public bool SignalRank(string name, int rank)
    {
        int id = Living.FirstOrDefault(id => Has(id, $"OMPI_COMM_WORLD_RANK={rank}") || Has(id, $"PMI_RANK={rank}"));
        if (id != 0) Send(name, id);
        return id != 0;
    }

    /// <summary>Sends a signal to the launcher.</summary>
    public void Signal(string name) => Send(name, process.Id);

    /// <summary>Waits for the end.</summary>
    public MpiResult End()
    {
        if (!process.WaitForExit(Limit)) Fail("it does not end");
        process.WaitForExit();
        return new MpiResult(process.ExitCode, string.Join('\n', data), string.Join('\n', messages));
    }

    /// <summary>Requires that nothing of an ended job stays; the launcher may be gone a moment before the rest is.</summary>
    public void RequireGone()
    {
        long start = Stopwatch.GetTimestamp();
        while (Living.Count > 0)
        {
            if (Stopwatch.GetElapsedTime(start) > Limit) Fail($"{Living.Count} of its processes live on");
            Thread.Sleep(20);
        }
    }

    public void Dispose()
    {
        foreach (int id in Living) Send("KILL", id);
        process.Dispose();
    }

    private static IEnumerable<int> Processes()
        => Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0).Where(id => id > 0);

    // The dead, whose parents have not asked after them yet, have no environment.
    private static bool Has(int id, string variable)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/environ").Split('\0').Contains(variable);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Send(string name, int id)
    {
        using var kill = Process.Start("kill", [$"-{name}", id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static void Add(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }

    private void Fail(string what)
    {
        string all = $"{string.Join('\n', data)}\n{string.Join('\n', messages)}";
        foreach (int id in Living) Send("KILL", id);
        Assert.Fail($"the job was ended after {Limit}: {what}. {all}");
    }
}
