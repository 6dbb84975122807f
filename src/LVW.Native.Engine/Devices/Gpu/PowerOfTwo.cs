using System.Runtime.CompilerServices;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>
/// Division of numbers that are not negative by a constant power of two, as shift and mask. ptxas leaves a division inside a loop where
/// ILGPU has put it, at twenty instructions each.
/// </summary>
internal static class PowerOfTwo
{
    /// <summary>value / power.</summary>
    /// <param name="value">At least 0.</param>
    /// <param name="power">1 to 256, a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Quotient(int value, int power) => value >> Logarithm(power);

    /// <summary>value mod power.</summary>
    /// <param name="value">At least 0.</param>
    /// <param name="power">1 to 256, a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Remainder(int value, int power) => value & (power - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Logarithm(int power)
        => (power > 1 ? 1 : 0) + (power > 2 ? 1 : 0) + (power > 4 ? 1 : 0) + (power > 8 ? 1 : 0)
            + (power > 16 ? 1 : 0) + (power > 32 ? 1 : 0) + (power > 64 ? 1 : 0) + (power > 128 ? 1 : 0);
}
