using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Onnx;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>
/// Sizes of a 2-d convolution: x [N, H, W, C] with filter [K, R, S, C / Groups] gives y [N, P, Q, K], where
/// P = ⌊(H + PadTop + PadBottom − DilationH · (R − 1) − 1) / StrideH⌋ + 1, and Q likewise.
/// </summary>
internal readonly record struct Conv2dGeometry : IOpCost
{
    /// <summary>Pictures.</summary>
    public required int N { get; init; }

    /// <summary>Height of the input.</summary>
    public required int H { get; init; }

    /// <summary>Width of the input.</summary>
    public required int W { get; init; }

    /// <summary>Channels of the input.</summary>
    public required int C { get; init; }

    /// <summary>Filters: channels of the output.</summary>
    public required int K { get; init; }

    /// <summary>Height of the filter.</summary>
    public required int R { get; init; }

    /// <summary>Width of the filter.</summary>
    public required int S { get; init; }

    /// <summary>Rows from one output to the next.</summary>
    public int StrideH { get; init; } = 1;

    /// <summary>Columns from one output to the next.</summary>
    public int StrideW { get; init; } = 1;

    /// <summary>Rows of zeros above.</summary>
    public int PadTop { get; init; }

    /// <summary>Rows of zeros below.</summary>
    public int PadBottom { get; init; }

    /// <summary>Columns of zeros on the left.</summary>
    public int PadLeft { get; init; }

    /// <summary>Columns of zeros on the right.</summary>
    public int PadRight { get; init; }

    /// <summary>Rows from one filter tap to the next.</summary>
    public int DilationH { get; init; } = 1;

    /// <summary>Columns from one filter tap to the next.</summary>
    public int DilationW { get; init; } = 1;

    /// <summary>Independent groups of channels.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Floats from one output pixel to the next: K, or more where the output is a slice of a wider tensor's channels.</summary>
    public int OutputPixel
    {
        get => field == 0 ? K : field;
        init;
    }

    /// <summary>Where the slice begins among those channels.</summary>
    public int OutputStart { get; init; }

    /// <summary>How the processor computes it.</summary>
    public ConvolutionAlgorithm Algorithm { get; init; }

    /// <summary>Makes a geometry with stride 1, dilation 1, one group and no padding.</summary>
    public Conv2dGeometry()
    {
    }

    /// <summary>Height of the output.</summary>
    public int P => OutputSize(H, PadTop + PadBottom, R, StrideH, DilationH);

    /// <summary>Width of the output.</summary>
    public int Q => OutputSize(W, PadLeft + PadRight, S, StrideW, DilationW);

    /// <summary>Input channels of one group.</summary>
    public int GroupC => C / Groups;

    /// <summary>Filters of one group.</summary>
    public int GroupK => K / Groups;

    /// <summary>Pixels of the output.</summary>
    public int OutputPixels => checked(N * P * Q);

    /// <summary>Whether the output is a slice of a wider tensor's channels.</summary>
    public bool IsSlice => OutputPixel != K;

    /// <inheritdoc/>
    public long Flops => 2 * MultiplyAdds;

    /// <summary>Multiply-adds of one pass, forward or either gradient.</summary>
    public long MultiplyAdds => (long)N * P * Q * K * R * S * GroupC;

    /// <summary>What is wrong with the sizes, or null; the shapes are the caller's to name.</summary>
    public string? Problem()
    {
        if (N < 0 || H < 1 || W < 1 || C < 1) return "the input has an empty dimension.";
        if (K < 1 || R < 1 || S < 1) return "the filter has an empty dimension.";
        if (StrideH < 1 || StrideW < 1) return $"the stride is {StrideH} × {StrideW}; it must be at least 1.";
        if (DilationH < 1 || DilationW < 1) return $"the dilation is {DilationH} × {DilationW}; it must be at least 1.";
        if (PadTop < 0 || PadBottom < 0 || PadLeft < 0 || PadRight < 0) return "the padding is negative; crop the input instead.";
        if (Groups < 1 || C % Groups != 0 || K % Groups != 0)
        {
            return $"{Groups} groups do not divide {C} input channels and {K} filters. Choose groups that divide both.";
        }

        if (P < 1 || Q < 1)
        {
            return $"the filter covers {Extent(R, DilationH)} × {Extent(S, DilationW)} but the padded input has only "
                + $"{H + PadTop + PadBottom} × {W + PadLeft + PadRight}. Use a larger input or more padding.";
        }

        if (Algorithm == ConvolutionAlgorithm.Winograd && !AlgorithmTable.IsWinogradPossible(this))
        {
            return "Winograd's algorithm is for 3 × 3 filters of stride 1, dilation 1 and one group. Use ConvolutionAlgorithm.Automatic.";
        }

        return null;
    }

    /// <summary>The convolution as a node of ONNX.</summary>
    public OnnxValue Export(OnnxGraph graph, string op, Tensor x, Tensor w, Tensor bias) => graph.Node(
        "Conv",
        [graph.ChannelsFirst(x), graph.Shared(op, w, channelsFirst: true), .. bias.IsEmpty ? (ReadOnlySpan<OnnxValue>)[] : [graph.Shared(op, bias)]],
        OnnxAttribute.Integers("kernel_shape", R, S),
        OnnxAttribute.Integers("strides", StrideH, StrideW),
        OnnxAttribute.Integers("pads", PadTop, PadLeft, PadBottom, PadRight),
        OnnxAttribute.Integers("dilations", DilationH, DilationW),
        OnnxAttribute.Integer("group", Groups));

    private static int Extent(int taps, int dilation) => ((taps - 1) * dilation) + 1;

    private static int OutputSize(int size, int padding, int taps, int stride, int dilation)
    {
        int room = size + padding - Extent(taps, dilation);
        return room < 0 ? 0 : (room / stride) + 1;
    }
}
