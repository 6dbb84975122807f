using LVW.Native.VisualWords.Planning;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Planning;

public sealed class StepCostTests
{
    [Fact]
    public void Two_steps_give_the_fixed_part_and_the_part_of_each_picture()
    {
        StepCost cost = StepCost.Through(8, 0.3, 32, 0.9);
        Assert.Equal(0.1, cost.FixedSeconds, 12);
        Assert.Equal(0.025, cost.SecondsPerPicture, 12);
        Assert.Equal(0.5, cost.At(16), 12);
    }

    [Theory]
    [InlineData(8, 0.1, 32, 0.8, 0, 0.025)]
    [InlineData(8, 0.9, 32, 0.8, 0.8, 0)]
    [InlineData(1, 0.5, 1, 0.5, 0, 0.5)]
    public void No_part_is_negative_and_the_larger_step_is_met(int few, double fewSeconds, int many, double manySeconds, double rest, double each)
    {
        StepCost cost = StepCost.Through(few, fewSeconds, many, manySeconds);
        Assert.Equal(rest, cost.FixedSeconds, 12);
        Assert.Equal(each, cost.SecondsPerPicture, 12);
        Assert.Equal(manySeconds, cost.At(many), 12);
    }
}
