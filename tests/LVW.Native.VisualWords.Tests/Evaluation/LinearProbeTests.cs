using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public sealed class LinearProbeTests
{
    [Fact]
    public void Features_that_tell_the_class_are_found_among_noise_and_hold_for_new_pictures()
    {
        (float[] features, int[] labels, int[] groups) = Draw(new Random(1), pictures: 60, noise: 10, signal: 3);
        (float[] others, int[] truth, _) = Draw(new Random(2), pictures: 60, noise: 10, signal: 3);
        LinearProbe probe = LinearProbe.Fit(features, labels, groups, classes: 3);
        Assert.Equal((3, 13), (probe.Classes, probe.Features));
        Assert.InRange(Accuracy.Top(probe.Logits(others), truth, 3), 0.95, 1);
        double Mass(int from, int to) => Enumerable.Range(0, 3).Sum(c => Enumerable.Range(from, to - from).Sum(f => Math.Abs(probe.Weights[(c * 13) + f])));
        Assert.True(Mass(0, 3) > Mass(3, 13));
    }

    [Fact]
    public void The_scale_of_the_features_is_of_no_matter()
    {
        (float[] features, int[] labels, int[] groups) = Draw(new Random(3), pictures: 30, noise: 4, signal: 1);
        LinearProbe one = LinearProbe.Fit(features, labels, groups, 3);
        LinearProbe other = LinearProbe.Fit([.. features.Select(value => value * 64)], labels, groups, 3);
        Assert.Equal(one.Penalty, other.Penalty);
        Assert.Equal(one.Bias, other.Bias);
        Assert.Equal(one.Weights, other.Weights.Select(value => value * 64));
    }

    [Fact]
    public void What_is_added_to_all_features_is_of_no_matter_and_a_feature_that_never_varies_gets_no_weight()
    {
        (float[] features, int[] labels, int[] groups) = Draw(new Random(3), pictures: 30, noise: 4, signal: 1);
        float[] moved = [.. features.Chunk(7).SelectMany(row => (float[])[.. row.Select(value => value + 8), 3])];
        float[] one = LinearProbe.Fit(features, labels, groups, 3).Logits(features);
        LinearProbe other = LinearProbe.Fit(moved, labels, groups, 3);
        Assert.All(one.Zip(other.Logits(moved)), pair => Assert.Equal(pair.First, pair.Second, 1e-2));
        Assert.All(Enumerable.Range(0, 3), c => Assert.Equal(0, other.Weights[(c * 8) + 7]));
    }

    [Fact]
    public void Noise_is_fitted_under_the_strongest_penalty()
    {
        (float[] features, int[] labels, int[] groups) = Draw(new Random(4), pictures: 90, noise: 20, signal: 0);
        Assert.Equal(1, LinearProbe.Fit(features, labels, groups, 3).Penalty);
    }

    // The first three features are larger where the class is theirs; each picture comes in two views.
    private static (float[] Features, int[] Labels, int[] Groups) Draw(Random random, int pictures, int noise, float signal)
    {
        int[] groups = [.. Enumerable.Range(0, 2 * pictures).Select(n => n % pictures)];
        int[] labels = [.. groups.Select(picture => picture % 3)];
        return ([.. labels.SelectMany(label => Enumerable.Range(0, 3 + noise).Select(f => random.NextSingle() + (f == label ? signal : 0)))], labels, groups);
    }
}
