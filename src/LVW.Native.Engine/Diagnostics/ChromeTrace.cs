using System.Text.Json;

namespace LVW.Native.Engine.Diagnostics;

/// <summary>Timings as a trace that chrome://tracing and Perfetto open (Trace Event Format).</summary>
public static class ChromeTrace
{
    /// <summary>Writes a trace.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="process">What the row of the trace is called: the device.</param>
    /// <param name="timings">What was timed.</param>
    public static void Write(string path, string process, IReadOnlyList<OpTiming> timings)
    {
        ArgumentNullException.ThrowIfNull(timings);
        using FileStream file = File.Create(path);
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteStartArray("traceEvents");
        json.WriteStartObject();
        Header(json, "process_name", "M");
        json.WriteStartObject("args");
        json.WriteString("name", process);
        json.WriteEndObject();
        json.WriteEndObject();
        foreach (OpTiming timing in timings)
        {
            json.WriteStartObject();
            Header(json, $"{timing.Op}.{timing.Call}", "X");
            json.WriteNumber("ts", timing.StartMicroseconds);
            json.WriteNumber("dur", timing.Microseconds);
            json.WriteStartObject("args");
            json.WriteNumber("bytes", timing.Bytes);
            json.WriteNumber("flops", timing.Flops);
            json.WriteString("elements", string.Join(", ", timing.Sizes));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("displayTimeUnit", "ms");
        json.WriteEndObject();
    }

    private static void Header(Utf8JsonWriter json, string name, string phase)
    {
        json.WriteString("name", name);
        json.WriteString("ph", phase);
        json.WriteNumber("pid", 1);
        json.WriteNumber("tid", 1);
    }
}
