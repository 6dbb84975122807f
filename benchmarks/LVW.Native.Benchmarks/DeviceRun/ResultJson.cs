using System.Text.Encodings.Web;
using System.Text.Json;

namespace LVW.Native.Benchmarks.DeviceRun;

/// <summary>How results are written.</summary>
internal static class ResultJson
{
    /// <summary>For a file.</summary>
    public static readonly JsonSerializerOptions File = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>For a line of output.</summary>
    public static readonly JsonSerializerOptions Line = new(File) { WriteIndented = false };
}
