namespace LVW.Native.VisualWords.Evaluation;

/// <summary>The overlap that two masks of the same size have by chance.</summary>
public static class ChanceOverlap
{
    /// <summary>
    /// E[X / (2k − X)] for X cells in common of two independent random masks of k = t·n cells: X is hypergeometric. Slightly above t / (2 − t);
    /// a k that is not whole lies between its neighbours.
    /// </summary>
    /// <param name="cells">n, places that vary independently: the cells of the feature grid, of which the pixels are blends.</param>
    /// <param name="fraction">t, the share that a mask keeps, 0 to 1.</param>
    public static double Expected(int cells, double fraction)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cells, 1);
        double wanted = Math.Clamp(fraction, 0, 1) * cells;
        int low = (int)Math.Floor(wanted);
        double share = wanted - low;
        return share == 0 ? Expected(cells, low) : ((1 - share) * Expected(cells, low)) + (share * Expected(cells, low + 1));
    }

    /// <summary>The same for masks of exactly <paramref name="kept"/> cells.</summary>
    public static double Expected(int cells, int kept)
    {
        if (kept == 0) return 0;
        double[] logFactorial = new double[cells + 1];
        for (int i = 2; i <= cells; i++) logFactorial[i] = logFactorial[i - 1] + Math.Log(i);
        double LogChoose(int n, int k) => logFactorial[n] - logFactorial[k] - logFactorial[n - k];
        double sum = 0;
        for (int common = Math.Max(0, (2 * kept) - cells); common <= kept; common++)
        {
            double probability = Math.Exp(LogChoose(kept, common) + LogChoose(cells - kept, kept - common) - LogChoose(cells, kept));
            sum += probability * common / ((2.0 * kept) - common);
        }

        return sum;
    }
}
