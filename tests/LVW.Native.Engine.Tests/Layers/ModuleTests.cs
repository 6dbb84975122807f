using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using Xunit;

namespace LVW.Native.Engine.Tests.Layers;

public sealed class ModuleTests : IDisposable
{
    private readonly CpuDevice device = new(threads: 1, poison: true);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Keys_and_shapes_are_those_of_torch()
        => Assert.Equal(
            [
                "0.weight [4, 3, 3, 3]", "0.bias [4]", "1.weight [4]", "1.bias [4]", "1.running_mean [4]", "1.running_var [4]", "3.weight [2, 4]", "3.bias [2]",
            ],
            Model(1).State().Select(entry => $"{entry.Key} {entry.FileShape}"));

    [Fact]
    public void Running_statistics_are_saved_but_never_trained()
    {
        Sequential model = Model(1);
        model.SetRequiresGradient(true);
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "3.weight", "3.bias"], model.Parameters().Select(entry => entry.Key));
        Assert.All(model.State().Where(entry => entry.IsBuffer), entry => Assert.False(entry.Parameter.RequiresGradient));
        model.SetRequiresGradient(false);
        Assert.All(model.State(), entry => Assert.False(entry.Parameter.RequiresGradient));
    }

    [Fact]
    public void A_filter_is_outputs_inputs_rows_columns_in_files()
    {
        var layer = new Conv2d(device, new Philox(1), inputs: 2, outputs: 1, kernel: 2, bias: false);

        // In memory: row, column, channel.
        layer.Weight.Set([0, 10, 1, 11, 2, 12, 3, 13]);
        Assert.Equal([0f, 1, 2, 3, 10, 11, 12, 13], layer.StateDict()["weight"].Values);
        layer.LoadStateDict(new Dictionary<string, HostTensor> { ["weight"] = new([1, 2, 2, 2], [5, 6, 7, 8, 50, 60, 70, 80]) }, "file");
        Assert.Equal([5f, 50, 6, 60, 7, 70, 8, 80], layer.Weight.ToArray());
    }

    [Fact]
    public void A_state_dict_makes_another_model_the_same()
    {
        Sequential one = Model(1), other = Model(2);
        other.LoadStateDict(one.StateDict(), "one");
        one.Train(false);
        other.Train(false);
        using Step step = device.BeginInference();
        float[] pixels = new float[2 * 5 * 5 * 3];
        new Philox(3).FillNormal(pixels);
        Tensor x = step.Input(pixels, [2, 5, 5, 3]);
        Assert.Equal(one.Forward(x).ToArray(), other.Forward(x).ToArray());
    }

    [Fact]
    public void A_prefix_selects_a_part_of_a_larger_file()
    {
        Sequential one = Model(1), other = Model(2);
        other.LoadStateDict(one.StateDict("net."), "one", prefix: "net.");
        Assert.Equal(one.StateDict().Values.SelectMany(tensor => tensor.Values), other.StateDict().Values.SelectMany(tensor => tensor.Values));
    }

    [Fact]
    public void Missing_unexpected_and_misshapen_keys_are_all_listed_and_nothing_is_loaded()
    {
        Sequential model = Model(1);
        float[] before = model.State().First().Parameter.ToArray();
        Dictionary<string, HostTensor> file = Model(2).StateDict();
        file.Remove("1.bias");
        file.Add("fc.weight", HostTensor.Scalar(1));
        file["3.weight"] = new HostTensor([4, 2], new float[8]);
        string message = Assert.Throws<CheckpointException>(() => model.LoadStateDict(file, "some/file.safetensors")).Message;
        Assert.StartsWith("some/file.safetensors: ", message, StringComparison.Ordinal);
        Assert.Contains("1 missing: 1.bias", message, StringComparison.Ordinal);
        Assert.Contains("1 unexpected: fc.weight", message, StringComparison.Ordinal);
        Assert.Contains("3.weight is [4, 2], expected [2, 4]", message, StringComparison.Ordinal);
        Assert.Equal(before, model.State().First().Parameter.ToArray());
    }

    [Fact]
    public void Many_wrong_keys_are_counted_and_cut_short()
    {
        string message = Assert.Throws<CheckpointException>(() => Model(1).LoadStateDict(new Dictionary<string, HostTensor>(), "empty")).Message;
        Assert.Contains("8 missing", message, StringComparison.Ordinal);
        Assert.Contains("…", message, StringComparison.Ordinal);
        Assert.DoesNotContain("3.bias", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counters_of_torch_batch_norms_are_passed_over()
    {
        Sequential model = Model(1);
        Dictionary<string, HostTensor> file = model.StateDict();
        file.Add("1.num_batches_tracked", HostTensor.Scalar(100));
        model.LoadStateDict(file, "file");
    }

    [Fact]
    public void Values_fewer_than_their_shape_are_an_error_and_not_a_short_copy()
    {
        Dictionary<string, HostTensor> file = Model(1).StateDict();
        file["3.bias"] = new HostTensor([2], [1]);
        Assert.ThrowsAny<Exception>(() => Model(1).LoadStateDict(file, "file"));
    }

    [Fact]
    public void Training_mode_reaches_every_part()
    {
        Sequential model = Model(1);
        Assert.True(model.IsTraining);
        Assert.Same(model, model.Train(false));
        Assert.All(model.Children, child => Assert.False(child.Module.IsTraining));
    }

    [Fact]
    public void The_tree_is_shown_with_its_parameter_counts()
    {
        string text = Model(1).ToString();
        Assert.Contains("Sequential: 130 parameters", text, StringComparison.Ordinal);
        Assert.Contains("(0) Conv2d: 112 parameters", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Filters_begin_Kaiming_normal_by_fan_out(int groups)
    {
        var layer = new Conv2d(device, new Philox(7), inputs: 64, outputs: 64, kernel: 3, groups: groups);
        double expected = Math.Sqrt(2.0 / (64 * 9 / groups));
        float[] weights = layer.Weight.ToArray();
        Assert.Equal(expected, Math.Sqrt(weights.Average(value => (double)value * value)), 0.03 * expected);
        Assert.Equal(0, weights.Average(), 0.05 * expected);
        Assert.All(layer.Bias!.ToArray(), value => Assert.Equal(0, value));
    }

    private Sequential Model(ulong seed)
    {
        var random = new Philox(seed);
        return new Sequential(
            new Conv2d(device, random, 3, 4, kernel: 3, padding: 1), new BatchNorm2d(device, 4), new Activation(x => x.GlobalAveragePool2d()), new Linear(device, random, 4, 2));
    }
}
