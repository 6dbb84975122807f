using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Training;

public sealed class PresetsTests
{
    public static TheoryData<string> Names() => [.. Presets.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_preset_carries_its_name_and_passes_its_own_ranges(string name)
    {
        Assert.Equal(name, Presets.Get(name).Preset);
        Assert.Equal(Presets.Get(name), SettingsReader.Read(name, null, [], []));
    }

    [Fact]
    public void An_unknown_preset_is_named_with_the_known_ones()
        => Assert.Contains(string.Join(", ", Presets.Names), Assert.Throws<SettingsException>(() => Presets.Get("best")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("recommended", "linear")]
    [InlineData("quick", "linear")]
    [InlineData("paper", "regular")]
    public void Word_space_is_linear_but_for_the_paper(string name, string addOn) => Assert.Equal(addOn, Presets.Get(name).Words.AddOn);

    [Theory]
    [InlineData("recommended", 10, 10)]
    [InlineData("quick", 10, 0)]
    [InlineData("paper", 10, 0)]
    public void Maps_are_aligned_as_decided(string name, double attention, double correlation)
        => Assert.Equal((attention, correlation), (Presets.Get(name).Loss.Attention, Presets.Get(name).Loss.Correlation));

    [Fact]
    public void The_paper_preset_is_the_papers()
    {
        TrainingSettings paper = Presets.Get("paper");
        Assert.Equal((80, "resnet34", 5, 128), (paper.BatchSize, paper.Backbone, paper.Words.PerClass, paper.Words.Depth));
        LossSettings loss = paper.Loss;
        Assert.Equal((1.0, 0.8, 1e-4, 10.0, 10), (loss.CrossEntropy, loss.Cluster, loss.L1, loss.Attention, loss.AttentionWords));
        Assert.Equal((0.0, 0.0, 0.0, true), (loss.Coverage, loss.Correlation, loss.Distillation, loss.AlignCorners));
        PhaseSettings warm = paper.Warm, joint = paper.Joint;
        Assert.Equal((3e-3, 3e-3, 1e-3, 0.0, false), (warm.AddOnLearningRate, warm.WordLearningRate, warm.WeightDecay, warm.BackboneLearningRate, warm.Attention));
        Assert.Equal((1e-4, 3e-3, 3e-3, 1e-3), (joint.BackboneLearningRate, joint.AddOnLearningRate, joint.WordLearningRate, joint.WeightDecay));
        Assert.Equal((20, 1e-4, 1e-4), (paper.LastLayer.Epochs, paper.LastLayer.LearningRate, paper.LastLayer.L1));
        Assert.False(paper.Projection.Distinct);
    }

    [Fact]
    public void The_paper_projects_after_epochs_10_20_and_so_on_to_200_of_the_run()
    {
        IReadOnlyList<TrainingPhase> phases = TrainingPhase.Plan(Presets.Get("paper"), stepsPerEpoch: 10);
        Assert.Equal(["warm", "joint"], phases.Select(phase => phase.Name));
        Assert.Equal((10, 191), (phases[0].Epochs, phases[1].Epochs));
        Assert.DoesNotContain(Enumerable.Range(1, 10), phases[0].ProjectsAfter);

        // Epochs count from 0 over the whole run; the projection after the last is the finished run's own.
        int[] projected = [.. Enumerable.Range(1, 191).Where(phases[1].ProjectsAfter).Select(epoch => phases[1].FirstEpoch + epoch - 1)];
        Assert.Equal(Enumerable.Range(1, 19).Select(i => 10 * i), projected);
        Assert.Equal(200, phases[1].FirstEpoch + phases[1].Epochs - 1);
    }

    [Fact]
    public void A_phase_lasts_whole_epochs_enough_for_its_fewest_steps()
    {
        var settings = new PhaseSettings { Epochs = 3, MinimumSteps = 41 };
        Assert.Equal((5, 50L), (new TrainingPhase("warm", settings, StepsPerEpoch: 10).Epochs, new TrainingPhase("warm", settings, StepsPerEpoch: 10).Steps));
        Assert.Equal(3, new TrainingPhase("warm", settings, StepsPerEpoch: 100).Epochs);
    }

    [Fact]
    public void Schedules_are_tied_to_the_length_of_the_phase()
    {
        var cosine = new TrainingPhase("joint", new PhaseSettings { Epochs = 10, Schedule = "cosine" }, StepsPerEpoch: 10);
        Assert.Equal(1, cosine.LearningRateFactor(5), 1e-12);
        Assert.InRange(cosine.LearningRateFactor(0), 0.1, 0.2);
        Assert.InRange(cosine.LearningRateFactor(99), 0, 1e-3);
        var steps = new TrainingPhase("joint", new PhaseSettings { Epochs = 20, Schedule = "step" }, StepsPerEpoch: 10);
        Assert.Equal([1, 1, 0.1, 0.01], ((long[])[0, 49, 50, 100]).Select(step => Math.Round(steps.LearningRateFactor(step), 12)));
        Assert.Equal(1, new TrainingPhase("warm", new PhaseSettings { Epochs = 2, Schedule = "constant" }, 10).LearningRateFactor(19));
    }
}
