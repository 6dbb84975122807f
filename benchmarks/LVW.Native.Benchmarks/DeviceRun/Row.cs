namespace LVW.Native.Benchmarks.DeviceRun;

/// <summary>One measured piece of work; peers write rows of the same names.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Precision">fp32 or tf32.</param>
/// <param name="Milliseconds">Median time of the device.</param>
/// <param name="Repetitions">Times that the median is taken of.</param>
/// <param name="Count">How often one training step of ResNet-34 does this; 0 where the row is not part of one.</param>
/// <param name="Gflop">10⁹ floating-point operations; 0 where they are not counted.</param>
/// <param name="Gigabytes">10⁹ bytes of all blocks that take part: what must be moved at least once.</param>
/// <param name="GflopPerSecond">Operations in a second.</param>
/// <param name="GigabytesPerSecond">Bytes in a second.</param>
/// <param name="OfArithmetic">Share of the rate of float32 multiply-adds measured on the device; tensor cores can exceed 1.</param>
/// <param name="OfCopy">Share of the rate of a copy measured on the device; caches can exceed 1.</param>
internal sealed record Row(
    string Name,
    string Precision,
    double Milliseconds,
    int Repetitions,
    int Count,
    double Gflop,
    double Gigabytes,
    double GflopPerSecond,
    double GigabytesPerSecond,
    double OfArithmetic,
    double OfCopy);
