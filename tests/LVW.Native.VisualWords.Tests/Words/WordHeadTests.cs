using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Words;

public sealed class WordHeadTests : IDisposable
{
    private readonly CpuDevice device = new(threads: 1, poison: true);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Words_begin_uniform_in_the_unit_cube()
    {
        float[] words = Head(new WordHeadOptions { FeatureChannels = 8, Classes = 4, Words = 40, Depth = 64 }).Words.ToArray();
        Assert.All(words, value => Assert.InRange(value, 0, 0.99999997f));
        Assert.Equal(0.5, words.Average(), 0.02);
        Assert.Equal(1 / 12.0, words.Select(value => (value - 0.5) * (value - 0.5)).Average(), 0.005);
    }

    [Theory]
    [InlineData(3, 6)]
    [InlineData(5, 25)]
    [InlineData(4, 4)]
    public void The_last_layer_begins_with_one_for_a_words_nominal_class_and_minus_a_half_elsewhere(int classes, int words)
    {
        float[] weights = Head(new WordHeadOptions { FeatureChannels = 8, Classes = classes, Words = words, Depth = 4 }).Last.ToArray();
        for (int c = 0; c < classes; c++)
        {
            for (int j = 0; j < words; j++) Assert.Equal(j / (words / classes) == c ? 1f : -0.5f, weights[(c * words) + j]);
        }
    }

    [Fact]
    public void Words_that_do_not_divide_evenly_are_spread_so_that_no_class_goes_without()
    {
        float[] weights = Head(new WordHeadOptions { FeatureChannels = 8, Classes = 3, Words = 7, Depth = 4 }).Last.ToArray();
        int[] counts = [.. Enumerable.Range(0, 3).Select(c => weights[(c * 7)..((c + 1) * 7)].Count(weight => weight == 1))];
        Assert.Equal(7, counts.Sum());
        Assert.All(counts, count => Assert.InRange(count, 2, 3));
    }

    [Fact]
    public void Regular_add_on_layers_are_two_convolutions_with_zero_biases_named_as_in_a_torch_Sequential()
    {
        var layers = new AddOnLayers(device, new Philox(1), inputs: 24, depth: 16, AddOnKind.Regular);
        Assert.Equal(["0.weight [16, 24, 1, 1]", "0.bias [16]", "2.weight [16, 16, 1, 1]", "2.bias [16]"], layers.State().Select(entry => $"{entry.Key} {entry.FileShape}"));
        Assert.All(layers.State().Where(entry => entry.Key.EndsWith("bias", StringComparison.Ordinal)), entry => Assert.All(entry.Parameter.ToArray(), value => Assert.Equal(0, value)));
    }

    [Theory]
    [InlineData(64, 16, "64>32 32>32 32>16 16>16")]
    [InlineData(512, 128, "512>256 256>256 256>128 128>128")]
    [InlineData(24, 16, "24>16 16>16")]
    [InlineData(16, 16, "16>16 16>16")]
    [InlineData(8, 16, "8>16 16>16")]
    [InlineData(100, 16, "100>50 50>50 50>25 25>25 25>16 16>16")]
    public void Bottleneck_add_on_layers_halve_the_channels_in_pairs_and_never_go_below_the_depth(int inputs, int depth, string expected)
    {
        var layers = new AddOnLayers(device, new Philox(1), inputs, depth, AddOnKind.Bottleneck);
        IEnumerable<Shape> filters = layers.State().Where(entry => entry.Key.EndsWith("weight", StringComparison.Ordinal)).Select(entry => entry.FileShape);
        Assert.Equal(expected, string.Join(' ', filters.Select(shape => $"{shape[1]}>{shape[0]}")));
    }

    [Theory]
    [InlineData(AddOnKind.Regular)]
    [InlineData(AddOnKind.Bottleneck)]
    public void Word_space_lies_between_zero_and_one_and_every_layer_but_the_last_of_the_depth_is_cut_at_zero(AddOnKind kind)
    {
        var layers = new AddOnLayers(device, new Philox(5), inputs: 64, depth: 16, kind);
        using Step step = device.BeginInference();
        float[] x = new float[3 * 2 * 64];
        new Philox(6).FillNormal(x);
        float[] z = layers.Forward(step.Input(x, [1, 2, 3, 64])).ToArray();
        Assert.All(z, value => Assert.InRange(value, 1e-6, 1 - 1e-6));
        Assert.True(z.Max() - z.Min() > 0.1);
    }

    [Fact]
    public void Linear_add_on_layers_are_one_convolution_whose_outputs_have_length_one_or_are_zero()
    {
        const int Inputs = 24, Depth = 16;
        var layers = new AddOnLayers(device, new Philox(5), Inputs, Depth, AddOnKind.Linear);
        Assert.Equal(["0.weight [16, 24, 1, 1]"], layers.State().Select(entry => $"{entry.Key} {entry.FileShape}"));
        float[] x = new float[3 * 2 * Inputs], weights = layers.State().Single().Parameter.ToArray();
        new Philox(6).FillNormal(x);
        x.AsSpan(4 * Inputs, Inputs).Clear();
        using Step step = device.BeginInference();
        float[] z = layers.Forward(step.Input(x, [1, 2, 3, Inputs])).ToArray();
        for (int cell = 0; cell < 6; cell++)
        {
            double[] product = [.. Enumerable.Range(0, Depth).Select(k => Enumerable.Range(0, Inputs).Sum(c => (double)weights[(k * Inputs) + c] * x[(cell * Inputs) + c]))];
            double length = Math.Sqrt(product.Sum(value => value * value));
            for (int k = 0; k < Depth; k++) Assert.Equal(cell == 4 ? 0 : product[k] / length, z[(cell * Depth) + k], 1e-5);
        }
    }

    [Fact]
    public void A_place_without_features_has_a_finite_gradient()
    {
        var layers = new AddOnLayers(device, new Philox(5), inputs: 6, depth: 4, AddOnKind.Linear);
        var features = new Parameter(device, [1, 1, 2, 6]);
        features.Set([0, 0, 0, 0, 0, 0, 3, 1, 4, 1, 5, 9]);
        using Step step = device.BeginStep();
        layers.Forward(features.In(step)).Sum().Backward();
        float[] gradient = new float[12];
        device.CopyOut(features.Gradient, gradient);
        Assert.All(gradient, value => Assert.InRange(Math.Abs(value), 1e-6f, 1000));
    }

    [Fact]
    public void Directions_are_taken_by_linear_layers_alone()
    {
        var layers = new AddOnLayers(device, new Philox(5), inputs: 3, depth: 2, AddOnKind.Linear);
        layers.SetDirections([1, 0, 0, 0, 0, 1]);
        using Step step = device.BeginInference();
        Assert.Equal([0.6f, 0.8f], layers.Forward(step.Input([3, 7, 4], [1, 1, 1, 3])).ToArray().Select(value => MathF.Round(value, 5)));
        var regular = new AddOnLayers(device, new Philox(5), inputs: 3, depth: 2, AddOnKind.Regular);
        Assert.Contains("AddOnKind.Linear", Assert.Throws<InvalidOperationException>(() => regular.SetDirections(new float[6])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_linear_layers_begin_in_all_directions_with_length_one()
    {
        const int Depth = 64;
        float[] words = Head(new WordHeadOptions { FeatureChannels = 80, Classes = 4, Words = 400, Depth = Depth, AddOn = AddOnKind.Linear }).Words.ToArray();
        Assert.All(words.Chunk(Depth), word => Assert.Equal(1, word.Sum(value => (double)value * value), 1e-5));
        Assert.InRange(Math.Abs(words.Average()), 0, 0.01);
    }

    [Fact]
    public void Filters_begin_Kaiming_normal_by_fan_out()
    {
        var layers = new AddOnLayers(device, new Philox(2), inputs: 200, depth: 128, AddOnKind.Regular);
        float[] weights = layers.State().First().Parameter.ToArray();
        Assert.Equal(Math.Sqrt(2.0 / 128), Math.Sqrt(weights.Average(value => value * (double)value)), 0.02 * Math.Sqrt(2.0 / 128));
    }

    [Fact]
    public void Scaling_the_output_scales_the_last_filter_alone()
    {
        var layers = new AddOnLayers(device, new Philox(2), inputs: 12, depth: 8, AddOnKind.Regular);
        float[][] before = [.. layers.State().Select(entry => entry.Parameter.ToArray())];
        layers.ScaleOutput(0.25f);
        float[][] after = [.. layers.State().Select(entry => entry.Parameter.ToArray())];
        Assert.Equal(before[0], after[0]);
        Assert.Equal(before[2].Select(value => value * 0.25f), after[2]);
    }

    [Fact]
    public void The_feature_scale_multiplies_features_and_travels_with_the_weights()
    {
        var options = new WordHeadOptions { FeatureChannels = 6, Classes = 2, Words = 4, Depth = 3 };
        WordHead head = Head(options);
        float[] x = new float[2 * 2 * 6];
        new Philox(9).FillUniform(x);
        head.FeatureScale = 0.125f;
        WordHead copy = new(device, new Philox(77), options);
        copy.LoadStateDict(head.StateDict(), "copy");
        using Step step = device.BeginInference();
        float[] scaled = copy.Forward(step.Input(x, [1, 2, 2, 6])).ToArray();
        copy.FeatureScale = 1;
        Assert.Equal(copy.Forward(step.Input([.. x.Select(value => value * 0.125f)], [1, 2, 2, 6])).ToArray(), scaled);
    }

    [Fact]
    public void A_word_that_equals_a_patch_is_as_similar_as_can_be_at_that_patch()
    {
        WordHead head = Head(new WordHeadOptions { FeatureChannels = 6, Classes = 2, Words = 4, Depth = 64 });
        float[] x = new float[3 * 3 * 6];
        new Philox(9).FillNormal(x);
        using Step step = device.BeginInference();
        Tensor z = head.Embed(step.Input(x, [1, 3, 3, 6]));
        float[] words = head.Words.ToArray();
        z.ToArray().AsSpan(5 * 64, 64).CopyTo(words.AsSpan(2 * 64));
        head.Words.Set(words);
        using Step second = device.BeginInference();
        WordOutput output = head.Read(head.Embed(second.Input(x, [1, 3, 3, 6])));
        Assert.Equal(5, output.Cells.ToArray()[2]);
        Assert.InRange(output.Scores.ToArray()[2], 0, 1e-6f);
        Assert.Equal(-Math.Log(1e-4), output.Similarities.ToArray()[2], 1e-4);
    }

    [Fact]
    public void Read_without_maps_has_the_same_bits_and_gradients_but_no_distances()
    {
        WordHead head = Head(new WordHeadOptions { FeatureChannels = 6, Classes = 3, Words = 35, Depth = 18 });
        float[] x = new float[4 * 5 * 3 * 6];
        new Philox(9).FillNormal(x);
        float[][] with = Outcome(maps: true);
        Assert.Equal(with, Outcome(maps: false));

        float[][] Outcome(bool maps)
        {
            using Step step = device.BeginStep();
            Tensor features = step.Input(x, [4, 5, 3, 6], requiresGradient: true);
            WordOutput output = head.Read(head.Embed(features), maps);
            Assert.Equal(maps, !output.Distances.IsEmpty);
            float[][] values = [output.Scores.ToArray(), [.. output.Cells.ToArray().Select(cell => (float)cell)], output.Logits.ToArray()];
            output.Logits.CrossEntropy(step.InputIndices([0, 2, 1, 2], [4])).Add(output.Scores.Min(1).Mean()).Backward();
            float[] words = new float[head.Words.Shape.Count];
            device.CopyOut(head.Words.Gradient, words);
            return [.. values, words, step.GradientOf(features)];
        }
    }

    [Fact]
    public void Maps_of_an_output_read_without_them_are_refused_with_the_remedy()
    {
        WordHead head = Head(new WordHeadOptions { FeatureChannels = 6, Classes = 3, Words = 5, Depth = 4 });
        using Step step = device.BeginInference();
        WordOutput output = head.Read(head.Embed(step.Input(new float[24], [1, 2, 2, 6])), maps: false);
        Assert.Contains("maps: true", Assert.Throws<InvalidOperationException>(() => head.SimilarityMaps(output)).Message);
    }

    private WordHead Head(WordHeadOptions options) => new(device, new Philox(1), options);
}
