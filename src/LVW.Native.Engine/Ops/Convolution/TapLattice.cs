namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>The filter taps of one dimension that a pixel uses: tap Tap + i · TapStep reads the source at Shift + i · ShiftStep.</summary>
/// <param name="Count">Number of taps, possibly 0.</param>
/// <param name="Tap">The first tap.</param>
/// <param name="TapStep">From one tap to the next.</param>
/// <param name="Shift">Source position of the first tap, relative to the pixel's own.</param>
/// <param name="ShiftStep">From one source position to the next; negative in input gradients.</param>
internal readonly record struct TapLattice(int Count, int Tap, int TapStep, int Shift, int ShiftStep)
{
    /// <summary>The taps of a forward pass: output p reads input p · stride − pad + r · dilation.</summary>
    public static TapLattice Forward(int taps, int pad, int dilation) => new(taps, 0, 1, -pad, dilation);

    /// <summary>
    /// The taps of an input gradient: input h = stride · i + phase is reached from output p = i + (phase + pad − r · dilation) / stride
    /// by those taps r for which the division leaves no remainder.
    /// </summary>
    public static TapLattice Backward(int taps, int pad, int dilation, int stride, int phase)
    {
        int first = 0;
        while (first < taps && (phase + pad - (first * dilation)) % stride != 0) first++;
        if (first == taps) return default;
        int common = GreatestCommonDivisor(stride, dilation);
        int step = stride / common;
        return new((taps - first + step - 1) / step, first, step, (phase + pad - (first * dilation)) / stride, -(dilation / common));
    }

    private static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
