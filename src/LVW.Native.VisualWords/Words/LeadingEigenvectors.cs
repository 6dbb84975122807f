using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Words;

/// <summary>
/// An orthonormal basis of the space that the largest eigenvalues of a symmetric matrix belong to, by orthogonal iteration (Golub and Van Loan 2013, section
/// 8.2.4). Eigenvalues close to the last one may change places with it: the energy that the space keeps is then the same.
/// </summary>
internal static class LeadingEigenvectors
{
    private const int Iterations = 30;

    // Shorter than this share of what went in, a vector is rounding.
    private const double Dependent = 1e-10;

    /// <summary>Finds the basis.</summary>
    /// <param name="matrix">Symmetric, positive semidefinite, [n, n].</param>
    /// <param name="size">n.</param>
    /// <param name="count">Vectors wanted, at most n; beyond the matrix's rank they are random.</param>
    /// <param name="random">Where the iteration starts.</param>
    /// <returns>[count, n], row by row, the largest eigenvalue first but for close ones.</returns>
    public static float[] Of(double[] matrix, int size, int count, Philox random)
    {
        double[][] basis = [.. Enumerable.Range(0, count).Select(_ => Draw(random, size))];
        Orthonormalize(basis, random);
        double[][] products = [.. Enumerable.Range(0, count).Select(_ => new double[size])];

        // As many vectors as there are dimensions span all of them from the start.
        for (int iteration = 0; iteration < (count < size ? Iterations : 0); iteration++)
        {
            Parallel.For(0, size, row =>
            {
                for (int k = 0; k < count; k++) products[k][row] = LastLayerProblem.Dot(matrix.AsSpan(row * size, size), basis[k]);
            });
            (basis, products) = (products, basis);
            Orthonormalize(basis, random);
        }

        return [.. basis.SelectMany(vector => vector.Select(value => (float)value))];
    }

    // Modified Gram-Schmidt. What depends on the vectors before it is replaced by a draw.
    private static void Orthonormalize(double[][] vectors, Philox random)
    {
        for (int k = 0; k < vectors.Length; k++)
        {
            double[] vector = vectors[k];
            double before = Math.Sqrt(LastLayerProblem.Dot(vector, vector));
            for (int earlier = 0; earlier < k; earlier++) LastLayerProblem.AddScaled(vector, -LastLayerProblem.Dot(vector, vectors[earlier]), vectors[earlier]);
            double length = Math.Sqrt(LastLayerProblem.Dot(vector, vector));
            if (length <= before * Dependent)
            {
                vectors[k--] = Draw(random, vector.Length);
                continue;
            }

            for (int i = 0; i < vector.Length; i++) vector[i] /= length;
        }
    }

    private static double[] Draw(Philox random, int size)
    {
        float[] values = new float[size];
        random.FillNormal(values);
        return [.. values.Select(value => (double)value)];
    }
}
