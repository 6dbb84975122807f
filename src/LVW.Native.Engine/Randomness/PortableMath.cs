namespace LVW.Native.Engine.Randomness;

/// <summary>
/// Functions made of correctly rounded operations only (+ − × ÷), so that every platform returns the same bits; the runtime's own
/// take theirs from the system's C library.
/// </summary>
internal static class PortableMath
{
    private const double Ln2 = 0.69314718055994530942;
    private const double SquareRootOf2 = 1.41421356237309504880;

    /// <summary>The natural logarithm of a positive normal number, within about 2 units in the last place.</summary>
    /// <remarks>x = m·2ᵉ with m in [√½, √2); ln m = 2 artanh z with z = (m − 1)/(m + 1), |z| ≤ 0.172: eleven terms reach 2⁻⁵⁶.</remarks>
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | (1023L << 52));
        if (mantissa >= SquareRootOf2)
        {
            mantissa *= 0.5;
            exponent++;
        }

        double z = (mantissa - 1) / (mantissa + 1);
        double square = z * z;
        double sum = 0;
        for (int k = 21; k >= 3; k -= 2) sum = (sum + (1.0 / k)) * square;
        return (exponent * Ln2) + (2 * z * (1 + sum));
    }

    /// <summary>Sine and cosine of 2π·<paramref name="turns"/>.</summary>
    /// <param name="turns">In [0, 1).</param>
    /// <remarks>Reduced exactly to an eighth of a turn around a quarter, where Taylor's series to the 17th power reaches 2⁻⁵⁶.</remarks>
    public static (double Sine, double Cosine) SineCosineOfTurns(double turns)
    {
        int quarter = (int)((turns * 4) + 0.5);
        double angle = (turns - (quarter * 0.25)) * (2 * Math.PI);
        double square = angle * angle;
        double sine = 0;
        double cosine = 0;
        for (int k = 17; k >= 3; k -= 2) sine = -(1 + sine) * square / (k * (k - 1));
        for (int k = 16; k >= 2; k -= 2) cosine = -(1 + cosine) * square / (k * (k - 1));
        sine = angle * (1 + sine);
        cosine = 1 + cosine;
        return (quarter & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }
}
