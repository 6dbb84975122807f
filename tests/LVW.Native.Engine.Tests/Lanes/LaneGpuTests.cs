using LVW.Native.Engine.Lanes;
using Xunit;

namespace LVW.Native.Engine.Tests.Lanes;

/// <summary>The polynomials that GPU kernels use, on the host against float64.</summary>
public sealed class LaneGpuTests
{
    // Units in the last place of the correctly rounded result.
    private const double Units = 2;

    [Fact]
    public void Exp_is_within_two_units_in_the_last_place()
    {
        for (float x = -87.3f; x < 88.7f; x += 0.00931f) AssertClose(Math.Exp(x), LaneGpu.Exp(x), x);
    }

    [Fact]
    public void Log_is_within_two_units_in_the_last_place()
    {
        for (float x = 1e-38f; x < 3e38f; x *= 1.00173f) AssertClose(Math.Log(x), LaneGpu.Log(x), x);
        for (float x = 0.9f; x < 1.1f; x += 0.000013f) AssertClose(Math.Log(x), LaneGpu.Log(x), x);
    }

    [Theory]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(100f, float.PositiveInfinity)]
    [InlineData(-110f, 0f)]
    [InlineData(0f, 1f)]
    public void Exp_at_the_ends(float x, float expected) => Assert.Equal(expected, LaneGpu.Exp(x));

    [Fact]
    public void Exp_reaches_into_the_subnormal_numbers() => Assert.Equal(Math.Exp(-100), LaneGpu.Exp(-100f), 1e-45);

    [Theory]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(0f, float.NegativeInfinity)]
    [InlineData(-1f, float.NaN)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(1f, 0f)]
    public void Log_at_the_ends(float x, float expected) => Assert.Equal(expected, LaneGpu.Log(x));

    [Fact]
    public void Log_reaches_into_the_subnormal_numbers() => AssertClose(Math.Log(1e-42f), LaneGpu.Log(1e-42f), 1e-42f);

    [Theory]
    [InlineData(1f, 2f, 2f, 1f)]
    [InlineData(float.NaN, 2f, float.NaN, float.NaN)]
    [InlineData(1f, float.NaN, float.NaN, float.NaN)]
    public void The_larger_and_the_smaller_pass_NaN_on(float a, float b, float larger, float smaller)
    {
        Assert.Equal(larger, LaneGpu.Max(new LaneGpu(a), new LaneGpu(b)).Value);
        Assert.Equal(smaller, LaneGpu.Min(new LaneGpu(a), new LaneGpu(b)).Value);
    }

    private static void AssertClose(double expected, float actual, float x)
    {
        float rounded = (float)expected;
        double unit = Math.Max(MathF.BitIncrement(MathF.Abs(rounded)) - MathF.Abs(rounded), float.Epsilon);
        Assert.True(Math.Abs(actual - expected) <= Units * unit, $"at {x}: {actual} instead of {expected}, {Math.Abs(actual - expected) / unit:F2} units away");
    }
}
