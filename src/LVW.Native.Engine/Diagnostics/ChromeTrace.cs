using System.Text.Json;

namespace LVW.Native.Engine.Diagnostics;

/// <summary>Timings as a trace that chrome://tracing and Perfetto open (Trace Event Format).</summary>
public static class ChromeTrace
{
    private const int Ops = 1;
    private const int Reductions = 2;
    private const string AllReduce = "all-reduce";

    /// <summary>Writes a trace.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="process">What the trace's process is called: the device.</param>
    /// <param name="timings">What was timed.</param>
    /// <param name="reductions">Reductions over all ranks in that time, which get a row of their own; null for none.</param>
    public static void Write(string path, string process, IReadOnlyList<OpTiming> timings, IReadOnlyList<ReductionSpan>? reductions = null)
    {
        ArgumentNullException.ThrowIfNull(timings);
        using FileStream file = File.Create(path);
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteStartArray("traceEvents");
        Name(json, "process_name", process, Ops);
        Name(json, "thread_name", "ops", Ops);
        foreach (OpTiming timing in timings) Write(json, timing);
        if (reductions is { Count: > 0 })
        {
            Name(json, "thread_name", AllReduce, Reductions);
            for (int i = 0; i < reductions.Count; i++) Write(json, reductions[i], i);
        }

        json.WriteEndArray();
        json.WriteString("displayTimeUnit", "ms");
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OpTiming timing)
    {
        Begin(json, $"{timing.Op}.{timing.Call}", "X", Ops);
        json.WriteNumber("ts", timing.StartMicroseconds);
        json.WriteNumber("dur", timing.Microseconds);
        json.WriteStartObject("args");
        json.WriteNumber("bytes", timing.Bytes);
        json.WriteNumber("flops", timing.Flops);
        json.WriteString("elements", string.Join(", ", timing.Sizes));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // A pair of asynchronous events: reductions overlap each other without lying within each other, which spans of one row must not.
    private static void Write(Utf8JsonWriter json, ReductionSpan span, int id)
    {
        foreach ((string phase, double time) in (ReadOnlySpan<(string, double)>)[("b", span.StartMicroseconds), ("e", span.StartMicroseconds + span.Microseconds)])
        {
            Begin(json, AllReduce, phase, Reductions);
            json.WriteString("cat", AllReduce);
            json.WriteNumber("id", id);
            json.WriteNumber("ts", time);
            json.WriteStartObject("args");
            json.WriteNumber("step", span.Step);
            json.WriteNumber("bucket", span.Bucket);
            json.WriteNumber("bytes", span.Bytes);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private static void Name(Utf8JsonWriter json, string what, string name, int row)
    {
        Begin(json, what, "M", row);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string name, string phase, int row)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("ph", phase);
        json.WriteNumber("pid", 1);
        json.WriteNumber("tid", row);
    }
}
