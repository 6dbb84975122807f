using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Elementwise;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Elementwise;

public sealed class UnaryFormulaTests
{
    [Property(MaxTest = 15)]
    public void Every_formula_and_its_derivative_agree_with_double(int seed)
    {
        var random = new Random(seed);
        Shape shape = OpCheck.RandomShape(random, random.Next(0, 5), 5);
        TestInput any = OpCheck.Uniform(random, shape);
        TestInput positive = OpCheck.Uniform(random, shape, 0.3, 4);
        Check(x => x.Sigmoid(), x => 1 / (1 + Math.Exp(-x)), any);
        Check(x => x.Exp(), Math.Exp, any);
        Check(x => x.Log(), Math.Log, positive);
        Check(x => x.Sqrt(), Math.Sqrt, positive);
        Check(x => x.Square(), x => x * x, any);
        Check(x => x.Abs(), Math.Abs, positive);
        Check(x => x.Negate().Abs(), Math.Abs, positive);
        Check(x => -x, x => -x, any);
        Check(x => x + 1.5f, x => x + 1.5, any);
        Check(x => 1.5f + x, x => x + 1.5, any);
        Check(x => x - 1.5f, x => x - 1.5, any);
        Check(x => 1.5f - x, x => 1.5 - x, any);
        Check(x => x * 2.5f, x => x * 2.5, any);
        Check(x => 2.5f * x, x => x * 2.5, any);
        Check(x => x / 2.5f, x => x / 2.5, any);
        Check(x => x.Apply(new Square().Then(new AddScalar(1)).Then(default(Sqrt))), x => Math.Sqrt((x * x) + 1), any);
    }

    [Fact]
    public void Sigmoid_saturates_without_overflow()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        Assert.Equal([0f, 0.5f, 1f], step.Input([-1000f, 0f, 1000f], [3]).Sigmoid().ToArray());
    }

    [Fact]
    public void The_derivative_of_abs_is_the_sign_and_zero_at_zero()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        Tensor x = step.Input([-2f, 0f, 3f], [3], requiresGradient: true);
        x.Abs().Sum().Backward();
        Assert.Equal([-1f, 0f, 1f], step.GradientOf(x));
    }

    [Fact]
    public void A_fused_formula_equals_its_parts_bit_for_bit()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        float[] values = [.. Enumerable.Range(-50, 101).Select(i => i / 10f)];
        Tensor fused = step.Input(values, [101], requiresGradient: true);
        Tensor apart = step.Input(values, [101], requiresGradient: true);
        Tensor a = fused.Apply(default(Sigmoid).Then(default(Square))).Keep();
        Tensor b = apart.Sigmoid().Square().Keep();
        Assert.Equal(b.ToArray(), a.ToArray());
        (a + b).Sum().Backward();
        Assert.Equal(step.GradientOf(apart), step.GradientOf(fused));
    }

    private static void Check(Func<Tensor, Tensor> op, Func<double, double> reference, TestInput input)
        => OpCheck.Run(x => op(x[0]), x => [.. x[0].Select(reference)], [input]);
}
