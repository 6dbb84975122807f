using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Tests;

/// <summary>A run that was stopped anywhere and resumed leaves the same files, bit for bit, as one that was not.</summary>
public sealed class ResumeTests(FinishedRun finished) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Stopping_between_steps_changes_nothing()
    {
        TrainingSettings settings = SettingsReader.Read("quick", null, [], [.. Tiny.Settings, "threads=2"]);
        DataSplits splits = DataSplits.Of(ImageFolder.Read(finished.Pictures), settings.Data.ValidationFraction, lastInOrder: true, settings.Data.TestFraction);
        RunDescription description = RunDescription.Of(splits, PretrainedWeights.NormalizationFor(settings), TrainingRun.SideFor(settings));
        using var device = new CpuDevice(settings.Threads);
        (string Stage, long Step)[] stops = [("base", 1), ("base", 7), ("warm", 2), ("joint", 3), ("projection", 0)];
        foreach ((string stage, long step) in stops)
        {
            using var stop = new CancellationTokenSource();
            var run = new TrainingRun(device, RunFolder.Begin(folder.In("run"), settings, description, resume: true), settings, splits, new StopAt(stage, step, stop));
            Assert.Throws<OperationCanceledException>(() => run.Run(stop.Token));
        }

        new TrainingRun(device, RunFolder.Begin(folder.In("run"), settings, description, resume: true), settings, splits, new StopAt("", 0, null))
            .Run(TestContext.Current.CancellationToken);
        finished.RequireSameWeights(folder.In("run"));
        Assert.Equal(Log(finished.Run), Log(folder.In("run")));
    }

    [Fact]
    public async Task Killing_the_process_while_it_saves_and_while_it_trains_leaves_whole_checkpoints_and_changes_nothing()
    {
        string[] arguments = Tiny.Train(finished.Pictures, folder.In("run"), "--resume");
        Func<ChildProcess, Task<bool>>[] moments =
        [
            child => child.BeginsAsync(folder.In("run"), "checkpoint*"),
            child => child.BeginsAsync(folder.In("run"), "checkpoint.previous.safetensors"),
            child => child.SaysAsync("warm epoch 1"),
        ];
        foreach (Func<ChildProcess, Task<bool>> moment in moments)
        {
            using var child = new ChildProcess(arguments);

            // On a busy machine the kill comes late, which must do as well.
            await moment(child);
            child.Kill();
            await child.EndAsync();
        }

        string[] saved = Directory.GetFiles(folder.In("run"), "checkpoint*.safetensors");
        Assert.NotEmpty(saved);
        Assert.All(saved, file => Assert.True(CheckpointSeal.IsSealed(CheckpointSeal.Read(file))));
        (await CliRun.Of(arguments)).RequireSuccess();
        finished.RequireSameWeights(folder.In("run"));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_writes_a_checkpoint_and_exits_with_130(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "this system has no signals");
        using var child = new ChildProcess(Tiny.Train(finished.Pictures, folder.In("run"), "--set", "base.epochs=500"));
        Assert.True(await child.SaysAsync("base epoch 2"));
        child.Signal(signal);
        (int code, string messages) = await child.EndAsync();
        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Contains("--resume", messages);
        Assert.DoesNotContain("   at ", messages);
        Assert.True(File.Exists(folder.In("run", "checkpoint.safetensors")));
    }

    // Speeds differ, everything else does not.
    private static string[] Log(string run) =>
        [.. File.ReadLines(Path.Combine(run, "metrics.jsonl")).Select(line => (EpochRecord.FromJson(line) with { PicturesPerSecond = 0 }).ToJson())];

    private sealed class StopAt(string stage, long step, CancellationTokenSource? stop) : ITrainingObserver
    {
        private string current = "";

        public void StageStarted(string name, long steps)
        {
            current = name;
            if (steps == 0 && name == stage) stop?.Cancel();
        }

        public void StepDone(long done, double loss, int pictures)
        {
            if (current == stage && done == step) stop?.Cancel();
        }

        public void EpochDone(EpochRecord record)
        {
        }

        public void Message(string text)
        {
        }
    }
}
