using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// Fills removed pixels so that their shape does not give them away (ROAD, Rong et al. 2022): each is the weighted mean of its eight neighbours, 1/6 beside and
/// 1/12 across a corner, which couples them in a sparse linear system; a little noise hides how smooth the solution is.
/// </summary>
/// <remarks>The system is symmetric and positive definite; conjugate gradients stop at a thousandth of the first residual or after 100 sweeps.</remarks>
internal sealed class NoisyLinearImputation
{
    private const int MostSweeps = 100;
    private const double Precision = 1e-3;
    private const float Beside = 1 / 6f;
    private const float Across = 1 / 12f;

    private readonly int side;
    private readonly (int Dx, int Dy, float Weight)[] neighbours;

    /// <summary>Prepares the neighbourhood.</summary>
    /// <param name="side">Side of the picture in pixels.</param>
    public NoisyLinearImputation(int side)
    {
        this.side = side;
        neighbours =
        [
            (-1, 0, Beside), (1, 0, Beside), (0, -1, Beside), (0, 1, Beside), (-1, -1, Across), (1, -1, Across), (-1, 1, Across), (1, 1, Across),
        ];
    }

    /// <summary>Fills the removed pixels.</summary>
    /// <param name="pixels">[side, side, 3]; those that are removed are overwritten.</param>
    /// <param name="removed">side · side; at least one is false.</param>
    /// <param name="noise">Standard deviation of the noise.</param>
    /// <param name="random">Where the noise is drawn from.</param>
    public void Fill(Span<float> pixels, ReadOnlySpan<bool> removed, float noise, Philox random)
    {
        int[] places = [.. Places(removed)];
        if (places.Length == 0) return;
        int[] links = Links(places, removed, out float[] weights, out float[] sums);
        float[] known = new float[places.Length];
        float[] solution = new float[places.Length];
        for (int channel = 0; channel < 3; channel++)
        {
            double mean = Mean(pixels, removed, channel);
            Array.Clear(known);
            for (int i = 0; i < places.Length; i++)
            {
                for (int k = 0; k < neighbours.Length; k++)
                {
                    int at = (i * neighbours.Length) + k;
                    if (links[at] < 0 && weights[at] > 0) known[i] += weights[at] * pixels[(~links[at] * 3) + channel];
                }
            }

            Array.Fill(solution, (float)mean);
            Solve(links, weights, sums, known, solution);
            for (int i = 0; i < places.Length; i++) pixels[(places[i] * 3) + channel] = solution[i] + (noise > 0 ? noise * random.NextNormal() : 0);
        }
    }

    private static IEnumerable<int> Places(ReadOnlySpan<bool> removed)
    {
        var places = new List<int>();
        for (int i = 0; i < removed.Length; i++)
        {
            if (removed[i]) places.Add(i);
        }

        return places;
    }

    private static double Mean(ReadOnlySpan<float> pixels, ReadOnlySpan<bool> removed, int channel)
    {
        (double sum, int count) = (0, 0);
        for (int i = 0; i < removed.Length; i++)
        {
            if (removed[i]) continue;
            sum += pixels[(i * 3) + channel];
            count++;
        }

        return count == 0 ? 0 : sum / count;
    }

    // For each removed pixel its neighbours: another unknown's index, or the complement of a known pixel's place; weight 0 outside the picture.
    private int[] Links(int[] places, ReadOnlySpan<bool> removed, out float[] weights, out float[] sums)
    {
        int[] unknown = new int[removed.Length];
        for (int i = 0; i < places.Length; i++) unknown[places[i]] = i;
        int[] links = new int[places.Length * neighbours.Length];
        weights = new float[links.Length];
        sums = new float[places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            for (int k = 0; k < neighbours.Length; k++)
            {
                (int dx, int dy, float weight) = neighbours[k];
                (int x, int y) = ((places[i] % side) + dx, (places[i] / side) + dy);
                if ((uint)x >= (uint)side || (uint)y >= (uint)side) continue;
                int place = (y * side) + x;
                int at = (i * neighbours.Length) + k;
                links[at] = removed[place] ? unknown[place] : ~place;
                weights[at] = weight;
                sums[i] += weight;
            }
        }

        return links;
    }

    // (D − W)·x = known by conjugate gradients.
    private void Solve(int[] links, float[] weights, float[] sums, float[] known, float[] x)
    {
        float[] product = new float[x.Length];
        float[] residual = new float[x.Length];
        Multiply(links, weights, sums, x, product);
        double norm = 0;
        for (int i = 0; i < x.Length; i++)
        {
            residual[i] = known[i] - product[i];
            norm += residual[i] * (double)residual[i];
        }

        float[] direction = [.. residual];
        double enough = norm * Precision * Precision;
        for (int sweep = 0; sweep < MostSweeps && norm > enough; sweep++)
        {
            Multiply(links, weights, sums, direction, product);
            double curvature = 0;
            for (int i = 0; i < x.Length; i++) curvature += direction[i] * (double)product[i];
            float length = (float)(norm / curvature);
            double next = 0;
            for (int i = 0; i < x.Length; i++)
            {
                x[i] += length * direction[i];
                residual[i] -= length * product[i];
                next += residual[i] * (double)residual[i];
            }

            float turn = (float)(next / norm);
            for (int i = 0; i < x.Length; i++) direction[i] = residual[i] + (turn * direction[i]);
            norm = next;
        }
    }

    private void Multiply(int[] links, float[] weights, float[] sums, float[] x, float[] result)
    {
        int count = neighbours.Length;
        for (int i = 0; i < x.Length; i++)
        {
            float sum = sums[i] * x[i];
            for (int at = i * count; at < (i + 1) * count; at++)
            {
                if (links[at] >= 0) sum -= weights[at] * x[links[at]];
            }

            result[i] = sum;
        }
    }
}
