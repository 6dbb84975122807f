using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Onnx;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli;

/// <summary>Tells what a user can mend from defects, and says it in one line with file and remedy.</summary>
internal static class UserErrors
{
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>The line for an exception, or null for a defect.</summary>
    public static string? LineFor(Exception exception)
    {
        string? line = exception switch
        {
            AggregateException { InnerException: { } inner } => LineFor(inner),
            DataException or ImageFormatException or CheckpointException or SettingsException or RunFolderException or NonFiniteLossException
                or DeviceNotFoundException or DeviceMemoryException or OnnxException or CollectiveException
                => exception.Message,
            IOException full when IsDiskFull(full) => $"{Ended(exception.Message)} Free space, then go on (a run continues with --resume).",
            FileNotFoundException or DirectoryNotFoundException => $"{Ended(exception.Message)} Check the path.",
            IOException => $"{Ended(exception.Message)} Check the file or folder and try again.",
            UnauthorizedAccessException => $"{Ended(exception.Message)} Check its permissions.",
            _ => null,
        };
        return line?.ReplaceLineEndings(" ");
    }

    private static bool IsDiskFull(IOException exception) => exception.HResult is NoSpaceLeft or QuotaExceeded or WindowsDiskFull;

    private static string Ended(string message) => message.TrimEnd('.') + ".";
}
