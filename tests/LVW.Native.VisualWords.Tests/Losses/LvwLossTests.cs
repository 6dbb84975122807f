using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Losses;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Losses;

public sealed class LvwLossTests : IDisposable
{
    private static readonly LossSettings Everything = new()
    {
        CrossEntropy = 1, Cluster = 0.8, Coverage = 0.05, L1 = 1e-3, Attention = 10, Correlation = 5, AttentionWords = 3, Distillation = 2, Temperature = 2,
    };

    private readonly CpuDevice device = new(threads: 1, poison: true);
    private readonly WordHead head;

    public LvwLossTests() => head = new WordHead(device, new Philox(1), new WordHeadOptions { FeatureChannels = 6, Classes = 3, Words = 6, Depth = 4 });

    public void Dispose() => device.Dispose();

    [Fact]
    public void The_total_is_the_weighted_sum_of_the_terms()
    {
        Dictionary<string, float> terms = Terms(Everything);
        Assert.Equal(["total", "crossEntropy", "cluster", "coverage", "l1", "attention", "correlation", "distillation"], terms.Keys);
        double expected = terms["crossEntropy"] + (0.8 * terms["cluster"]) + (0.05 * terms["coverage"]) + (1e-3 * terms["l1"]) + (10 * terms["attention"]) + (5 * terms["correlation"]) + (2 * terms["distillation"]);
        Assert.Equal(expected, terms["total"], 1e-5 * expected);
    }

    [Theory]
    [InlineData("cluster")]
    [InlineData("coverage")]
    [InlineData("l1")]
    [InlineData("attention")]
    [InlineData("correlation")]
    [InlineData("distillation")]
    public void A_term_of_weight_zero_is_left_out_and_the_others_stay(string term)
    {
        Dictionary<string, float> all = Terms(Everything);
        Dictionary<string, float> without = Terms(term switch
        {
            "cluster" => Everything with { Cluster = 0 },
            "coverage" => Everything with { Coverage = 0 },
            "l1" => Everything with { L1 = 0 },
            "attention" => Everything with { Attention = 0 },
            "correlation" => Everything with { Correlation = 0 },
            _ => Everything with { Distillation = 0 },
        });
        Assert.Equal(all.Keys.Where(key => key != term), without.Keys);
        Assert.All(without.Where(entry => entry.Key != "total"), entry => Assert.Equal(all[entry.Key], entry.Value));
        Assert.True(without["total"] < all["total"]);
    }

    [Fact]
    public void Terms_without_a_target_are_left_out_whatever_their_weight()
        => Assert.Equal(["total", "crossEntropy", "cluster", "coverage", "l1"], Terms(Everything, attention: false, baseLogits: false).Keys);

    [Fact]
    public void Cluster_and_coverage_are_means_of_smallest_distances_over_words_and_over_pictures()
    {
        using Step step = device.BeginInference();
        WordOutput output = Read(step);
        float[] scores = output.Scores.ToArray();
        Dictionary<string, float> terms = Terms(Everything);
        Assert.Equal(scores.Chunk(6).Average(row => row.Min()), terms["cluster"], 1e-6);
        Assert.Equal(Enumerable.Range(0, 6).Average(j => scores.Chunk(6).Min(row => row[j])), terms["coverage"], 1e-6);
    }

    [Fact]
    public void Where_words_belong_to_classes_the_terms_tell_own_and_other_words_apart()
    {
        // Six words of three classes; the pictures are of classes 0 and 2, so the words of class 1 have none to cover.
        using Step step = device.BeginInference();
        float[][] scores = [.. Read(step).Scores.ToArray().Chunk(6)];
        float[] last = head.Last.ToArray();
        Dictionary<string, float> terms = Terms(Everything with { Separation = 0.08 }, shared: false);
        Assert.Equal(["total", "crossEntropy", "cluster", "separation", "coverage", "l1", "attention", "correlation", "distillation"], terms.Keys);
        Assert.Equal((scores[0][..2].Min() + scores[1][4..].Min()) / 2, terms["cluster"], 1e-6);
        Assert.Equal(-(scores[0][2..].Min() + scores[1][..4].Min()) / 2, terms["separation"], 1e-6);
        Assert.Equal((scores[0][0] + scores[0][1] + scores[1][4] + scores[1][5]) / 4, terms["coverage"], 1e-6);
        Assert.Equal(Enumerable.Range(0, 18).Where(i => i % 6 / 2 != i / 6).Sum(i => Math.Abs(last[i])), terms["l1"], 1e-5);
        double expected = terms["crossEntropy"] + (0.8 * terms["cluster"]) + (0.08 * terms["separation"]) + (0.05 * terms["coverage"]) + (1e-3 * terms["l1"])
            + (10 * terms["attention"]) + (5 * terms["correlation"]) + (2 * terms["distillation"]);
        Assert.Equal(expected, terms["total"], 1e-5 * expected);
    }

    [Fact]
    public void The_gradient_of_cluster_and_separation_reaches_the_nearest_own_and_other_word_alone()
    {
        using Step step = device.BeginStep();
        var scores = new Parameter(device, [2, 6]);
        scores.Set([3, 2, 1, 5, 4, 6, 9, 8, 7, 6, 5, 4]);
        scores.RequiresGradient = true;
        Tensor values = scores.In(step);
        ClassWords.Cluster(values, [0, 2], classes: 3).Add(ClassWords.Separation(values, [0, 2], classes: 3)).Backward();
        float[] gradient = new float[12];
        device.CopyOut(scores.Gradient, gradient);
        Assert.Equal([0, 0.5f, -0.5f, 0, 0, 0, 0, 0, 0, -0.5f, 0, 0.5f], gradient);
    }

    [Fact]
    public void Both_terms_of_alignment_look_at_the_same_maps()
    {
        using Step step = device.BeginInference();
        WordOutput output = Read(step);
        Tensor attention = step.Input(Maps(), [2, 3, 3]);
        Dictionary<string, float> terms = Terms(Everything);
        foreach ((string name, AlignmentMeasure measure, float delta) in new[] { ("attention", AlignmentMeasure.SquaredError, 1e-5f), ("correlation", AlignmentMeasure.Correlation, 1e-3f) })
        {
            var options = new AttentionAlignmentOptions(3, 12, 12, Delta: delta, Epsilon: head.Options.Epsilon, Measure: measure);
            Assert.Equal(AttentionAlignmentOp.Apply(output.Distances, output.Scores, attention, options).Item(), terms[name], 1e-6);
        }
    }

    [Fact]
    public void More_aligned_words_than_there_are_means_all()
        => Assert.Equal(Terms(Everything with { AttentionWords = 6 })["attention"], Terms(Everything with { AttentionWords = 50 })["attention"]);

    [Fact]
    public void Attention_on_another_grid_or_of_another_batch_is_named()
    {
        using Step step = device.BeginInference();
        WordOutput output = Read(step);
        Tensor wrong = step.Input(new float[3 * 4], [3, 2, 2]);
        string message = Assert.Throws<ArgumentException>(
            () => new LvwLoss(Everything, side: 8).Compute(head, output, new LossTargets(step.InputIndices([0, 2], [2]), wrong))).Message;
        Assert.Contains("[3, 2, 2]", message, StringComparison.Ordinal);
        Assert.Contains("[2, 3, 3, 6]", message, StringComparison.Ordinal);
    }

    private Dictionary<string, float> Terms(LossSettings weights, bool attention = true, bool baseLogits = true, bool shared = true)
    {
        using Step step = device.BeginStep();
        WordOutput output = Read(step);
        var targets = new LossTargets(
            step.InputIndices([0, 2], [2]),
            attention ? step.Input(Maps(), [2, 3, 3]) : default,
            baseLogits ? step.Input([1, 0, -1, 0, 2, 0], [2, 3]) : default);
        return new LvwLoss(weights, side: 12, shared).Compute(head, output, targets).Terms().ToDictionary(term => term.Name, term => term.Value.Item());
    }

    private static float[] Maps()
    {
        float[] maps = new float[2 * 3 * 3];
        new Philox(4).FillUniform(maps);
        return maps;
    }

    private WordOutput Read(Step step)
    {
        float[] features = new float[2 * 3 * 3 * 6];
        new Philox(3).FillNormal(features);
        return head.Read(head.Embed(step.Input(features, [2, 3, 3, 6])));
    }
}
