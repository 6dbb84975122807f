using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Words;

public sealed class LeadingEigenvectorsTests
{
    // A = Q·diag(λ)·Qᵀ with a reflection Q = I − 2·v·vᵀ/|v|²: its columns are the eigenvectors.
    [Theory]
    [InlineData(5, 2)]
    [InlineData(37, 6)]
    [InlineData(64, 1)]
    public void Of_a_matrix_with_known_eigenvectors_the_leading_ones_are_found(int size, int count)
    {
        (double[] matrix, double[][] columns) = Reflected([.. Enumerable.Range(0, size).Select(k => Math.Pow(0.5, k))]);
        float[] found = LeadingEigenvectors.Of(matrix, size, count, new Philox(3));
        for (int k = 0; k < count; k++)
        {
            double cosine = Enumerable.Range(0, size).Sum(i => columns[k][i] * found[(k * size) + i]);
            Assert.Equal(1, Math.Abs(cosine), 1e-6);
        }
    }

    [Fact]
    public void A_slowly_falling_spectrum_loses_hardly_any_energy()
    {
        const int Size = 60, Count = 20;
        double[] values = [.. Enumerable.Range(0, Size).Select(k => 1 / (1 + (0.05 * k)))];
        (double[] matrix, _) = Reflected(values);
        float[] found = LeadingEigenvectors.Of(matrix, Size, Count, new Philox(3));
        double kept = Enumerable.Range(0, Count).Sum(k => Energy(matrix, found.AsSpan(k * Size, Size)));
        Assert.InRange(kept / values.Take(Count).Sum(), 0.995, 1 + 1e-6);
        AssertOrthonormal(found, Size, Count);
    }

    // Dead channels: more vectors are wanted than the matrix has of its own.
    [Fact]
    public void Beyond_the_rank_vectors_are_still_orthonormal()
    {
        (double[] matrix, _) = Reflected([3, 2, 0, 0, 0, 0]);
        AssertOrthonormal(LeadingEigenvectors.Of(matrix, 6, 6, new Philox(3)), 6, 6);
        AssertOrthonormal(LeadingEigenvectors.Of(new double[16], 4, 3, new Philox(3)), 4, 3);
    }

    private static (double[] Matrix, double[][] Columns) Reflected(double[] eigenvalues)
    {
        int size = eigenvalues.Length;
        double[] v = [.. Enumerable.Range(1, size).Select(i => Math.Sin(i))];
        double squares = v.Sum(x => x * x);
        double[][] columns = [.. Enumerable.Range(0, size).Select(k => Enumerable.Range(0, size).Select(i => (i == k ? 1 : 0) - (2 * v[i] * v[k] / squares)).ToArray())];
        double[] matrix = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++) matrix[(i * size) + j] = Enumerable.Range(0, size).Sum(k => eigenvalues[k] * columns[k][i] * columns[k][j]);
        }

        return (matrix, columns);
    }

    private static double Energy(double[] matrix, ReadOnlySpan<float> vector)
    {
        double energy = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            for (int j = 0; j < vector.Length; j++) energy += matrix[(i * vector.Length) + j] * vector[i] * vector[j];
        }

        return energy;
    }

    private static void AssertOrthonormal(float[] vectors, int size, int count)
    {
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++) Assert.Equal(a == b ? 1 : 0, Enumerable.Range(0, size).Sum(i => (double)vectors[(a * size) + i] * vectors[(b * size) + i]), 1e-6);
        }
    }
}
