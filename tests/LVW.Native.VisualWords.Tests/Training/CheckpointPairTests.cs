using FsCheck.Xunit;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Optimizers;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Training;

/// <summary>A damaged checkpoint costs the steps since the one before it, never the run.</summary>
public sealed class CheckpointPairTests : IDisposable
{
    private static readonly RunDescription Description = new("/data", ["a"], [], [], [], "half", 96);

    private readonly TemporaryFolder folder = new();
    private readonly CpuDevice device = new(threads: 1);
    private readonly RunFolder run;
    private readonly Linear model;
    private readonly Adam optimizer;

    public CheckpointPairTests()
    {
        run = RunFolder.Begin(folder.In("run"), Presets.Get("quick"), Description, resume: false);
        model = new Linear(device, new Philox(1), 3, 2);
        optimizer = new Adam(new ParameterGroup("all", model.Parameters(), learningRate: 0.1));
    }

    public void Dispose()
    {
        device.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void The_last_two_are_kept()
    {
        Save(1, 2, 3);
        Assert.Equal(("3", "2"), (StepOf(run.CheckpointFile), StepOf(run.PreviousCheckpointFile)));
        Assert.Null(TrainingState.Load(run).Note);
    }

    [Property(MaxTest = 60)]
    public void A_flipped_bit_anywhere_in_the_newest_costs_the_steps_since_the_one_before(int place)
    {
        Save(1, 2);
        byte[] bytes = File.ReadAllBytes(run.CheckpointFile);
        int bit = (int)((uint)place * 2654435761u % (uint)(bytes.Length * 8));
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        File.WriteAllBytes(run.CheckpointFile, bytes);
        RequirePrevious(step: 1);
        foreach (string file in Directory.GetFiles(run.Path, "checkpoint*")) File.Delete(file);
    }

    [Fact]
    public void A_cut_anywhere_in_the_newest_costs_the_steps_since_the_one_before()
    {
        Save(1, 2);
        byte[] bytes = File.ReadAllBytes(run.CheckpointFile);
        for (int length = 0; length < bytes.Length; length += 13)
        {
            File.WriteAllBytes(run.CheckpointFile, bytes[..length]);
            RequirePrevious(step: 1);
        }
    }

    [Fact]
    public void The_log_goes_back_with_the_checkpoint()
    {
        TrainingState state = TrainingState.Load(run);
        foreach (int epoch in (int[])[1, 2])
        {
            state.Log(new EpochRecord("base", epoch, 10, 0.5, new Dictionary<string, double>(), 0.75, null, 1, 100));
            state.Save(epoch, new EpochSums(), model, optimizer);
        }

        Damage(run.CheckpointFile);
        RequirePrevious(step: 1);
        Assert.Equal(1, EpochRecord.FromJson(Assert.Single(File.ReadAllLines(run.LogFile))).Epoch);
    }

    [Fact]
    public void A_damaged_checkpoint_never_takes_the_place_of_a_whole_one()
    {
        Save(1, 2);
        Damage(run.CheckpointFile);
        TrainingState.Load(run).Save(7, new EpochSums(), model, optimizer);
        Assert.Equal(("7", "1"), (StepOf(run.CheckpointFile), StepOf(run.PreviousCheckpointFile)));
        TrainingState.Load(run).Save(8, new EpochSums(), model, optimizer);
        Assert.Equal(("8", "7"), (StepOf(run.CheckpointFile), StepOf(run.PreviousCheckpointFile)));
    }

    [Fact]
    public void A_damaged_older_one_is_of_no_matter_while_the_newest_is_whole()
    {
        Save(1, 2);
        Damage(run.PreviousCheckpointFile);
        TrainingState state = TrainingState.Load(run);
        Assert.Equal((2L, null), (state.Step, state.Note));
    }

    [Fact]
    public void A_kill_between_the_two_renames_costs_the_steps_since_the_one_before()
    {
        Save(1);
        File.Move(run.CheckpointFile, run.PreviousCheckpointFile);
        File.WriteAllText(run.CheckpointFile + ".abc.part", "whole or not");
        RequirePrevious(step: 1);
        Save(2);
        Assert.Equal(("2", "1"), (StepOf(run.CheckpointFile), StepOf(run.PreviousCheckpointFile)));
    }

    [Fact]
    public void When_both_are_damaged_one_line_names_both_and_the_remedy()
    {
        Save(1, 2);
        Damage(run.CheckpointFile);
        File.WriteAllText(run.PreviousCheckpointFile, "no checkpoint");
        string message = Assert.Throws<CheckpointException>(() => TrainingState.Load(run)).Message;
        Assert.StartsWith(run.CheckpointFile + ": ", message, StringComparison.Ordinal);
        Assert.Contains(run.PreviousCheckpointFile + ": ", message, StringComparison.Ordinal);
        Assert.EndsWith("Delete both to train the run anew.", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        File.Delete(run.CheckpointFile);
        Assert.EndsWith("Delete it to train the run anew.", Assert.Throws<CheckpointException>(() => TrainingState.Load(run)).Message, StringComparison.Ordinal);
        File.Delete(run.PreviousCheckpointFile);
        Assert.Equal(("base", 0L), (TrainingState.Load(run).Stage, TrainingState.Load(run).Step));
    }

    [Fact]
    public void Checkpoints_of_before_seals_are_used_and_replaced_by_sealed_ones()
    {
        Save(5);
        Unseal(run.CheckpointFile);
        TrainingState state = TrainingState.Load(run);
        Assert.Equal((5L, null), (state.Step, state.Note));
        state.Save(6, new EpochSums(), model, optimizer);
        Damage(run.CheckpointFile);
        RequirePrevious(step: 5);
    }

    [Fact]
    public void A_checkpoint_without_a_seal_is_not_used_where_the_one_before_has_one()
    {
        Save(1, 2);
        Unseal(run.CheckpointFile);
        RequirePrevious(step: 1);
        Unseal(run.PreviousCheckpointFile);
        Assert.Equal(2, TrainingState.Load(run).Step);
    }

    [Fact]
    public void Another_run_takes_the_base_model_with_the_checkpoint_that_is_whole()
    {
        Save(1, 2);
        File.WriteAllText(run.MetricsFile, "{}");
        SafeTensors.Write(run.BaseFile, model.StateDict());
        Damage(run.CheckpointFile);
        RunFolder other = RunFolder.Begin(folder.In("other"), run.ReadSettings(), Description, resume: false);
        Assert.True(other.TakeBase(run.Path));
        Assert.Equal(1, TrainingState.Load(other).Step);
        Assert.Equal(File.ReadAllBytes(run.BaseFile), File.ReadAllBytes(other.BaseFile));
    }

    [Fact]
    public void A_damaged_base_model_is_taken_by_no_other_run()
    {
        Save(1);
        File.WriteAllText(run.MetricsFile, "{}");
        CheckpointSeal.Write(run.BaseFile, model.StateDict(), new Dictionary<string, string>());
        Damage(run.BaseFile);
        RunFolder other = RunFolder.Begin(folder.In("other"), run.ReadSettings(), Description, resume: false);
        Assert.StartsWith(run.BaseFile, Assert.Throws<CheckpointException>(() => other.TakeBase(run.Path)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(other.BaseFile));
    }

    private static string StepOf(string path) => CheckpointSeal.Read(path).Metadata["step"];

    private static void Damage(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private static void Unseal(string path)
    {
        SafeTensorsContent content = SafeTensors.Read(path);
        SafeTensors.Write(path, content.Tensors, content.Metadata.Where(entry => entry.Key != CheckpointSeal.Key).ToDictionary());
    }

    private void Save(params long[] steps)
    {
        TrainingState state = TrainingState.Load(run);
        foreach (long step in steps) state.Save(step, new EpochSums(), model, optimizer);
    }

    private void RequirePrevious(long step)
    {
        TrainingState state = TrainingState.Load(run);
        Assert.Equal(step, state.Step);
        Assert.StartsWith(run.CheckpointFile + ": ", state.Note, StringComparison.Ordinal);
        Assert.EndsWith($" The run goes on from checkpoint.previous.safetensors: stage base, step {step}.", state.Note, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', state.Note!);
    }
}
