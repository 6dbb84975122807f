using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using LVW.Native.Benchmarks.DeviceRun;
using LVW.Native.Engine.Devices;

namespace LVW.Native.Benchmarks.ModelRun;

/// <summary>
/// Answers each line of the input by one line of JSON: <c>run NAME</c> does a kind of work once and tells its seconds, <c>ops NAME</c> tells
/// them op by op, <c>about</c> tells what answers; <c>quit</c> or the input's end ends it.
/// </summary>
internal static class ModelServer
{
    public static void Run(WholeModel model, TextReader questions, TextWriter answers)
    {
        while (questions.ReadLine() is string line && line != "quit")
        {
            answers.WriteLine(Answer(model, line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            answers.Flush();
        }
    }

    private static string Answer(WholeModel model, string[] words) => words switch
    {
        ["about"] => Text(new { Program = "LVW.Native", Version = Version(), Hardware = $"{model.Device.HostThreads} threads, {model.Device.Width}" }),
        ["run", string kind] when WholeModel.Kinds.Contains(kind) => Text(
            new { Work = kind, Seconds = model.Time(kind), PeakBytes = PeakBytes(), model.Device.PooledBytes }),
        ["ops", string kind] when WholeModel.Kinds.Contains(kind) => Text(new { Work = kind, Ops = OpRow.Of(model.TimeOps(kind)) }),
        _ => Text(new { Error = $"'{string.Join(' ', words)}' is unknown. Use about, quit, or run or ops with one of {string.Join(", ", WholeModel.Kinds)}." }),
    };

    /// <summary>The engine's version, with the commit where the build knows it.</summary>
    public static string Version() => typeof(Device).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>The most memory that this process ever held.</summary>
    public static long PeakBytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static string Text<T>(T answer) => JsonSerializer.Serialize(answer, ResultJson.Line);
}
