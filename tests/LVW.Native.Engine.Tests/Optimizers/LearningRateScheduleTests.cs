using FsCheck.Xunit;
using LVW.Native.Engine.Optimizers;
using Xunit;

namespace LVW.Native.Engine.Tests.Optimizers;

public sealed class LearningRateScheduleTests
{
    [Fact]
    public void A_constant_rate_stays_one() => Assert.All(Enumerable.Range(0, 100), step => Assert.Equal(1, LearningRateSchedule.Constant.At(step)));

    [Fact]
    public void A_half_cosine_falls_from_one_to_zero()
    {
        LearningRateSchedule schedule = LearningRateSchedule.Cosine(100);
        Assert.Equal(1, schedule.At(0));
        Assert.Equal(0.5 * (1 + Math.Cos(Math.PI / 4)), schedule.At(25), 1e-12);
        Assert.Equal(0.5, schedule.At(50), 1e-12);
        Assert.Equal(0, schedule.At(100), 1e-12);
    }

    [Fact]
    public void The_warm_up_rises_evenly_and_reaches_one_as_the_cosine_begins()
    {
        LearningRateSchedule schedule = LearningRateSchedule.Cosine(100, warmupSteps: 4);
        Assert.Equal([0.2, 0.4, 0.6, 0.8, 1.0], Enumerable.Range(0, 5).Select(step => Math.Round(schedule.At(step), 12)));
    }

    [Property(MaxTest = 200)]
    public void The_factor_lies_between_its_end_and_one_and_never_rises_after_the_warm_up(ushort total, ushort warmup, byte final)
    {
        long steps = 1 + total;
        long warm = warmup % steps;
        double end = final / 255.0;
        LearningRateSchedule schedule = LearningRateSchedule.Cosine(steps, warm, end);
        double last = double.PositiveInfinity;
        for (long step = 0; step <= steps + 5; step += Math.Max(1, steps / 37))
        {
            double factor = schedule.At(step);
            Assert.InRange(factor, step < warm ? 0 : end, 1);
            if (step < warm) continue;
            Assert.True(factor <= last + 1e-15);
            last = factor;
        }

        Assert.Equal(end, schedule.At(steps), 1e-12);
        Assert.Equal(end, schedule.At(10 * steps), 1e-12);
    }

    [Fact]
    public void A_step_decay_multiplies_at_regular_intervals()
    {
        var decay = new StepDecay(Every: 10, Factor: 0.1);
        Assert.Equal([1, 1, 0.1, 0.1, 0.01], ((long[])[0, 9, 10, 19, 20]).Select(step => Math.Round(decay.At(step), 12)));
    }
}
