namespace LVW.Native.Engine.Diagnostics;

/// <summary>What a device can do at most, as measured on it.</summary>
/// <param name="BytesPerSecond">Bytes read and written together by a copy.</param>
/// <param name="FlopsPerSecond">Float32 operations, a multiply-add counted as two.</param>
public sealed record DeviceCeilings(double BytesPerSecond, double FlopsPerSecond);
