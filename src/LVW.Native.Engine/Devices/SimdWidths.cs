using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LVW.Native.Engine.Devices;

/// <summary>Chooses among the widths that this processor has.</summary>
public static class SimdWidths
{
    /// <summary>The widest that runs in hardware; asked of the instruction set, because emulated wide vectors halve the speed.</summary>
    public static SimdWidth Best =>
        Avx512F.IsSupported ? SimdWidth.Vector512
        : Vector256.IsHardwareAccelerated && Fma.IsSupported ? SimdWidth.Vector256
        : Vector128.IsHardwareAccelerated ? SimdWidth.Vector128
        : SimdWidth.Scalar;

    /// <summary>Every width that runs in hardware here, narrowest first.</summary>
    public static IEnumerable<SimdWidth> Available => Enum.GetValues<SimdWidth>().Where(width => width <= Best);
}
