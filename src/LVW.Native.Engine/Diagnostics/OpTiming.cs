namespace LVW.Native.Engine.Diagnostics;

/// <summary>One call of an op's kernels.</summary>
/// <param name="Op">The op: <c>Conv2dOp</c>, <c>UnaryOp&lt;Sigmoid&gt;</c>.</param>
/// <param name="Call">What it was asked for: <c>Forward</c>, <c>InputGradient</c>.</param>
/// <param name="Sizes">The lengths of the blocks it was given, in elements.</param>
/// <param name="StartMicroseconds">When it began on the device, from the first call.</param>
/// <param name="Microseconds">How long the device took, without the calls inside it.</param>
/// <param name="Bytes">Bytes of all blocks it was given: what it must move at least once.</param>
/// <param name="Flops">Floating-point operations; 0 where the op does not count them because memory bounds it.</param>
public sealed record OpTiming(string Op, string Call, IReadOnlyList<long> Sizes, double StartMicroseconds, double Microseconds, long Bytes, long Flops);
