using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Ops.Elementwise;
using LVW.Native.Engine.Testing;
using LVW.Native.Engine.Testing.Checks;
using Xunit;

namespace LVW.Native.Engine.Tests.Properties;

/// <summary>The checks can fail: ops that are wrong on purpose are caught, and the message leads back to them.</summary>
public sealed class MutationTests : IDisposable
{
    private readonly CpuDevice device = new(threads: 1, poison: true);

    public void Dispose() => device.Dispose();

    [Theory]
    [InlineData(-1f)]
    [InlineData(1.001f)]
    [InlineData(0f)]
    public void A_wrong_sign_or_factor_in_a_derivative_is_caught(float factor) => AssertCaught(new GradientCheck(), Square(factor));

    [Fact]
    public void The_right_derivative_passes()
    {
        Square(factor: 1).Verify(device);
        Rotate(Mistake.None).Verify(device);
    }

    [Fact]
    public void A_wrong_index_in_a_gradient_is_caught_by_both_checks()
    {
        AssertCaught(new GradientCheck(), Rotate(Mistake.ShiftsTheWrongWay));
        AssertCaught(new AdjointCheck(), Rotate(Mistake.ShiftsTheWrongWay));
    }

    [Fact]
    public void A_gradient_that_overwrites_instead_of_adding_is_caught() => AssertCaught(new TapeCheck(), Rotate(Mistake.ForgetsToAdd));

    [Fact]
    public void A_gradient_element_that_is_never_written_is_caught() => AssertCaught(new AdjointCheck(), Rotate(Mistake.LeavesTheLastElement));

    [Fact]
    public void An_output_of_the_wrong_shape_is_caught() => AssertCaught(new ParityCheck(), Rotate(Mistake.WritesTheWrongShape));

    [Fact]
    public void A_failure_names_op_seed_shapes_place_and_both_values()
    {
        var exception = Assert.Throws<OpCheckException>(() => Square(factor: 2).Verify(device, seed: 40));
        Assert.Contains("Square: the gradient check failed on cpu", exception.Message);
        Assert.Contains($"seed {exception.Result.Seed}, size {exception.Result.Size}", exception.Message);
        Assert.Contains("x [", exception.Message);
        Assert.Matches(@"d output\[\d+\] / d x\[\d+\].*device -?\d.*expected -?\d", exception.Message);
    }

    [Fact]
    public void A_failure_is_shrunk_to_the_smallest_size_that_shows_it()
    {
        OpCase opCase = Rotate(Mistake.ShiftsTheWrongWay);
        CheckResult failure = new GradientCheck().Run(opCase, device, seed: 3, size: 8);
        CheckResult smaller = new GradientCheck().Shrink(opCase, device, failure);
        Assert.False(smaller.Passed);
        Assert.True(smaller.Size < failure.Size);
        Assert.False(new GradientCheck().Run(opCase, device, smaller.Seed, smaller.Size).Passed);
    }

    [Fact]
    public void An_op_that_throws_is_a_failure_with_the_seed()
    {
        var opCase = new OpCase("Thrower", [], Tolerance.Exact("it never computes"), sampler => new OpProblem
        {
            Inputs = [sampler.Input("x", [3])],
            Apply = t => t[0].Reshape([4]),
            Reference = t => t[0],
        });
        CheckResult result = new ParityCheck().Run(opCase, device, seed: 5);
        Assert.False(result.Passed);
        Assert.Contains("seed 5", result.ToString());
        Assert.Contains("[3] has 3 elements but [4] has 4", result.ToString());
    }

    private static OpCase Square(float factor)
        => new("Square", [typeof(WronglyScaled)], new Tolerance(1e-6, 2e-6, "one product, rounded once"), sampler => new OpProblem
        {
            Inputs = [sampler.Input("x", sampler.AnyShape())],
            Apply = t => UnaryOp<WronglyScaled>.Apply(t[0], new WronglyScaled(factor)),
            Reference = t => t[0].Map(x => x * x),
        });

    // Three elements at least: with two, a shift to the left is a shift to the right.
    private static OpCase Rotate(Mistake mistake)
        => new("Rotate", [typeof(RotateOp)], Tolerance.Exact("values are moved, not computed"), sampler => new OpProblem
        {
            Inputs = [sampler.Input("x", [2 + sampler.Channels()]).Linear()],
            Apply = t => RotateOp.Apply(t[0], mistake),
            Reference = t => DoubleTensor.From(t[0].Count, i => t[0][(i + 1) % t[0].Count]),
        });

    private void AssertCaught(OpCheck check, OpCase opCase)
        => Assert.Contains(Enumerable.Range(0, 5), seed => !check.Run(opCase, device, (ulong)seed).Passed);
}
