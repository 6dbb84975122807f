using LVW.Native.Engine.Ops.Distance;

namespace LVW.Native.Engine.Testing.Cases.Distance;

/// <summary>The cases of <c>Ops/Distance</c>.</summary>
internal static class DistanceCases
{
    private static readonly Tolerance SumOfSquares = new(2e-6, 5e-6, "a sum of D squares; gradients are sums over rows or points");

    public static IEnumerable<OpCase> All => [SquaredDistance, SeveralTiles, MinSquaredDistance, MinSquaredDistanceCells, MinOverSeveralPieces];

    private static OpCase SquaredDistance => new(
        "SquaredDistance", [typeof(SquaredDistanceOp)], SumOfSquares, sampler => Distances(sampler, sampler.AnyShape(atLeast: 2), sampler.Channels()));

    /// <summary>More rows and points than one tile of a kernel has, and sums of more rows than one slice.</summary>
    private static OpCase SeveralTiles => new(
        "SquaredDistance, several tiles", [typeof(SquaredDistanceOp)], SumOfSquares, sampler =>
            Distances(sampler, [sampler.Between(1, 40 * sampler.Size), sampler.Between(1, 10 * sampler.Size)], sampler.Between(1, 10 * sampler.Size)));

    private static OpCase MinSquaredDistance => new(
        "MinSquaredDistance", [typeof(MinSquaredDistanceOp)], SumOfSquares, sampler =>
            Minima(sampler, sampler.Coin() ? sampler.Pictures() : sampler.AnyShape(atLeast: 3, atMost: 3), sampler.Channels()));

    /// <summary>More cells than one piece of a search has.</summary>
    private static OpCase MinOverSeveralPieces => new(
        "MinSquaredDistance, several pieces", [typeof(MinSquaredDistanceOp)], SumOfSquares, sampler =>
            Minima(sampler, [sampler.Batch(), sampler.Between(1, 40 * sampler.Size), sampler.Between(4, 8)], sampler.Between(1, 10 * sampler.Size)));

    /// <summary>The places, written as numbers; values on a grid, so that many tie and the first must win.</summary>
    private static OpCase MinSquaredDistanceCells => new(
        "MinSquaredDistance, cells", [], Tolerance.Exact("places are chosen, and distances on the grid are exact"), sampler =>
        {
            Shape shape = [sampler.Batch(), sampler.Between(1, 40 * sampler.Size), sampler.Between(1, 2)];
            return new OpProblem
            {
                Inputs = [sampler.OnGrid("z", shape).Constant(), sampler.OnGrid("p", [sampler.Channels(), shape[^1]]).Constant()],
                Apply = t => AsNumbers(t[0].MinSquaredDistance(t[1]).Cells),
                Reference = t => OfPictures(t[0], t[1], distances => distances.ToList().IndexOf(distances.Min())),
            };
        });

    private static OpProblem Distances(Sampler sampler, Shape rows, int points)
    {
        ProblemInput z = sampler.Input("z", rows);
        ProblemInput p = sampler.Input("p", [points, rows[^1]]);

        // A word is a copy of a place: the distance is exactly 0.
        Array.Copy(z.Values, p.Values, rows[^1]);
        return new OpProblem
        {
            Inputs = [z, p],
            Apply = t => t[0].SquaredDistance(t[1]),
            Reference = t => Reference(t[0], t[1]),
        };
    }

    // The nearest cell is nearest by a margin, for the derivative jumps where two change places.
    private static OpProblem Minima(Sampler sampler, Shape pictures, int points)
    {
        const double Margin = 1e-3;
        ProblemInput z = sampler.Input("z", pictures);
        var cells = new DoubleTensor(z.Shape, Array.ConvertAll(z.Values, value => (double)value));
        Shape one = [1, pictures[^1]];
        var drawn = new List<float>();
        for (int attempt = 0; drawn.Count < points * pictures[^1]; attempt++)
        {
            // A word is a copy of a place: the distance is exactly 0.
            float[] point = attempt == 0 ? z.Values[..pictures[^1]] : sampler.Values(one);
            var candidate = new DoubleTensor(one, Array.ConvertAll(point, value => (double)value));
            DoubleTensor margins = OfPictures(cells, candidate, distances => distances.Count == 1 ? 1 : distances.Order().ElementAt(1) - distances.Min());
            if (margins.Values.Min() > Margin) drawn.AddRange(point);
        }

        return new OpProblem
        {
            Inputs = [z, new ProblemInput("p", [points, pictures[^1]], [.. drawn])],
            Apply = t => t[0].MinSquaredDistance(t[1]).Values,
            Reference = t => OfPictures(t[0], t[1], distances => distances.Min()),
        };
    }

    private static DoubleTensor Reference(DoubleTensor z, DoubleTensor p)
    {
        DoubleTensor rows = z.AsRows();
        DoubleTensor distances = DoubleTensor.From(rows.Shape[0], p.Shape[0], (m, j) => Distance(rows, m, p, j));
        return distances.Reshape(z.Shape.With(-1, p.Shape[0]));
    }

    /// <summary>[N, P]: something of the distances of a point to all cells of a picture.</summary>
    private static DoubleTensor OfPictures(DoubleTensor z, DoubleTensor p, Func<IReadOnlyList<double>, double> choose)
    {
        DoubleTensor rows = z.AsRows();
        int cells = rows.Shape[0] / z.Shape[0];
        return DoubleTensor.From(z.Shape[0], p.Shape[0], (n, j) => choose([.. Enumerable.Range(n * cells, cells).Select(m => Distance(rows, m, p, j))]));
    }

    private static double Distance(DoubleTensor rows, int m, DoubleTensor p, int j)
    {
        double sum = 0;
        for (int k = 0; k < p.Shape[1]; k++)
        {
            double difference = rows[m, k] - p[j, k];
            sum += difference * difference;
        }

        return sum;
    }

    private static Tensor AsNumbers(IndexTensor indices)
        => indices.Step.Input(Array.ConvertAll(indices.ToArray(), index => (float)index), indices.Shape);
}
