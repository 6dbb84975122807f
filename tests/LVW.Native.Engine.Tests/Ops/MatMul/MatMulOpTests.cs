using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Tests.Kernels;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.MatMul;

public sealed class MatMulOpTests
{
    private const double Tolerance = 1e-5;

    [Fact]
    public void A_product_of_small_matrices_is_the_textbook_one()
    {
        using var device = new CpuDevice(1);
        using Step step = device.BeginInference();
        Tensor a = step.Input([1, 2, 3, 4], [2, 2]);
        Tensor b = step.Input([5, 6, 7, 8], [2, 2]);
        Assert.Equal([19f, 22, 43, 50], a.MatMul(b).ToArray());
        Assert.Equal([26f, 30, 38, 44], a.MatMul(b, transposeA: true).ToArray());
        Assert.Equal([17f, 23, 39, 53], a.MatMul(b, transposeB: true).ToArray());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Gradients_of_a_bilinear_form_are_its_partial_sums(bool transposeA, bool transposeB)
    {
        const int M = 5, K = 7, N = 3;
        var random = new Random(5);
        float[] a = KernelBuffer.Random(random, M * K), b = KernelBuffer.Random(random, K * N);
        float[] u = KernelBuffer.Random(random, M), v = KernelBuffer.Random(random, N);
        using var device = new CpuDevice(2, poison: true);
        using Step step = device.BeginStep();
        Tensor left = step.Input(a, transposeA ? [K, M] : [M, K], requiresGradient: true);
        Tensor right = step.Input(b, transposeB ? [N, K] : [K, N], requiresGradient: true);
        step.Input(u, [1, M]).MatMul(left.MatMul(right, transposeA, transposeB)).MatMul(step.Input(v, [N, 1])).Backward();

        double[] da = new double[M * K], db = new double[K * N];
        for (int m = 0; m < M; m++)
        for (int k = 0; k < K; k++)
        for (int n = 0; n < N; n++)
        {
            int ai = transposeA ? (k * M) + m : (m * K) + k, bi = transposeB ? (n * K) + k : (k * N) + n;
            da[ai] += (double)u[m] * b[bi] * v[n];
            db[bi] += (double)u[m] * a[ai] * v[n];
        }

        Assert.InRange(KernelBuffer.Difference(step.GradientOf(left), da), 0, Tolerance);
        Assert.InRange(KernelBuffer.Difference(step.GradientOf(right), db), 0, Tolerance);
    }

    [Fact]
    public void A_square_of_a_matrix_receives_both_gradients()
    {
        using var device = new CpuDevice(1);
        using Step step = device.BeginStep();
        Tensor x = step.Input([3f], [1, 1], requiresGradient: true);
        x.MatMul(x).Backward();
        Assert.Equal([6f], step.GradientOf(x));
    }

    [Fact]
    public void Linear_agrees_with_its_product_and_sum()
    {
        var random = new Random(6);
        float[] x = KernelBuffer.Random(random, 2 * 3 * 20), w = KernelBuffer.Random(random, 19 * 20), b = KernelBuffer.Random(random, 19);
        float[] v = KernelBuffer.Random(random, 6 * 19);
        using var device = new CpuDevice(2, poison: true);
        using Step step = device.BeginStep();
        Tensor input = step.Input(x, [2, 3, 20], requiresGradient: true);
        Tensor weight = step.Input(w, [19, 20], requiresGradient: true);
        Tensor bias = step.Input(b, [19], requiresGradient: true);
        Tensor y = input.Linear(weight, bias).Keep();
        Assert.Equal(new Shape(2, 3, 19), y.Shape);
        y.Reshape([1, 6 * 19]).MatMul(step.Input(v, [6 * 19, 1])).Backward();

        double[] expected = new double[6 * 19], dx = new double[x.Length], dw = new double[w.Length], db = new double[19];
        for (int m = 0; m < 6; m++)
        for (int o = 0; o < 19; o++)
        {
            expected[(m * 19) + o] = b[o];
            db[o] += v[(m * 19) + o];
            for (int i = 0; i < 20; i++)
            {
                expected[(m * 19) + o] += (double)x[(m * 20) + i] * w[(o * 20) + i];
                dx[(m * 20) + i] += (double)v[(m * 19) + o] * w[(o * 20) + i];
                dw[(o * 20) + i] += (double)v[(m * 19) + o] * x[(m * 20) + i];
            }
        }

        Assert.InRange(KernelBuffer.Difference(y.ToArray(), expected), 0, Tolerance);
        Assert.InRange(KernelBuffer.Difference(step.GradientOf(input), dx), 0, Tolerance);
        Assert.InRange(KernelBuffer.Difference(step.GradientOf(weight), dw), 0, Tolerance);
        Assert.InRange(KernelBuffer.Difference(step.GradientOf(bias), db), 0, Tolerance);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        using var device = new CpuDevice(1);
        using Step step = device.BeginInference();
        Tensor a = step.Allocate([2, 3]), b = step.Allocate([4, 5]);
        Assert.Contains("3 and 4 differ ([2, 3] times [4, 5])", Message(() => a.MatMul(b)), StringComparison.Ordinal);
        Assert.Contains("the transpose of [2, 3]", Message(() => a.MatMul(b, transposeA: true)), StringComparison.Ordinal);
        Assert.Contains("Reshape", Message(() => a.MatMul(step.Allocate([3]))), StringComparison.Ordinal);
        Assert.Contains("[2, 3]", Message(() => a.Linear(b)), StringComparison.Ordinal);
        Assert.Contains("[4]", Message(() => step.Allocate([2, 5]).Linear(b, step.Allocate([5]))), StringComparison.Ordinal);
    }

    private static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
}
