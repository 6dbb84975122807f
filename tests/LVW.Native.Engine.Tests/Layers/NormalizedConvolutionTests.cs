using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.Engine.Randomness;
using Xunit;

namespace LVW.Native.Engine.Tests.Layers;

/// <summary>A convolution with its normalisation in one pass, and what it keeps between passes.</summary>
public sealed class NormalizedConvolutionTests
{
    public static TheoryData<int, int, int, int, SimdWidth> Layers()
    {
        var layers = new TheoryData<int, int, int, int, SimdWidth>();
        foreach (SimdWidth width in SimdWidths.Available)
        {
            layers.Add(16, 32, 3, 1, width);
            layers.Add(128, 192, 3, 1, width);
            layers.Add(16, 24, 3, 1, width);
            layers.Add(16, 20, 3, 1, width);
            layers.Add(3, 16, 7, 2, width);
            layers.Add(16, 32, 1, 2, width);
        }

        return layers;
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void In_one_pass_it_gives_what_the_two_ops_give(int inputs, int outputs, int kernel, int stride, SimdWidth width)
    {
        using var device = new CpuDevice(2, width);
        Layer layer = Layer.Make(device, inputs, outputs, kernel, stride);
        float[] apart = layer.Apart(recording: true, relu: true, withResidual: true);
        float[] fused = layer.Fused(relu: true, withResidual: true);
        Close(apart, fused);
        Close(layer.Apart(recording: true, relu: false, withResidual: false), layer.Fused(relu: false, withResidual: false));
    }

    [Fact]
    public void What_is_kept_of_a_filter_follows_every_change_of_the_filter()
    {
        using var device = new CpuDevice(2);
        Layer layer = Layer.Make(device, 128, 192, kernel: 3, stride: 1);
        layer.Fused(relu: true, withResidual: false);

        float[] values = layer.Convolution.Weight.ToArray();
        for (int i = 0; i < values.Length; i++) values[i] = -values[i];
        layer.Convolution.Weight.Set(values);
        Close(layer.Apart(recording: true, relu: true, withResidual: false), layer.Fused(relu: true, withResidual: false));

        using var optimizer = new Adam(new ParameterGroup("all", layer.Convolution.Parameters(), 0.1));
        using (Step step = device.BeginStep())
        {
            layer.Convolution.Forward(step.Input(layer.X, layer.InputShape)).Square().Sum().Backward();
            optimizer.Step();
        }

        Close(layer.Apart(recording: true, relu: true, withResidual: false), layer.Fused(relu: true, withResidual: false));

        device.CopyIn(values, layer.Convolution.Weight.Value);
        Close(layer.Apart(recording: true, relu: true, withResidual: false), layer.Fused(relu: true, withResidual: false));
    }

    [Fact]
    public void A_kept_filter_gives_the_same_result_again_and_takes_no_more_memory()
    {
        using var device = new CpuDevice(2);
        Layer layer = Layer.Make(device, 128, 192, kernel: 3, stride: 1);
        float[] first = layer.Fused(relu: true, withResidual: true);
        long taken = device.PooledBytes;
        Assert.Equal(first, layer.Fused(relu: true, withResidual: true));
        Assert.Equal(taken, device.PooledBytes);
    }

    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Sqrt(expected.Average(value => (double)value * value));
        for (int i = 0; i < expected.Length; i++) Assert.InRange(actual[i], expected[i] - (2e-5 * scale), expected[i] + (2e-5 * scale));
    }

    private sealed record Layer(Device Device, Conv2d Convolution, BatchNorm2d Norm, Shape InputShape, float[] X, float[] Residual)
    {
        private const int Side = 12;

        public static Layer Make(Device device, int inputs, int outputs, int kernel, int stride)
        {
            var random = new Philox(7);
            var convolution = new Conv2d(device, random, inputs, outputs, kernel, stride, padding: kernel / 2, bias: false);
            var norm = new BatchNorm2d(device, outputs);
            foreach (StateEntry entry in norm.State())
            {
                float[] values = new float[outputs];
                random.FillUniform(values);
                entry.Parameter.Set([.. values.Select(value => value + 0.5f)]);
            }

            norm.Train(false);
            int side = (Side + stride - 1) / stride;
            float[] x = new float[2 * Side * Side * inputs];
            float[] residual = new float[2 * side * side * outputs];
            random.FillNormal(x);
            random.FillNormal(residual);
            return new Layer(device, convolution, norm, [2, Side, Side, inputs], x, residual);
        }

        public float[] Fused(bool relu, bool withResidual) => Run(recording: false, relu, withResidual, apart: false);

        public float[] Apart(bool recording, bool relu, bool withResidual) => Run(recording, relu, withResidual, apart: true);

        private float[] Run(bool recording, bool relu, bool withResidual, bool apart)
        {
            using Step step = recording ? Device.BeginStep() : Device.BeginInference();
            Tensor x = step.Input(X, InputShape);
            Tensor shape = Convolution.Forward(x);
            Tensor residual = withResidual ? step.Input(Residual, shape.Shape) : default;
            return (apart ? Norm.Forward(shape, relu, residual) : Convolution.ForwardNormalized(x, Norm, relu, residual)).ToArray();
        }
    }
}
