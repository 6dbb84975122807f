namespace LVW.Native.Imaging.Resampling;

/// <summary>
/// The weights of one axis: <c>out[o] = Σ_t Weight(o, t) · in[First[o] + t]</c>, computed step by step as Pillow's <c>precompute_coeffs</c>
/// does.
/// </summary>
internal sealed class AxisWeights
{
    /// <summary>
    /// Creates the weights that map the interval [start, end) of <paramref name="inputSize"/> samples onto <paramref name="outputSize"/>
    /// samples.
    /// </summary>
    public AxisWeights(int inputSize, float start, float end, int outputSize, ResampleFilter filter)
    {
        double scale = (double)(end - start) / outputSize;
        double filterScale = Math.Max(scale, 1.0);
        double support = Support(filter) * filterScale;
        double inverse = 1.0 / filterScale;
        OutputSize = outputSize;
        Taps = ((int)Math.Ceiling(support) * 2) + 1;
        First = new int[outputSize];
        Length = new int[outputSize];
        Weights = new double[checked(outputSize * Taps)];
        for (int o = 0; o < outputSize; o++)
        {
            double centre = start + ((o + 0.5) * scale);
            int first = Math.Max((int)(centre - support + 0.5), 0);
            int length = Math.Min((int)(centre + support + 0.5), inputSize) - first;
            Span<double> weights = Weights.AsSpan(o * Taps, Taps);
            double sum = 0.0;
            for (int t = 0; t < length; t++)
            {
                double weight = Evaluate(filter, (t + first - centre + 0.5) * inverse);
                weights[t] = weight;
                sum += weight;
            }

            for (int t = 0; t < length; t++)
            {
                if (sum != 0.0) weights[t] /= sum;
            }

            First[o] = first;
            Length[o] = length;
        }
    }

    /// <summary>Number of results.</summary>
    public int OutputSize { get; }

    /// <summary>Most weights per result.</summary>
    public int Taps { get; }

    /// <summary>Per result, the first sample that counts.</summary>
    public int[] First { get; }

    /// <summary>Per result, how many samples count.</summary>
    public int[] Length { get; }

    /// <summary>[OutputSize, Taps]; zero beyond <see cref="Length"/>.</summary>
    public double[] Weights { get; }

    /// <summary>The first sample that any result needs.</summary>
    public int Start => First[0];

    /// <summary>One past the last sample that any result needs.</summary>
    public int End => First[OutputSize - 1] + Length[OutputSize - 1];

    private static double Support(ResampleFilter filter) => filter switch
    {
        ResampleFilter.Box => 0.5,
        ResampleFilter.Bilinear => 1.0,
        ResampleFilter.Bicubic => 2.0,
        ResampleFilter.Lanczos => 3.0,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "Resize: no such filter."),
    };

    private static double Evaluate(ResampleFilter filter, double x)
    {
        switch (filter)
        {
            case ResampleFilter.Box:
                return x is > -0.5 and <= 0.5 ? 1.0 : 0.0;
            case ResampleFilter.Bilinear:
                x = Math.Abs(x);
                return x < 1.0 ? 1.0 - x : 0.0;
            case ResampleFilter.Bicubic:
                const double a = -0.5;
                x = Math.Abs(x);
                if (x < 1.0) return ((((a + 2.0) * x) - (a + 3.0)) * x * x) + 1;
                return x < 2.0 ? (((((x - 5) * x) + 8) * x) - 4) * a : 0.0;
            default:
                return x is >= -3.0 and < 3.0 ? Sinc(x) * Sinc(x / 3) : 0.0;
        }
    }

    private static double Sinc(double x)
    {
        if (x == 0.0) return 1.0;
        x *= Math.PI;
        return Math.Sin(x) / x;
    }
}
