using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Memory;

public sealed class StepTests : IDisposable
{
    private readonly CpuDevice device = new(threads: 1, poison: true);

    public void Dispose() => device.Dispose();

    [Fact]
    public void The_gradient_of_relu_is_one_where_the_input_is_positive()
    {
        using Step step = device.BeginStep();
        Tensor x = step.Input([-2f], [1], requiresGradient: true);
        Tensor positive = step.Input([3f], [1], requiresGradient: true);
        positive.ReLU().ReLU().Reshape([]).Backward();
        Assert.Equal([1f], step.GradientOf(positive));
        Assert.Throws<InvalidOperationException>(() => step.GradientOf(x));
    }

    [Fact]
    public void A_tensor_used_after_its_step_throws_with_the_remedy()
    {
        Step step = device.BeginStep();
        Tensor x = step.Input([1f, 2f], [2]);
        step.Dispose();
        Assert.Contains("step has ended", Assert.Throws<InvalidOperationException>(() => x.ToArray()).Message);
        using Step again = device.BeginStep();
        again.Input([5f], [1]);
        Assert.Throws<InvalidOperationException>(() => x.Shape);
    }

    [Fact]
    public void Values_are_released_by_backward_unless_kept()
    {
        var weight = new Parameter(device, [1]);
        weight.Set([2f]);
        using Step step = device.BeginStep();
        Tensor released = weight.In(step).ReLU();
        Tensor kept = released.ReLU().Reshape([1, 1]).Keep();
        kept.ReLU().Reshape([]).Backward();
        Assert.Equal([2f], kept.ToArray());
        Assert.Throws<InvalidOperationException>(() => released.ToArray());
        Assert.Equal(1f, weight.Gradient.Floats1());
    }

    [Fact]
    public void From_the_second_identical_step_on_nothing_is_allocated()
    {
        var weight = new Parameter(device, [1]);
        Pass(weight);
        Pass(weight);
        long pooled = device.PooledBytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Pass(weight);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(pooled, device.PooledBytes);
    }

    [Fact]
    public void A_recording_step_gives_back_what_was_made_after_its_last_recorded_op_and_refuses_the_rest()
    {
        var weight = new Parameter(device, [1]);
        weight.Set([2f]);
        using Step step = device.BeginStep();
        Tensor spent = step.Input([3f], [1]).ReLU(), needed = spent.ReLU();
        Assert.True(step.MayRelease(spent));
        step.Release(spent);
        Assert.Throws<InvalidOperationException>(() => spent.ToArray());
        Tensor product = weight.In(step).Multiply(needed);
        Assert.False(step.MayRelease(needed));
        Assert.Contains("[1]", Assert.Throws<InvalidOperationException>(() => step.Release(needed)).Message, StringComparison.Ordinal);
        product.Reshape([]).Backward();
        Assert.Equal(3f, weight.Gradient.Floats1());
    }

    [Fact]
    public void A_parameter_that_the_loss_does_not_reach_has_no_gradient()
    {
        var used = new Parameter(device, [1]);
        var unused = new Parameter(device, [1]);
        using Step step = device.BeginStep();
        unused.In(step).ReLU();
        used.In(step).ReLU().Reshape([]).Backward();
        Assert.True(used.HasGradient);
        Assert.False(unused.HasGradient);
    }

    private void Pass(Parameter weight)
    {
        using Step step = device.BeginStep();
        Tensor x = weight.In(step);
        for (int i = 0; i < 80; i++) x = x.ReLU();
        x.Reshape([]).Backward();
    }
}

internal static unsafe class StorageReading
{
    public static float Floats1(this Storage storage) => *storage.Floats();
}
