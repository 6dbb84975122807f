namespace LVW.Native.VisualWords.Words;

/// <summary>
/// Solves a <see cref="LastLayerProblem"/> to convergence by orthant-wise L-BFGS (Andrew and Gao, ICML 2007): what hundreds of
/// epochs of Adam on cached scores approach, in seconds.
/// </summary>
public static class LastLayerFit
{
    // With 12 pairs, three times as many iterations reach the same objective on the scores of 185 words.
    private const int Memory = 30;
    private const double SufficientDecrease = 1e-4;
    private const int LongestLineSearch = 40;

    // Searches in a row that hold at their first attempt before a longer step is tried again.
    private const int Trust = 8;

    /// <summary>Minimises the objective.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="start">W to start from, [C, P].</param>
    /// <param name="iterations">Most iterations.</param>
    /// <param name="tolerance">Stops when the objective fell by less than this share over ten iterations.</param>
    /// <returns>W at the optimum and the objective there.</returns>
    public static (float[] Weights, double Objective) Solve(LastLayerProblem problem, ReadOnlySpan<float> start, int iterations = 2000, double tolerance = 1e-9)
    {
        ArgumentNullException.ThrowIfNull(problem);
        double[] weights = [.. start.ToArray().Select(value => (double)value)];
        double[] gradient = new double[weights.Length];
        double objective = problem.Smooth(weights, gradient) + problem.Penalty(weights);
        var history = new CurvatureMemory(Memory);

        // Where the penalty bends the valley, whole steps overshoot for hundreds of iterations on end: the last length that held comes first.
        (double reach, int held) = (1, 0);
        double earlier = double.PositiveInfinity;
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            if (iteration % 10 == 0)
            {
                if (problem.L1 > 0) objective += problem.L1 * CentreColumns(weights, problem);
                if (earlier - objective < tolerance * Math.Max(1, Math.Abs(objective))) break;
                earlier = objective;
            }

            double[] steepest = PseudoGradient(weights, gradient, problem);
            double[] direction = history.Apply(steepest);
            for (int i = 0; i < direction.Length; i++)
            {
                // The quasi-Newton direction must not leave the side that the pseudo-gradient points to; a free weight has no sides.
                if (!problem.IsFree(i) && direction[i] * steepest[i] <= 0) direction[i] = 0;
            }

            double scale = history.IsEmpty ? 1 / Math.Max(1e-12, Math.Sqrt(LastLayerProblem.Dot(steepest, steepest))) : reach;
            if (!Search(problem, weights, objective, steepest, direction, ref scale, out double[] next, out double[] nextGradient, out double nextObjective))
            {
                if (history.IsEmpty) break;
                history.Clear();
                (reach, held) = (1, 0);
                continue;
            }

            if (!history.IsEmpty)
            {
                held = scale == reach ? held + 1 : 0;
                reach = held == Trust ? Math.Min(1, 2 * scale) : scale;
                if (held == Trust) held = 0;
            }

            history.Add(Difference(next, weights), Difference(nextGradient, gradient));
            (weights, gradient, objective) = (next, nextGradient, nextObjective);
        }

        return ([.. weights.Select(value => (float)value)], objective);
    }

    // Softmax does not see a number added to a word's weights for all classes, the penalty does: it is least at their median. L-BFGS
    // creeps along these flat directions. Free weights move along. Returns the change of Σ|W|.
    private static double CentreColumns(double[] weights, LastLayerProblem problem)
    {
        (int classes, int words) = (problem.Classes, problem.Words);
        double change = 0;
        double[] column = new double[classes];
        for (int j = 0; j < words; j++)
        {
            int penalised = 0;
            for (int c = 0; c < classes; c++)
            {
                if (!problem.IsFree((c * words) + j)) column[penalised++] = weights[(c * words) + j];
            }

            if (penalised == 0) continue;
            Array.Sort(column, 0, penalised);
            (double low, double high) = (column[(penalised - 1) / 2], column[penalised / 2]);
            double median = low > 0 ? low : Math.Min(high, 0);
            if (median == 0) continue;
            for (int c = 0; c < classes; c++)
            {
                ref double weight = ref weights[(c * words) + j];
                if (!problem.IsFree((c * words) + j)) change += Math.Abs(weight - median) - Math.Abs(weight);
                weight -= median;
            }
        }

        return change;
    }

    // The subgradient of smallest size: where W is 0 the penalty absorbs a gradient of up to λ.
    private static double[] PseudoGradient(double[] weights, double[] gradient, LastLayerProblem problem)
    {
        double[] result = new double[weights.Length];
        for (int i = 0; i < result.Length; i++)
        {
            double l1 = problem.IsFree(i) ? 0 : problem.L1;
            result[i] = weights[i] != 0
                ? gradient[i] + (l1 * Math.Sign(weights[i]))
                : gradient[i] + l1 < 0 ? gradient[i] + l1
                : gradient[i] - l1 > 0 ? gradient[i] - l1
                : 0;
        }

        return result;
    }

    // Backtracks along −direction; a weight that would cross zero stops there. The first attempt nearly always holds, so each brings its gradient.
    private static bool Search(
        LastLayerProblem problem,
        double[] weights,
        double objective,
        double[] steepest,
        double[] direction,
        ref double scale,
        out double[] next,
        out double[] nextGradient,
        out double nextObjective)
    {
        next = new double[weights.Length];
        nextGradient = new double[weights.Length];
        nextObjective = objective;
        for (int attempt = 0; attempt < LongestLineSearch; attempt++, scale *= 0.5)
        {
            double expected = 0;
            for (int i = 0; i < next.Length; i++)
            {
                double value = weights[i] - (scale * direction[i]);
                double side = weights[i] != 0 ? weights[i] : -steepest[i];
                next[i] = value * side > 0 || problem.IsFree(i) ? value : 0;
                expected += steepest[i] * (next[i] - weights[i]);
            }

            if (expected >= 0) return false;
            nextObjective = problem.Smooth(next, nextGradient) + problem.Penalty(next);
            if (nextObjective <= objective + (SufficientDecrease * expected)) return true;
        }

        return false;
    }

    private static double[] Difference(double[] a, double[] b)
    {
        double[] result = new double[a.Length];
        for (int i = 0; i < result.Length; i++) result[i] = a[i] - b[i];
        return result;
    }
}
