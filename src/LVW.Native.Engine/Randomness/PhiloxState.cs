namespace LVW.Native.Engine.Randomness;

/// <summary>Where a <see cref="Philox"/> generator stands: all that is needed to go on exactly there.</summary>
/// <param name="Seed">The key.</param>
/// <param name="Stream">Which of the 2⁶⁴ independent streams of that key.</param>
/// <param name="Counter">32-bit words drawn so far.</param>
public readonly record struct PhiloxState(ulong Seed, ulong Stream, ulong Counter);
