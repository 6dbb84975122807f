namespace LVW.Native.Imaging.Resampling;

/// <summary>
/// The weights of an axis as 10.22 fixed point, the form in which Pillow applies them to 8-bit pixels.
/// Each is also split as <c>w = high · 2^11 + low</c>, <c>0 ≤ low &lt; 2^11</c>, so that 16-bit multiply-adds give the exact 32-bit sum.
/// </summary>
internal sealed class FixedWeights
{
    /// <summary>Fraction bits.</summary>
    public const int Precision = 32 - 8 - 2;

    /// <summary>One half, the start value of every sum.</summary>
    public const int Half = 1 << (Precision - 1);

    /// <summary>Bits of the low part.</summary>
    public const int LowBits = 11;

    /// <summary>Rounds the weights of an axis.</summary>
    public FixedWeights(AxisWeights axis)
    {
        Axis = axis;
        Stride = (axis.Taps + 3) & ~3;
        Values = new int[checked(axis.OutputSize * Stride)];
        for (int o = 0; o < axis.OutputSize; o++)
        {
            for (int t = 0; t < axis.Length[o]; t++)
            {
                double weight = axis.Weights[(o * axis.Taps) + t];
                Values[(o * Stride) + t] = (int)((weight < 0 ? -0.5 : 0.5) + (weight * (1 << Precision)));
            }
        }
    }

    /// <summary>Where the weights apply.</summary>
    public AxisWeights Axis { get; }

    /// <summary>Distance between the weights of neighbouring results: the taps, rounded up to a multiple of 4 with zeros.</summary>
    public int Stride { get; }

    /// <summary>[OutputSize, Stride].</summary>
    public int[] Values { get; }

    /// <summary>A sum as a pixel.</summary>
    public static byte ToByte(int sum) => (byte)Math.Clamp(sum >> Precision, 0, 255);

    /// <summary>The high parts of two weights, as a pair of 16-bit lanes.</summary>
    public static int HighPair(int w0, int w1) => ((w0 >> LowBits) & 0xFFFF) | (w1 >> LowBits << 16);

    /// <summary>The low parts of two weights, as a pair of 16-bit lanes.</summary>
    public static int LowPair(int w0, int w1)
    {
        const int mask = (1 << LowBits) - 1;
        return (w0 & mask) | ((w1 & mask) << 16);
    }
}
