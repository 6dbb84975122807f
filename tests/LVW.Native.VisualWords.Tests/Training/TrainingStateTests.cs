using LVW.Native.Engine;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.Engine.Randomness;
using LVW.Native.Engine.Testing.Distributed;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Training;

public sealed class TrainingStateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CpuDevice device = new(threads: 1, poison: true);
    private readonly RunFolder run;

    public TrainingStateTests()
        => run = RunFolder.Begin(folder.In("run"), Presets.Get("quick"), new RunDescription("/data", ["a"], [], [], [], "half", 96), resume: false);

    public void Dispose()
    {
        device.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_new_run_begins_with_the_base_stage_at_step_0()
    {
        TrainingState state = TrainingState.Load(run);
        Assert.Equal(("base", 0L, 0), (state.Stage, state.Step, state.Sums.Pictures));
    }

    [Fact]
    public void No_rank_goes_on_before_rank_0_has_written_the_checkpoint()
    {
        bool[] written = ThreadRanks.Run(2, ranks =>
        {
            using var own = new CpuDevice(threads: 1);
            var model = new Linear(own, new Philox(1), 3, 2);
            TrainingState state = TrainingState.Load(run, ranks);
            if (ranks.Rank == 0) Thread.Sleep(300);
            state.Advance("warm", model);
            return File.Exists(run.CheckpointFile);
        });
        Assert.Equal([true, true], written);
    }

    [Fact]
    public void Weights_optimizer_place_sums_and_seconds_come_back_and_the_run_goes_on_bit_for_bit()
    {
        (Linear model, Adam optimizer) = NewModel(1);
        Move(model, optimizer, 3);
        TrainingState state = TrainingState.Load(run);
        state.Advance("joint", model);
        var sums = new EpochSums { Pictures = 5, Right = 3, Seconds = 1.5 };
        sums.Add(2, 1, 0.1, [("loss", 1 / 3.0)]);
        state.Seconds["joint"] = 12.25;
        state.Save(7, sums, model, optimizer);
        Move(model, optimizer, 2);

        TrainingState loaded = TrainingState.Load(run);
        Assert.Equal(("joint", 7L), (loaded.Stage, loaded.Step));
        Assert.Equal((7, 4, 1.6, 2 / 3.0), (loaded.Sums.Pictures, loaded.Sums.Right, loaded.Sums.Seconds, loaded.Sums.Terms["loss"]));
        Assert.Equal(12.25, loaded.Seconds["joint"]);
        (Linear again, Adam resumed) = NewModel(2);
        loaded.Restore(again, resumed);
        Move(again, resumed, 2);
        Assert.Equal(model.Weight.ToArray(), again.Weight.ToArray());
        Assert.Equal(model.Bias!.ToArray(), again.Bias!.ToArray());
    }

    [Fact]
    public void A_stage_that_begins_has_the_weights_with_which_the_last_ended_and_a_fresh_optimizer()
    {
        (Linear model, Adam optimizer) = NewModel(1);
        Move(model, optimizer, 3);
        TrainingState.Load(run).Advance("joint", model);
        TrainingState loaded = TrainingState.Load(run);
        (Linear again, Adam fresh) = NewModel(2);
        float[] own = again.Weight.ToArray();
        loaded.Restore(again, fresh);
        Assert.Equal(own, again.Weight.ToArray());
        Assert.Empty(fresh.StateDict(""));
        loaded.Restore(again);
        Assert.Equal(model.Weight.ToArray(), again.Weight.ToArray());
    }

    [Fact]
    public void Log_lines_after_the_checkpoint_are_forgotten_on_resume()
    {
        (Linear model, Adam optimizer) = NewModel(1);
        TrainingState state = TrainingState.Load(run);
        state.Log(Record(1));
        state.Save(4, new EpochSums(), model, optimizer);
        state.Log(Record(2));
        Assert.Equal(2, File.ReadAllLines(run.LogFile).Length);
        TrainingState.Load(run);
        string line = Assert.Single(File.ReadAllLines(run.LogFile));
        Assert.Equal(Record(1).ToJson(), EpochRecord.FromJson(line).ToJson());
    }

    [Fact]
    public void A_weight_that_is_not_a_number_keeps_the_older_checkpoint()
    {
        (Linear model, Adam optimizer) = NewModel(1);
        TrainingState state = TrainingState.Load(run);
        state.Save(4, new EpochSums(), model, optimizer);
        float[] good = model.Bias!.ToArray();
        model.Bias.Set([float.NaN, 0]);
        string message = Assert.Throws<NonFiniteLossException>(() => state.Save(5, new EpochSums(), model, optimizer)).Message;
        Assert.Contains("bias", message, StringComparison.Ordinal);
        Assert.Equal(4, TrainingState.Load(run).Step);
        Assert.Equal(good, SafeTensors.Read(run.CheckpointFile).Tensors["bias"].Values);
    }

    [Theory]
    [InlineData("stage", null)]
    [InlineData("stage", "lunch")]
    [InlineData("step", null)]
    [InlineData("step", "many")]
    [InlineData("step", "99999999999999999999")]
    [InlineData("logLength", null)]
    [InlineData("sums", null)]
    [InlineData("sums", "{")]
    [InlineData("seconds", null)]
    public void A_file_that_lacks_what_a_checkpoint_has_is_named(string key, string? value)
    {
        (Linear model, Adam optimizer) = NewModel(1);
        TrainingState.Load(run).Save(4, new EpochSums(), model, optimizer);
        SafeTensorsContent content = SafeTensors.Read(run.CheckpointFile);
        Dictionary<string, string> metadata = content.Metadata.ToDictionary();
        metadata.Remove(CheckpointSeal.Key);
        metadata.Remove(key);
        if (value is not null) metadata[key] = value;
        SafeTensors.Write(run.CheckpointFile, content.Tensors, metadata);
        string message = Assert.Throws<CheckpointException>(() => TrainingState.Load(run)).Message;
        Assert.Equal($"{run.CheckpointFile}: not a training checkpoint, or a damaged one. Delete it to train the run anew.", message);
    }

    [Fact]
    public void A_checkpoint_without_a_moment_of_the_optimizer_is_named()
    {
        (Linear model, Adam optimizer) = NewModel(1);
        Move(model, optimizer, 1);
        TrainingState.Load(run).Save(4, new EpochSums(), model, optimizer);
        SafeTensorsContent content = SafeTensors.Read(run.CheckpointFile);
        CheckpointSeal.Write(run.CheckpointFile, content.Tensors.Where(entry => entry.Key != "optimizer.bias.moment1").ToDictionary(), content.Metadata);
        TrainingState loaded = TrainingState.Load(run);
        Assert.StartsWith(run.CheckpointFile, Assert.Throws<CheckpointException>(() => loaded.Restore(model, optimizer)).Message, StringComparison.Ordinal);
    }

    private static EpochRecord Record(int epoch) => new("base", epoch, 10, 0.5, new Dictionary<string, double> { ["l1"] = 2 }, 0.75, null, 1, 100);

    // Everything of the device goes with it.
    private (Linear Model, Adam Optimizer) NewModel(ulong seed)
    {
        var model = new Linear(device, new Philox(seed), 3, 2);
        return (model, new Adam(new ParameterGroup("all", model.Parameters(), learningRate: 0.1)));
    }

    private void Move(Linear model, Adam optimizer, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            using Step step = device.BeginStep();
            model.Forward(step.Input([1, 2, 3, 0, -1, 1], [2, 3])).Square().Sum().Backward();
            optimizer.Step();
        }
    }
}
