using LVW.Native.Engine.Ops.Convolution;

namespace LVW.Native.Engine.Testing.Cases.Convolution;

/// <summary>The cases of several convolutions side by side.</summary>
internal static class ConcatConv2dCases
{
    public static IEnumerable<OpCase> All =>
    [
        Case("ConcatConv2d", relu: false, ConvolutionAlgorithm.Direct),
        Case("ConcatConv2d, with ReLU", relu: true, ConvolutionAlgorithm.Direct),
        Case("ConcatConv2d, Winograd", relu: false, ConvolutionAlgorithm.Winograd),
        Case("ConcatConv2d, Winograd, with ReLU", relu: true, ConvolutionAlgorithm.Winograd),
    ];

    private static OpCase Case(string name, bool relu, ConvolutionAlgorithm algorithm)
        => new(name, [typeof(ConcatConv2dOp)], ConvolutionCases.ToleranceOf(algorithm, relu), sampler =>
        {
            int stride = algorithm == ConvolutionAlgorithm.Winograd ? 1 : sampler.Between(1, 2);
            Shape x = [sampler.Batch(), sampler.Extent(), sampler.Extent(), sampler.Channels()];
            Branch[] branches = [.. Enumerable.Range(0, sampler.Between(1, 3)).Select(_ => Draw(sampler, x[3], stride, relu, algorithm))];
            var inputs = new List<ProblemInput> { relu ? sampler.OnGrid("x", x) : sampler.Input("x", x).Linear() };
            foreach (Branch branch in branches) inputs.AddRange(Inputs(sampler, branch));
            return new OpProblem
            {
                Inputs = [.. inputs],
                Apply = t => t[0].ConcatConv2d([.. branches.Select((branch, i) => new Conv2dBranch(t[(2 * i) + 1], t[(2 * i) + 2], branch.Options))]),
                Reference = t => Joined([.. branches.Select((branch, i) => ConvolutionCases.Reference(t[0], t[(2 * i) + 1], t[(2 * i) + 2], branch.Options))]),
                Geometry = $"stride {stride}, filters {string.Join(", ", branches.Select(branch => branch.Weight))}",
            };
        });

    // Half the filter's side of padding keeps the outputs of all branches equal in size.
    private static Branch Draw(Sampler sampler, int channels, int stride, bool relu, ConvolutionAlgorithm algorithm)
    {
        int side = sampler.Pick(1, 3, 5);
        var options = new Conv2dOptions
        {
            Stride = stride,
            Padding = side / 2,
            ReLU = relu,
            Algorithm = side == 3 ? algorithm : ConvolutionAlgorithm.Direct,
        };
        return new Branch([sampler.Channels(), side, side, channels], options);
    }

    private static ProblemInput[] Inputs(Sampler sampler, Branch branch)
    {
        string weight = $"weight {branch.Weight}", bias = $"bias {branch.Weight[0]}";
        return branch.Options.ReLU
            ? [sampler.OnGrid(weight, branch.Weight), ConvolutionCases.BiasOffTheKink(sampler, bias, branch.Weight)]
            : [sampler.Input(weight, branch.Weight).Linear(), sampler.Input(bias, [branch.Weight[0]]).Linear()];
    }

    private static DoubleTensor Joined(DoubleTensor[] parts)
    {
        (DoubleTensor Part, int Channel)[] channels = [.. parts.SelectMany(part => Enumerable.Range(0, part.Shape[3]).Select(k => (part, k)))];
        Shape map = parts[0].Shape;
        return DoubleTensor.From(map[0], map[1], map[2], channels.Length, (n, p, q, k) => channels[k].Part[n, p, q, channels[k].Channel]);
    }

    private sealed record Branch(Shape Weight, Conv2dOptions Options);
}
