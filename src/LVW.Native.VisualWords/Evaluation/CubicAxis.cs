namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// Where each target pixel of one axis reads under cubic convolution (Keys 1981) with a = −0.75 and half-pixel centres, the rule of
/// OpenCV's and PyTorch's bicubic resize; cells beyond the border repeat it.
/// </summary>
internal sealed class CubicAxis
{
    private const double A = -0.75;

    /// <summary>Builds the table: x = (i + ½)·source/target − ½, four cells from ⌊x⌋ − 1 on.</summary>
    public CubicAxis(int source, int target)
    {
        Cells = new int[4 * target];
        Weights = new float[4 * target];
        for (int i = 0; i < target; i++)
        {
            double x = ((i + 0.5) * source / target) - 0.5;
            int low = (int)Math.Floor(x);
            for (int t = 0; t < 4; t++)
            {
                Cells[(4 * i) + t] = Math.Clamp(low - 1 + t, 0, source - 1);
                Weights[(4 * i) + t] = (float)Kernel(Math.Abs(x - (low - 1 + t)));
            }
        }
    }

    /// <summary>Four source cells for each target pixel.</summary>
    public int[] Cells { get; }

    /// <summary>The weights of those cells; they sum to 1.</summary>
    public float[] Weights { get; }

    private static double Kernel(double x) => x switch
    {
        <= 1 => ((((A + 2) * x) - (A + 3)) * x * x) + 1,
        < 2 => ((((A * x) - (5 * A)) * x) + (8 * A)) * x - (4 * A),
        _ => 0,
    };
}
