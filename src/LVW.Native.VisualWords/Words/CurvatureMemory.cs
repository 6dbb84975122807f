namespace LVW.Native.VisualWords.Words;

/// <summary>L-BFGS's memory: the last steps and gradient changes, applied as an approximate inverse Hessian (two-loop recursion).</summary>
/// <param name="capacity">Pairs to keep.</param>
internal sealed class CurvatureMemory(int capacity)
{
    private readonly List<(double[] Step, double[] Change, double Inverse)> pairs = [];

    public bool IsEmpty => pairs.Count == 0;

    public void Clear() => pairs.Clear();

    /// <summary>Keeps a pair if it shows positive curvature.</summary>
    public void Add(double[] step, double[] change)
    {
        double curvature = LastLayerProblem.Dot(step, change);
        if (!(curvature > 1e-12 * LastLayerProblem.Dot(change, change))) return;
        if (pairs.Count == capacity) pairs.RemoveAt(0);
        pairs.Add((step, change, 1 / curvature));
    }

    /// <summary>H·v.</summary>
    public double[] Apply(double[] vector)
    {
        double[] result = (double[])vector.Clone();
        double[] shares = new double[pairs.Count];
        for (int i = pairs.Count - 1; i >= 0; i--)
        {
            shares[i] = pairs[i].Inverse * LastLayerProblem.Dot(pairs[i].Step, result);
            LastLayerProblem.AddScaled(result, -shares[i], pairs[i].Change);
        }

        if (pairs.Count > 0)
        {
            (_, double[] change, double inverse) = pairs[^1];
            double scale = 1 / (inverse * LastLayerProblem.Dot(change, change));
            for (int i = 0; i < result.Length; i++) result[i] *= scale;
        }

        for (int i = 0; i < pairs.Count; i++)
        {
            double back = pairs[i].Inverse * LastLayerProblem.Dot(pairs[i].Change, result);
            LastLayerProblem.AddScaled(result, shares[i] - back, pairs[i].Step);
        }

        return result;
    }
}
