using System.Globalization;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.Cli.Output;

/// <summary>An epoch in one line.</summary>
internal static class EpochLine
{
    public static string Of(EpochRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{record.Stage} epoch {record.Epoch}: loss {record.Loss:F4}  train {record.TrainAccuracy:P1}  validation {Share(record.ValidationAccuracy)}  {record.PicturesPerSecond:F0} pictures/s");

    private static string Share(double? share) => share?.ToString("P1", CultureInfo.InvariantCulture) ?? "none";
}
