using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Elementwise;
using LVW.Native.Engine.Randomness;
using Xunit;

namespace LVW.Native.Engine.Tests.Onnx;

/// <summary>Graphs of small models: batches of any size, names, and what is refused.</summary>
public sealed class OnnxGraphTests : IDisposable
{
    private static readonly Shape Pictures = [2, 6, 5, 3];

    private readonly CpuDevice device = new();
    private readonly TemporaryFolder folder = new();
    private readonly Philox random = new(7);

    public void Dispose()
    {
        device.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Normalisation_in_evaluation_adds_the_residual_and_cuts(bool relu, bool residual)
    {
        BatchNorm2d norm = Norm(3);
        RequireSame(norm, x => norm.Forward(x, relu, residual ? x * 0.5f : default));
    }

    [Fact]
    public void Normalisation_in_training_is_refused()
    {
        BatchNorm2d norm = Norm(3);
        norm.Train();
        Assert.Contains("Train(false)", Refuse(norm.Forward));
    }

    [Fact]
    public void A_classifier_takes_any_number_of_pictures()
    {
        var model = new Sequential(
            new Conv2d(device, random, 3, 4, kernel: 3, padding: 1, bias: false), Norm(4), new Activation(x => x.MaxPool2d(3, stride: 2, ceilMode: true).ReLU()),
            new Activation(x => x.Reshape([x.Shape[0], x.Shape[1] * x.Shape[2] * x.Shape[3]])), new Linear(device, random, 3 * 2 * 4, 5));
        RequireSame(model, model.Forward);
    }

    [Fact]
    public void A_strided_slice_with_channels_padded_is_a_shortcut_as_ResNets_for_small_pictures_have_it()
        => RequireSame(new Nothing(), x => x.MaxPool2d(1, stride: 2).Pad((0, 0), (0, 0), (0, 0), (1, 2)) + 1f);

    [Fact]
    public void Channels_weighted_by_a_squeezed_excitation()
    {
        var gate = new Linear(device, random, 3, 3);
        RequireSame(gate, x => x * gate.Forward(x.GlobalAveragePool2d()).Sigmoid().Reshape([x.Shape[0], 1, 1, 3]));
    }

    [Fact]
    public void Dense_blocks_join_and_shrink()
    {
        BatchNorm2d norm = Norm(6);
        RequireSame(norm, x => norm.Forward(x.Concat(x.Square()), relu: true).AveragePool2d(2, stride: 2));
    }

    [Fact]
    public void Distances_within_a_batch_are_those_of_each_picture()
    {
        using var points = new Parameter(device, [4, 3]);
        points.Uniform(0, 1, random);
        RequireSame(new Nothing(), x => x.SquaredDistance(points.In(x.Step)).Reshape([x.Shape[0], 30, 4]).MinWithIndices(1).Values);
        RequireSame(new Nothing(), x => x.MinSquaredDistance(points.In(x.Step)).Values);
    }

    [Fact]
    public void Nothing_is_turned_that_a_network_of_convolutions_does_not_need()
    {
        var model = new Sequential(new Conv2d(device, random, 3, 4, kernel: 3), new Activation(x => x.GlobalAveragePool2d()), new Linear(device, random, 4, 2));
        Export(model, model.Forward);
        Assert.DoesNotContain("Transpose", File.ReadAllText(folder.In("model.onnx")));
    }

    [Fact]
    public void Weights_bear_their_keys_and_what_no_output_needs_is_left_out()
    {
        var used = new Conv2d(device, random, 3, 4, kernel: 1);
        var unused = new Conv2d(device, random, 3, 4, kernel: 1);
        var model = new Sequential([("used", (Module)used), ("unused", unused)]);
        Export(model, x =>
        {
            unused.Forward(x);
            return used.Forward(x);
        });
        string text = File.ReadAllText(folder.In("model.onnx"));
        Assert.Contains("used.weight", text);
        Assert.DoesNotContain("unused.weight", text);
    }

    [Fact]
    public void An_input_and_a_value_may_be_outputs_more_than_once()
    {
        using Step step = device.BeginStep();
        var graph = new OnnxGraph("copies", []);
        Tensor x = step.Input([1, 2], [2, 1], requiresGradient: true);
        graph.Input("x", x);
        Tensor y = x * 2f;
        graph.Output("same", x);
        graph.Output("double", y);
        graph.Output("again", y);
        graph.Save(folder.In("copies.onnx"));
        using var session = new OnnxSession(folder.In("copies.onnx"));
        IReadOnlyDictionary<string, float[]> outputs = session.Run(("x", [3, 4, 5], [3, 1]));
        Assert.Equal([3, 4, 5], outputs["same"]);
        Assert.Equal([6, 8, 10], outputs["double"]);
        Assert.Equal([6, 8, 10], outputs["again"]);
    }

    [Fact]
    public void Formulas_joined_are_exported_one_after_the_other()
        => RequireSame(new Nothing(), x => x.Apply(new Square().Then(new AddScalar(1)).Then(new Log())));

    [Fact]
    public void A_formula_that_cannot_be_exported_is_named() => Assert.Contains("Cube", Refuse(x => x.Apply(new Cube())));

    [Fact]
    public void A_formula_that_cannot_be_exported_is_named_within_a_pair() => Assert.Contains("Cube", Refuse(x => x.Apply(new Square().Then(new Cube()))));

    [Fact]
    public void An_op_that_cannot_be_exported_is_named() => Assert.Contains("Opaque", Refuse(OpaqueOp.Apply));

    [Theory]
    [InlineData("Slice")]
    [InlineData("Pad")]
    [InlineData("Permute")]
    [InlineData("Concat")]
    [InlineData("Reshape")]
    [InlineData("MatMul")]
    [InlineData("Add")]
    public void What_mixes_the_pictures_of_a_batch_is_refused(string op) => Assert.Contains(op, Refuse(x => op switch
    {
        "Slice" => x.Slice(1..),
        "Pad" => x.Pad((0, 1)),
        "Permute" => x.Permute(1, 0, 2, 3),
        "Concat" => x.Concat(x, axis: 0),
        "Reshape" => x.Reshape([5, 36]),
        "MatMul" => Rows(x).MatMul(Rows(x), transposeA: true),
        _ => x + x.Step.Input(new float[Pictures.Count], Pictures),
    }));

    [Theory]
    [InlineData("Linear")]
    [InlineData("Linear, bias")]
    [InlineData("Linear, rows of cells")]
    [InlineData("Conv2d")]
    [InlineData("Conv2d, bias")]
    [InlineData("BatchNorm2d, gamma")]
    [InlineData("BatchNorm2d, beta")]
    [InlineData("SquaredDistance")]
    [InlineData("MatMul")]
    public void Weights_computed_from_pictures_are_refused(string op)
    {
        using var weights = new Parameter(device, [2, 3]);
        using var ones = new Parameter(device, [2]);
        ones.Constant(1);
        Tensor Ones(Tensor x) => ones.In(x.Step);
        Tensor Shifts(Tensor x) => Rows(x).Sum(1);
        Tensor Normalized(Tensor x, Tensor gamma, Tensor beta) => x.Slice(.., .., .., ..2).BatchNorm2d(gamma, beta, ones, ones, training: false);
        Assert.Contains(op.Split(',')[0], Refuse(x => op switch
        {
            "Linear" => Rows(x).Linear(Rows(x)),
            "Linear, bias" => Rows(x).Linear(weights.In(x.Step), Shifts(x)),
            "Linear, rows of cells" => x.Linear(Rows(x)),
            "Conv2d" => x.Conv2d(x.Slice(.., ..1, ..1)),
            "Conv2d, bias" => x.Conv2d(x.Step.Input(new float[6], [2, 1, 1, 3]), Shifts(x)),
            "BatchNorm2d, gamma" => Normalized(x, Shifts(x), Ones(x)),
            "BatchNorm2d, beta" => Normalized(x, Ones(x), Shifts(x)),
            "SquaredDistance" => x.SquaredDistance(Rows(x)),
            _ => Rows(x).MatMul(Rows(x), transposeB: true),
        }));
    }

    [Fact]
    public void A_residual_that_is_made_for_the_traced_batch_is_refused()
    {
        BatchNorm2d norm = Norm(3);
        Assert.Contains("[2, 6, 5, 3]", Refuse(x => norm.Forward(x, relu: false, x.Step.Input(new float[Pictures.Count], Pictures))));
    }

    [Fact]
    public void Inputs_of_different_numbers_of_pictures_are_refused()
    {
        using Step step = device.BeginStep();
        var graph = new OnnxGraph("two", []);
        graph.Input("four", step.Input(new float[8], [4, 2], requiresGradient: true));
        Assert.Contains("'two'", Assert.Throws<ArgumentException>(() => graph.Input("two", step.Input(new float[4], [2, 2], requiresGradient: true))).Message);
        graph.Input("also four", step.Input(new float[4], [4, 1], requiresGradient: true));
    }

    [Fact]
    public void Zero_and_minus_zero_are_two_numbers()
    {
        var graph = new OnnxGraph("numbers", []);
        Assert.Equal(graph.Scalar(0), graph.Scalar(0));
        Assert.NotEqual(graph.Scalar(0f), graph.Scalar(-0f));
    }

    [Fact]
    public void A_model_beyond_the_largest_file_is_refused_before_anything_is_written()
    {
        var weights = new OnnxInitializer("w", OnnxInitializer.Float, [1 << 30], 1L << 32, _ => Assert.Fail("the weights were written"));
        OnnxException refused = Assert.Throws<OnnxException>(() => OnnxFile.Write(folder.In("large.onnx"), "large", "", new Dictionary<string, string>(), new ProtobufWriter(), [weights]));
        Assert.Contains("2147483647", refused.Message);
        Assert.False(File.Exists(folder.In("large.onnx")));
    }

    private static Tensor Rows(Tensor x) => x.GlobalAveragePool2d();

    private BatchNorm2d Norm(int channels)
    {
        var norm = new BatchNorm2d(device, channels);
        foreach (StateEntry entry in norm.State()) entry.Parameter.Uniform(0.5f, 1.5f, random);
        norm.Train(false);
        return norm;
    }

    private float[] Export(Module model, Func<Tensor, Tensor> forward)
    {
        using Step step = device.BeginStep();
        var graph = new OnnxGraph("model", model.State());
        Tensor x = step.Input(Values(2), Pictures, requiresGradient: true);
        graph.Input("x", x);
        Tensor y = forward(x);
        graph.Output("y", y);
        graph.Save(folder.In("model.onnx"));
        return y.ToArray();
    }

    // Traced with two pictures, run with one and with five.
    private void RequireSame(Module model, Func<Tensor, Tensor> forward)
    {
        model.Train(false);
        Export(model, forward);
        using var session = new OnnxSession(folder.In("model.onnx"));
        foreach (int count in (int[])[1, 5])
        {
            using Step step = device.BeginInference();
            Shape shape = Pictures.With(0, count);
            Tensor y = forward(step.Input(Values(count), shape));
            float[] actual = session.Run(("x", ChannelOrder.ToFirst(Values(count), shape), ChannelOrder.Sizes(shape)))["y"];
            Assert.Equal(y.ToArray(), ChannelOrder.ToLast(actual, y.Shape), (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    private string Refuse(Func<Tensor, Tensor> forward) => Assert.Throws<OnnxException>(() => Export(new Nothing(), forward)).Message;

    private static float[] Values(int count)
    {
        float[] values = new float[Pictures.Count / 2 * count];
        new Philox(3).FillUniform(values, -1, 1);
        return values;
    }

    private readonly struct Cube : IUnaryFormula
    {
        public T Forward<T>(T x)
            where T : struct, ILane<T>
            => x * x * x;

        public T Derivative<T>(T x, T y)
            where T : struct, ILane<T>
            => T.Constant(3) * x * x;
    }

    private sealed class OpaqueOp : Op
    {
        public static Tensor Apply(Tensor x)
        {
            Tensor y = x.Step.Allocate(x.Shape);
            x.Device.CopyIn(x.ToArray(), y.Storage);
            x.Step.Record<OpaqueOp>(y);
            return y;
        }

        protected internal override void Backward(Gradients gradients) => throw new NotSupportedException();
    }

    private sealed class Nothing : Module
    {
        public override Tensor Forward(Tensor x) => x;
    }
}
