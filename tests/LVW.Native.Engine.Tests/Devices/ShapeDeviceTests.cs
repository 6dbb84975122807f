using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.Engine.Testing;
using Xunit;

namespace LVW.Native.Engine.Tests.Devices;

public sealed class ShapeDeviceTests
{
    // They read places or statistics back, to check them.
    private static readonly string[] ReadingCases =
    [
        "MinSquaredDistance, cells", "BatchNorm2d, running statistics", "Max, places", "Min, places", "ArgMax", "ArgMin", "TopK, places", "TopK, places of the smallest",
    ];

    private readonly ShapeDevice device = new();

    public static TheoryData<string> Cases() => [.. OpCatalogue.All.Select(opCase => opCase.Name).Except(ReadingCases)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_op_has_the_shapes_there_that_it_has_on_the_processor(string name)
    {
        using var processor = new CpuDevice(threads: 1);
        for (ulong seed = 0; seed < 4; seed++)
        {
            OpProblem problem = OpCatalogue.Find(name).Draw(seed);
            using Step shapes = device.BeginInference();
            using Step values = processor.BeginInference();
            Assert.Equal(Apply(problem, values), Apply(problem, shapes));
        }
    }

    [Fact]
    public void Arithmetic_is_counted_once_for_a_convolution_with_normalisation()
    {
        var convolution = new Conv2d(device, new Philox(1), 3, 8, kernel: 3, stride: 2, padding: 1, bias: false);
        var norm = new BatchNorm2d(device, 8);
        norm.Train(false);
        using Step step = device.BeginInference();
        Assert.Equal([2, 5, 5, 8], convolution.ForwardNormalized(step.Allocate([2, 10, 10, 3]), norm, relu: true).Shape);
        Assert.Equal(2L * 2 * 5 * 5 * 8 * 3 * 3 * 3, device.Flops);
    }

    [Fact]
    public void A_layer_of_seven_gigabytes_takes_no_memory()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var layer = new Linear(device, new Philox(1), 30_000, 60_000);
        using Step step = device.BeginInference();
        Assert.Equal([5, 60_000], layer.Forward(step.Allocate([5, 30_000])).Shape);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Reading_values_is_an_error_that_names_the_remedy()
    {
        using Step step = device.BeginInference();
        Tensor tensor = step.Allocate([2]);
        Assert.Contains("Use the processor", Assert.Throws<NotSupportedException>(() => tensor.ToArray()).Message, StringComparison.Ordinal);
    }

    private static Shape Apply(OpProblem problem, Step step)
        => problem.Apply([.. problem.Inputs.Select(input => step.Input(input.Values, input.Shape))]).Shape;
}
