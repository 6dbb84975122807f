using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Randomness;
using Xunit;

namespace LVW.Native.Engine.Tests.Onnx;

/// <summary>Every way in which the order of dimensions can matter, one after the other: inputs and outputs channels first, as models have them.</summary>
public sealed class OnnxShapeTests
{
    private static readonly Shape Four = [2, 3, 4, 5];
    private static readonly Shape Three = [2, 3, 5];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reductions_over_every_choice_of_axes(bool keep)
    {
        foreach (Shape shape in (Shape[])[Three, Four])
        {
            RequireSame(shape, [.. Subsets(shape.Rank).SelectMany<int[], Func<Tensor, Tensor>>(axes => [x => x.Sum(axes, keep), x => x.Mean(axes, keep), x => x.Min(axes, keep), x => x.Max(axes, keep)])]);
        }
    }

    [Fact]
    public void Broadcasting_with_every_shape_that_fits()
    {
        foreach (Shape shape in (Shape[])[Three, Four])
        {
            Shape[] others = [.. Subsets(shape.Rank).Select(ones => Ones(shape, ones)), .. Enumerable.Range(0, shape.Rank).SelectMany(rank => Tails(shape, rank))];
            RequireSame(shape, [.. others.SelectMany<Shape, Func<Tensor, Tensor>>(other => [x => x - Constant(x, other), x => Constant(x, other) - x])]);
        }
    }

    [Fact]
    public void Permutations_in_every_order()
    {
        foreach (Shape shape in (Shape[])[Three, Four]) RequireSame(shape, [.. Orders(shape.Rank).Select<int[], Func<Tensor, Tensor>>(order => x => x.Permute(order) * 2f)]);
    }

    [Fact]
    public void Reshapes_that_merge_part_and_mix()
    {
        Shape[] targets = [[120], [24, 5], [2, 60], [2, 12, 5], [2, 3, 20], [6, 4, 5], [2, 6, 2, 5], [2, 4, 3, 5], [5, 4, 3, 2], [1, 2, 12, 5], [2, 1, 1, 60], [120, 1, 1], [2, 1, 60]];
        RequireSame(Four, [.. targets.Select<Shape, Func<Tensor, Tensor>>(target => x => x.Reshape(target)), .. targets.Select<Shape, Func<Tensor, Tensor>>(target => x => x.Reshape(target).Reshape(Four))]);
    }

    [Fact]
    public void Slices_and_padding_of_each_dimension() => RequireSame(
        Four,
        x => x.Slice(1..),
        x => x.Slice(.., 1..2),
        x => x.Slice(.., .., ..^1),
        x => x.Slice(.., .., .., 2..4),
        x => x.Slice(.., 1.., 1..3, 1..),
        x => x.Pad((0, 1)),
        x => x.Pad((0, 0), (1, 2)),
        x => x.Pad((0, 0), (0, 0), (3, 1)),
        x => x.Pad((0, 0), (0, 0), (0, 0), (1, 4)),
        x => x.Slice().Pad());

    private static void RequireSame(Shape shape, params Func<Tensor, Tensor>[] functions)
    {
        using var device = new CpuDevice();
        using var folder = new TemporaryFolder();
        using Step step = device.BeginStep();
        float[] values = Values(shape);
        var graph = new OnnxGraph("shapes", []);
        Tensor x = step.Input(values, shape, requiresGradient: true);
        graph.Input("x", x, batched: false);
        Tensor[] expected = [.. functions.Select(function => function(x))];
        for (int i = 0; i < expected.Length; i++) graph.Output($"y{i}", expected[i]);
        graph.Save(folder.In("shapes.onnx"));
        using var session = new OnnxSession(folder.In("shapes.onnx"));
        IReadOnlyDictionary<string, float[]> actual = session.Run(("x", ChannelOrder.ToFirst(values, shape), ChannelOrder.Sizes(shape)));
        for (int i = 0; i < expected.Length; i++)
        {
            Shape of = expected[i].Shape;
            Assert.Equal(expected[i].ToArray(), ChannelOrder.ToLast(actual[$"y{i}"], of), (a, b) => Math.Abs(a - b) < 1e-4);
            Assert.Equal(ChannelOrder.Sizes(of).Select(size => $"{size}"), session.Dimensions($"y{i}"));
        }
    }

    private static IEnumerable<int[]> Subsets(int rank)
        => Enumerable.Range(1, (1 << rank) - 1).Select(bits => Enumerable.Range(0, rank).Where(axis => (bits & (1 << axis)) != 0).ToArray());

    private static IEnumerable<int[]> Orders(int rank)
        => rank == 0 ? [[]] : Orders(rank - 1).SelectMany(order => Enumerable.Range(0, rank).Select(place => (int[])[.. order[..place], rank - 1, .. order[place..]]));

    private static Shape Ones(Shape shape, int[] axes) => axes.Aggregate(shape, (sizes, axis) => sizes.With(axis, 1));

    // The last dimensions alone, whole or with some of size 1.
    private static IEnumerable<Shape> Tails(Shape shape, int rank)
    {
        var tail = new Shape(shape.ToArray()[^rank..]);
        return [tail, .. Subsets(rank).Select(ones => Ones(tail, ones))];
    }

    private static Tensor Constant(Tensor x, Shape shape) => x.Step.Input(Values(shape), shape);

    private static float[] Values(Shape shape)
    {
        float[] values = new float[shape.Count];
        new Philox(5).FillUniform(values, -1, 1);
        return values;
    }
}
