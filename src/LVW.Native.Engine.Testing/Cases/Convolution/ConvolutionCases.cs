using LVW.Native.Engine.Ops.Convolution;

namespace LVW.Native.Engine.Testing.Cases.Convolution;

/// <summary>The cases of <c>Ops/Convolution</c>.</summary>
internal static class ConvolutionCases
{
    private static readonly Tolerance Summed = new(3e-6, 1e-5, "sums of products in float32, in blocks");

    private static readonly Tolerance Interpolated = new(1e-5, 3e-5, "sums of products at 25 or 36 points, weighted by up to 4 on the way back");

    private static readonly Tolerance InterpolatedAndCut = new(5e-5, 3e-5, "as without ReLU, and the bias takes nearly the whole sum away");

    public static IEnumerable<OpCase> All =>
    [
        Case("Conv2d", relu: false, sampler => new Conv2dOptions { Padding = sampler.Between(0, 2) }, kernels: [1, 2, 3, 5]),
        Case("Conv2d, pointwise", relu: false, sampler => new Conv2dOptions { Stride = sampler.Between(1, 2) }, kernels: [1]),
        Case(
            "Conv2d, strided",
            relu: false,
            sampler => new Conv2dOptions { Stride = sampler.Between(2, 3), Padding = sampler.Between(0, 3) },
            kernels: [1, 2, 3, 7]),
        Case(
            "Conv2d, dilated",
            relu: false,
            sampler => new Conv2dOptions { Stride = sampler.Between(1, 2), Padding = sampler.Between(0, 2), Dilation = sampler.Between(2, 3) },
            kernels: [2, 3]),
        Case(
            "Conv2d, in groups",
            relu: false,
            sampler => new Conv2dOptions { Stride = sampler.Between(1, 2), Padding = sampler.Between(0, 1), Groups = sampler.Pick(2, 3, 16) },
            kernels: [1, 3]),
        Case("Conv2d, with ReLU", relu: true, sampler => new Conv2dOptions { Padding = sampler.Between(0, 1), ReLU = true }, kernels: [1, 3]),
        Case(
            "Conv2d, Winograd",
            relu: false,
            sampler => new Conv2dOptions { Padding = sampler.Between(0, 3) },
            kernels: [3],
            ConvolutionAlgorithm.Winograd),
        .. ConcatConv2dCases.All,
        Case(
            "Conv2d, Winograd, with ReLU",
            relu: true,
            sampler => new Conv2dOptions { Padding = sampler.Between(0, 2), ReLU = true },
            kernels: [3],
            ConvolutionAlgorithm.Winograd),
    ];

    internal static Tolerance ToleranceOf(ConvolutionAlgorithm algorithm, bool relu)
        => algorithm == ConvolutionAlgorithm.Direct ? Summed : relu ? InterpolatedAndCut : Interpolated;

    private static OpCase Case(
        string name,
        bool relu,
        Func<Sampler, Conv2dOptions> draw,
        int[] kernels,
        ConvolutionAlgorithm algorithm = ConvolutionAlgorithm.Direct)
        => new(name, [typeof(Conv2dOp)], ToleranceOf(algorithm, relu), sampler =>
        {
            Conv2dOptions options = draw(sampler) with { Algorithm = algorithm };
            int r = sampler.Pick<int>(kernels), s = sampler.Pick<int>(kernels);

            // The filter must fit into the padded picture.
            int height = sampler.Extent(Math.Max(1, (options.Dilation * (r - 1)) + 1 - (2 * options.Padding)));
            int width = sampler.Extent(Math.Max(1, (options.Dilation * (s - 1)) + 1 - (2 * options.Padding)));
            int groupChannels = Math.Max(1, sampler.Channels() / options.Groups);
            int filters = options.Groups * Math.Max(1, sampler.Channels() / options.Groups);
            Shape x = [sampler.Batch(), height, width, groupChannels * options.Groups];
            Shape w = [filters, r, s, groupChannels];
            bool bias = relu || sampler.Coin();
            return new OpProblem
            {
                Inputs = relu ? OffTheKink(sampler, x, w) : Inputs(sampler, x, w, bias),
                Apply = t => t[0].Conv2d(t[1], bias ? t[2] : default, options),
                Reference = t => Reference(t[0], t[1], bias ? t[2] : null, options),
                Geometry = $"stride {options.Stride}, padding {options.Padding}, dilation {options.Dilation}, groups {options.Groups}",
            };
        });

    private static ProblemInput[] Inputs(Sampler sampler, Shape x, Shape w, bool bias)
    {
        ProblemInput input = sampler.Input("x", x).Linear();
        ProblemInput weight = sampler.Input("weight", w).Linear();
        return bias ? [input, weight, sampler.Input("bias", [w[0]]).Linear()] : [input, weight];
    }

    /// <summary>The convolution is a multiple of 1/16 and the bias an odd multiple of 1/32: no output is near the kink at 0.</summary>
    private static ProblemInput[] OffTheKink(Sampler sampler, Shape x, Shape w)
        => [sampler.OnGrid("x", x), sampler.OnGrid("weight", w), BiasOffTheKink(sampler, "bias", w)];

    internal static ProblemInput BiasOffTheKink(Sampler sampler, string name, Shape w)
    {
        int terms = w[1] * w[2] * w[3];
        float[] bias = new float[w[0]];

        // The mean of a product of two values on the grid is a quarter: the bias takes it away, so that about half the outputs are cut.
        for (int k = 0; k < bias.Length; k++) bias[k] = (sampler.Between(-16, 16) / 16f) - (terms / 4f) + (1 / 32f);
        return new ProblemInput(name, [w[0]], bias);
    }

    internal static DoubleTensor Reference(DoubleTensor x, DoubleTensor w, DoubleTensor? bias, Conv2dOptions options)
    {
        int height = x.Shape[1], width = x.Shape[2];
        int filters = w.Shape[0], rows = w.Shape[1], columns = w.Shape[2], groupChannels = w.Shape[3];
        int p = Outputs(height, rows, options), q = Outputs(width, columns, options);
        return DoubleTensor.From(x.Shape[0], p, q, filters, (n, i, j, k) =>
        {
            int firstChannel = k / (filters / options.Groups) * groupChannels;
            double sum = bias is null ? 0 : bias[k];
            for (int r = 0; r < rows; r++)
            {
                for (int s = 0; s < columns; s++)
                {
                    int h = (i * options.Stride) - options.Padding + (r * options.Dilation);
                    int v = (j * options.Stride) - options.Padding + (s * options.Dilation);
                    if (h < 0 || h >= height || v < 0 || v >= width) continue;
                    for (int c = 0; c < groupChannels; c++) sum += x[n, h, v, firstChannel + c] * w[k, r, s, c];
                }
            }

            return options.ReLU ? Math.Max(sum, 0) : sum;
        });
    }

    private static int Outputs(int size, int taps, Conv2dOptions options)
        => ((size + (2 * options.Padding) - (options.Dilation * (taps - 1)) - 1) / options.Stride) + 1;
}
