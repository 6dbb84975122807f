namespace LVW.Native.Imaging.Drawing;

/// <summary>Colours for the numbers 0 to 1.</summary>
public sealed class Colormap
{
    private const int Entries = 256;

    private readonly Rgb[] table = new Rgb[Entries];

    private Colormap(string name, ReadOnlySpan<double> red, ReadOnlySpan<double> green, ReadOnlySpan<double> blue)
    {
        Name = name;
        for (int i = 0; i < Entries; i++)
        {
            double t = i / (Entries - 1.0);
            table[i] = new Rgb(Evaluate(red, t), Evaluate(green, t), Evaluate(blue, t));
        }
    }

    /// <summary>
    /// Blue over green and yellow to red, smooth and bright: A. Mikhailov, "Turbo", 2019, in R. Du's polynomial of degree 5.
    /// </summary>
    public static Colormap Turbo { get; } = new(
        "turbo",
        [0.13572138, 4.61539260, -42.66032258, 132.13108234, -152.94239396, 59.28637943],
        [0.09140261, 2.19418839, 4.84296658, -14.18503333, 4.27729857, 2.82956604],
        [0.10667330, 12.64194608, -60.58204836, 110.36276771, -89.90310912, 27.34824973]);

    /// <summary>
    /// Dark violet over green to yellow, evenly lighter and safe for colour-blind readers: matplotlib's viridis in M. Zucker's polynomial
    /// of degree 6.
    /// </summary>
    public static Colormap Viridis { get; } = new(
        "viridis",
        [0.2777273272234177, 0.1050930431085774, -0.3308618287255563, -4.634230498983486, 6.228269936347081, 4.776384997670288, -5.435455855934631],
        [0.005407344544966578, 1.404613529898575, 0.214847559468213, -5.799100973351585, 14.17993336680509, -13.74514537774601, 4.645852612178535],
        [0.3340998053353061, 1.384590162594685, 0.09509516302823659, -19.33244095627987, 56.69055260068105, -65.35303263337234, 26.3124352495832]);

    /// <summary>Name of the map.</summary>
    public string Name { get; }

    /// <summary>The colour of a number, in 256 steps.</summary>
    /// <param name="value">The number; below 0 and not-a-number count as 0, above 1 as 1.</param>
    public Rgb At(float value) => table[value > 0 ? (int)((Math.Min(value, 1f) * (Entries - 1)) + 0.5f) : 0];

    private static byte Evaluate(ReadOnlySpan<double> coefficients, double t)
    {
        double sum = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--) sum = (sum * t) + coefficients[i];
        return (byte)Math.Round(Math.Clamp(sum, 0, 1) * 255);
    }
}
