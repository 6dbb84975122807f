using LVW.Native.VisualWords.Planning;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Planning;

/// <summary>Runs made up so that the answer can be worked out by hand.</summary>
public sealed class ScalingModelTests
{
    private static readonly NetworkCeiling Free = new(1e18, 0, Origin.Given);

    // GPUs, 64 pictures, 10 ms each; no network, no input.
    private static ScalingModel Model => new()
    {
        Batch = 64,
        Pictures = 640,
        RanksPerMachine = 8,
        Cores = 1000,
        ComputeThreads = 0,
        Input = new InputCost(0, 0, 1, 3),
        Within = Free,
        Between = Free,
    };

    [Fact]
    public void Without_losses_twice_the_ranks_take_half_the_time()
    {
        StageCost stage = Stage(new StepCost(0, 0.01));
        ScalingPoint four = Model.At(stage, 4);
        Assert.Equal(0.16, four.StepSeconds, 9);
        Assert.Equal(1.6, four.EpochSeconds, 9);
        Assert.Equal(400, four.PicturesPerSecond, 6);
        Assert.Equal((1, 16, 1.0), (four.Machines, four.Share, Math.Round(four.Efficiency, 9)));
        Assert.Equal(ScalingLimit.Compute, four.Limit);
        Assert.Null(Model.FirstBelow(stage, 0.8));
    }

    // A step takes f + p·B/R with f = p·B, so the efficiency is 2 / (R + 1): 2/3 of two ranks, 2/4 of three, 2/5 of four.
    [Fact]
    public void A_fixed_cost_halves_efficiency_where_it_outweighs_the_share()
    {
        StageCost stage = Stage(new StepCost(0.64, 0.01));
        Assert.Equal(2 / 3.0, Model.At(stage, 2).Efficiency, 9);
        Assert.Equal(ScalingLimit.BatchShare, Model.At(stage, 2).Limit);
        Assert.Equal(2, Model.FirstBelow(stage, 0.8)!.Ranks);
        Assert.Equal(4, Model.FirstBelow(stage, 0.499)!.Ranks);
    }

    [Fact]
    public void The_busiest_rank_takes_the_larger_share() => Assert.Equal(22, Model.At(Stage(new StepCost(0, 0.01)), 3).Share);

    // Two ranks send each byte once: 40 MB at 10⁹ bytes a second are 40 ms. The backward pass takes half of a step of 320 ms.
    [Theory]
    [InlineData(40_000_000, 0.040)] // one bucket is ready when all is done
    [InlineData(4_000_000, 0.004)] // of ten, the last alone is left over
    public void The_last_bucket_cannot_hide(long bucket, double exposed)
    {
        ScalingPoint point = (Model with { Within = new NetworkCeiling(1e9, 0, Origin.Given), BucketBytes = bucket }).At(Stage(new StepCost(0, 0.01), gradients: 40_000_000), 2);
        Assert.Equal(exposed, point.NetworkSeconds, 9);
        Assert.Equal(0.040, point.AllReduceSeconds, 9);
        Assert.Equal(exposed / (0.32 + exposed), point.NetworkShare, 9);
    }

    // Ten buckets of 40 ms: the first is ready after 16 ms, so all end at 16 + 400, 256 ms after the backward pass.
    [Fact]
    public void A_slow_network_is_hidden_only_as_long_as_the_backward_pass_lasts()
    {
        ScalingModel slow = Model with { Within = new NetworkCeiling(1e8, 0, Origin.Given), BucketBytes = 4_000_000 };
        ScalingPoint point = slow.At(Stage(new StepCost(0, 0.01), gradients: 40_000_000), 2);
        Assert.Equal(0.256, point.NetworkSeconds, 9);
        Assert.Equal(ScalingLimit.Network, point.Limit);
        Assert.Equal(0.4, (slow with { Overlaps = false }).At(Stage(new StepCost(0, 0.01), gradients: 40_000_000), 2).NetworkSeconds, 9);
    }

    [Fact]
    public void Ranks_of_several_machines_move_at_the_speed_between_them()
    {
        ScalingModel model = Model with { RanksPerMachine = 2, Between = new NetworkCeiling(1e9, 0, Origin.Given), Overlaps = false, BucketBytes = 40_000_000 };
        StageCost stage = Stage(new StepCost(0, 0.01), gradients: 40_000_000);
        Assert.Equal(0, model.At(stage, 2).NetworkSeconds, 9);
        Assert.Equal((2, 0.06), (model.At(stage, 4).Machines, Math.Round(model.At(stage, 4).NetworkSeconds, 9)));
    }

    // 20 layers, there and back, each a message of 1 ms.
    [Fact]
    public void Synchronised_statistics_wait_twice_for_each_layer()
    {
        ScalingModel model = Model with { Within = new NetworkCeiling(1e18, 1e-3, Origin.Given), SynchronizesNormalization = true };
        Assert.Equal(0.040, model.At(Stage(new StepCost(0, 0.01)) with { NormalizationLayers = 20, NormalizationBytes = 8 }, 2).NetworkSeconds, 9);
    }

    // The loss is summed, and what words have nearest: two messages of 1 ms.
    [Fact]
    public void Ranks_meet_at_every_step()
        => Assert.Equal(0.002, (Model with { Within = new NetworkCeiling(1e18, 1e-3, Origin.Given) }).At(Stage(new StepCost(0, 0.01)) with { Meetings = 2 }, 2).NetworkSeconds, 9);

    // A loader of 3 threads makes a picture in 30 ms each, so 32 pictures take 320 ms; a step of 320 ms hides that, one of 160 ms does not.
    [Fact]
    public void Ranks_wait_for_pictures_that_come_slower_than_they_are_used()
    {
        ScalingModel model = Model with { Input = new InputCost(0.03, 0.03, 1, 3) };
        Assert.Equal(0, model.At(Stage(new StepCost(0, 0.01)), 2).InputSeconds, 9);
        ScalingPoint fast = model.At(Stage(new StepCost(0, 0.004)), 2);
        Assert.Equal((0.128, 0.192), (Math.Round(fast.ComputeSeconds, 9), Math.Round(fast.InputSeconds, 9)));
        Assert.Equal(ScalingLimit.Input, fast.Limit);
    }

    // The machine's cores are what eight GPUs share: 64 pictures at 30 ms on 4 cores are 480 ms, whatever each rank's loader could do.
    [Fact]
    public void Loaders_of_a_machine_share_its_cores()
        => Assert.Equal(0.48, (Model with { Input = new InputCost(0.03, 0.03, 1, 3), Cores = 4 }).At(Stage(new StepCost(0, 0.01)), 8).StepSeconds, 9);

    // On two cores that both compute, what pictures take is divided among them: 64·(10 + 2/2) ms.
    [Fact]
    public void A_processor_that_computes_gives_cores_to_the_loader()
    {
        ScalingModel model = Processor with { Input = new InputCost(0.002, 0.002, 1, 2) };
        ScalingPoint one = model.At(Stage(new StepCost(0, 0.01), shared: new StepCost(0, 0.02)), 1);
        Assert.Equal((0.64, 0.064), (Math.Round(one.ComputeSeconds, 9), Math.Round(one.InputSeconds, 9)));
    }

    // Two ranks with a core each are no faster than one with both, and not to be: a processor is one device.
    [Fact]
    public void Ranks_that_share_a_processor_are_measured_against_the_processor()
    {
        StageCost stage = Stage(new StepCost(0, 0.01), shared: new StepCost(0, 0.02));
        Assert.Equal(1, Processor.At(stage, 2).Efficiency, 9);
        Assert.Equal(1, Processor.At(stage, 4).Efficiency, 9);
        ScalingPoint crowded = Processor.At(stage with { Shared = new StepCost(0, 0.04) }, 4);
        Assert.Equal((0.5, ScalingLimit.SharedMachine), (Math.Round(crowded.Efficiency, 9), crowded.Limit));
    }

    [Fact]
    public void What_the_cache_cannot_hold_is_decoded_again() => Assert.Equal(0.25 * 0.01 + 0.75 * 0.05, new InputCost(0.05, 0.01, 0.25, 3).CoreSeconds, 12);

    [Fact]
    public void Rows_are_whole_machines_and_the_plan() => Assert.Equal([1, 2, 4, 6, 8, 16], Processor.Rows(6));

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void A_batch_serves_no_more_ranks_than_it_has_pictures(int ranks)
        => Assert.Contains("1 to 64", Assert.Throws<ArgumentOutOfRangeException>(() => Model.At(Stage(new StepCost(0, 0.01)), ranks)).Message);

    private static ScalingModel Processor => Model with { RanksPerMachine = 2, Cores = 2, ComputeThreads = 2 };

    private static StageCost Stage(StepCost cost, long gradients = 0, StepCost? shared = null) => new("joint", 1, cost, shared ?? cost, 0.5, gradients);
}
