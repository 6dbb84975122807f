using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Backbones;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Backbones;

public sealed class ReceptiveFieldTests
{
    private static readonly WindowLayer Same = new(3, 1, 1);
    private static readonly WindowLayer Half = new(2, 2, 0);
    private static readonly WindowLayer[] Stem = [new(7, 2, 3), new(3, 2, 1)];

    public static TheoryData<string, int> Published() => new()
    {
        { "resnet18", 435 }, { "resnet34", 899 }, { "resnet50", 427 }, { "vgg16", 212 }, { "vgg19", 268 }, { "densenet121", 2071 },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void The_recursion_gives_the_published_sizes_at_224(string network, int size)
    {
        WindowLayer[] layers = network switch
        {
            "resnet18" => [.. Stem, .. Stages([2, 2, 2, 2], convolutions: 2)],
            "resnet34" => [.. Stem, .. Stages([3, 4, 6, 3], convolutions: 2)],
            "resnet50" => [.. Stem, .. Stages([3, 4, 6, 3], convolutions: 1)],
            "vgg16" => [.. new[] { 2, 2, 3, 3, 3 }.SelectMany(count => Enumerable.Repeat(Same, count).Append(Half))],
            "vgg19" => [.. new[] { 2, 2, 4, 4, 4 }.SelectMany(count => Enumerable.Repeat(Same, count).Append(Half))],
            _ => [.. Stem, .. Dense(6), Half, .. Dense(12), Half, .. Dense(24), Half, .. Dense(16)],
        };
        ReceptiveField field = ReceptiveField.Of(224, layers);
        Assert.Equal((size, 7, 32), (field.Size, field.Cells, field.Jump));
    }

    [Theory]
    [MemberData(nameof(Published))]
    [InlineData("vgg16_bn", 212)]
    public void The_backbones_here_have_them_too(string name, int size)
    {
        using var device = new ShapeDevice();
        ReceptiveField field = BackboneCatalogue.Default.Create(name, device, seed: 1).ReceptiveField(224);

        // Poolings of even windows shift the centre: 0.5 + (1 + 2 + 4 + 8 + 16) / 2, and 0.5 + (4 + 8 + 16) / 2.
        double start = name[..3] switch { "vgg" => 16, "den" => 14.5, _ => 0.5 };
        Assert.Equal((size, 7, 32, start), (field.Size, field.Cells, field.Jump, field.Start));
    }

    [Fact]
    public void SqueezeNet_by_hand()
    {
        using var device = new ShapeDevice();
        Assert.Equal(new ReceptiveField(13, 16, 207, 15.5, 224), BackboneCatalogue.Default.Create("squeezenet1_1", device, seed: 1).ReceptiveField(224));
        Assert.Equal(new ReceptiveField(13, 16, 155, 17.5, 224), BackboneCatalogue.Default.Create("squeezenet1_0", device, seed: 1).ReceptiveField(224));
    }

    [Theory]
    [InlineData("squeezenet1_1", 224)]
    [InlineData("squeezenet1_1", 97)]
    [InlineData("resnet8-slim", 96)]
    [InlineData("resnet8-slim", 65)]
    [InlineData("vgg11", 165)]
    [InlineData("vgg11_bn", 160)]
    [InlineData("squeezenet1_0", 129)]
    [InlineData("resnet20", 61)]
    [InlineData("dense", 64)]
    [InlineData("bottlenecks", 65)]
    public void A_feature_depends_on_nothing_outside_its_box_and_the_grid_has_the_size_foretold(string name, int side)
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        Backbone backbone = Create(name, device);
        backbone.Train(false);
        ReceptiveField field = backbone.ReceptiveField(side);
        foreach ((int row, int column) in ((int, int)[])[(0, 0), (field.Cells / 2, field.Cells / 2), (field.Cells - 1, 1)])
        {
            using Step step = device.BeginStep();
            float[] pixels = new float[side * side * 3];
            new Philox(5).FillNormal(pixels);
            Tensor x = step.Input(pixels, [1, side, side, 3], requiresGradient: true);
            Tensor y = backbone.Forward(x);
            Assert.Equal([1, field.Cells, field.Cells, backbone.FeatureChannels], y.Shape);
            float[] cell = new float[y.Shape.Count];
            cell.AsSpan(((row * field.Cells) + column) * backbone.FeatureChannels, backbone.FeatureChannels).Fill(1);
            y.Multiply(step.Input(cell, y.Shape)).Sum().Backward();
            PixelBox box = field.Box(row, column);
            float[] gradient = step.GradientOf(x);
            int reached = 0;

            // Winograd's algorithm lets the pixels of a whole tile into each result and takes the foreign ones away again, up to rounding.
            float rounding = 1e-5f * gradient.Max(Math.Abs);
            for (int i = 0; i < gradient.Length; i++)
            {
                if (Math.Abs(gradient[i]) <= rounding) continue;
                (int pixelRow, int pixelColumn) = (i / 3 / side, i / 3 % side);
                Assert.True(
                    pixelColumn >= box.X && pixelColumn < box.X + box.Width && pixelRow >= box.Y && pixelRow < box.Y + box.Height,
                    $"cell ({row}, {column}) depends on pixel ({pixelRow}, {pixelColumn}) outside {box}");
                reached++;
            }

            Assert.True(reached > box.Width * box.Height, $"only {reached} values of {box} are seen");
        }
    }

    [Fact]
    public void Boxes_stay_inside_the_picture_and_hold_a_pixel()
    {
        var field = new ReceptiveField(13, 16, 207, 15.5, 224);
        for (int row = 0; row < 13; row++)
        {
            for (int column = 0; column < 13; column++)
            {
                PixelBox box = field.Box(row, column);
                Assert.True(box is { X: >= 0, Y: >= 0, Width: >= 1, Height: >= 1 } && box.X + box.Width <= 224 && box.Y + box.Height <= 224);
            }
        }

        Assert.Equal(new PixelBox(8, 8, 207, 207), field.Box(6, 6));
    }

    [Fact]
    public void A_picture_too_small_for_the_network_is_an_error_that_names_its_side()
    {
        string message = Assert.Throws<ArgumentException>(() => ReceptiveField.Of(8, [new(3, 2, 0), new(3, 2, 0), new(3, 2, 0)])).Message;
        Assert.Contains("8 pixels", message, StringComparison.Ordinal);
    }

    // The fields of published DenseNets and ResNets of bottlenecks are larger than what a test can afford: small ones of the same parts.
    private static Backbone Create(string name, Device device) => name switch
    {
        "dense" => new DenseNet(device, new Philox(3), new DenseNetPlan(name, Growth: 8, [2, 1])),
        "bottlenecks" => new ResNet(device, new Philox(3), new ResNetPlan(name, [1, 2, 1], [8, 8, 16]) { Bottlenecks = true }),
        _ => BackboneCatalogue.Default.Create(name, device, seed: 3),
    };

    private static IEnumerable<WindowLayer> Stages(int[] blocks, int convolutions)
    {
        for (int layer = 0; layer < blocks.Length; layer++)
        {
            for (int i = 0; i < blocks[layer] * convolutions; i++) yield return i == 0 && layer > 0 ? new WindowLayer(3, 2, 1) : Same;
        }
    }

    private static IEnumerable<WindowLayer> Dense(int layers) => Enumerable.Repeat(Same, layers);
}
