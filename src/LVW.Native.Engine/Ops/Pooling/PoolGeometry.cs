using LVW.Native.Engine.Onnx;

namespace LVW.Native.Engine.Ops.Pooling;

/// <summary>The sizes of a pooling: input [N, H, W, C], output [N, P, Q, C], square windows.</summary>
/// <param name="N">Pictures.</param>
/// <param name="H">Rows of the input.</param>
/// <param name="W">Columns of the input.</param>
/// <param name="C">Channels.</param>
/// <param name="P">Rows of the output.</param>
/// <param name="Q">Columns of the output.</param>
/// <param name="Kernel">Rows and columns of a window.</param>
/// <param name="Stride">From one window to the next.</param>
/// <param name="Padding">Rows and columns around the input that windows may cover.</param>
internal readonly record struct PoolGeometry(int N, int H, int W, int C, int P, int Q, int Kernel, int Stride, int Padding)
{
    /// <summary>Checks a pooling and computes the sizes of its output.</summary>
    /// <exception cref="ArgumentException">The input is not [N, H, W, C], or the windows do not fit.</exception>
    public static PoolGeometry Of(string op, Shape x, int kernel, int stride, int padding, bool ceilMode)
    {
        if (x.Rank != 4) throw new ArgumentException($"{op}: the input has shape {x} but must be [N, H, W, C]. Reshape it first.");
        if (kernel < 1 || stride < 1) throw new ArgumentException($"{op}: window {kernel} and stride {stride} must be at least 1.");
        if (padding < 0 || padding > kernel / 2)
        {
            throw new ArgumentException($"{op}: padding {padding} with a window of {kernel}; it must be between 0 and half the window, {kernel / 2}.");
        }

        if (x[1] + (2 * padding) < kernel || x[2] + (2 * padding) < kernel)
        {
            throw new ArgumentException(
                $"{op}: a window of {kernel} × {kernel} does not fit the input {x} with padding {padding}. Use a smaller window or a larger picture.");
        }

        return new PoolGeometry(
            x[0], x[1], x[2], x[3], Outputs(x[1], kernel, stride, padding, ceilMode), Outputs(x[2], kernel, stride, padding, ceilMode), kernel, stride, padding);
    }

    /// <summary>The shape of the output.</summary>
    public Shape Output => new(N, P, Q, C);

    /// <summary>The first place that window <paramref name="p"/> covers; negative in the padding.</summary>
    public int Start(int p) => (p * Stride) - Padding;

    /// <summary>The first window that covers place <paramref name="h"/>.</summary>
    public int FirstWindow(int h) => Math.Max(0, (h + Padding - Kernel + Stride) / Stride);

    /// <summary>The window after the last that covers place <paramref name="h"/>.</summary>
    /// <param name="h">A row or column of the input.</param>
    /// <param name="count">Windows in that direction.</param>
    public int EndWindow(int h, int count) => Math.Min(count, ((h + Padding) / Stride) + 1);

    /// <summary>The most windows that cover one place.</summary>
    public int MostWindows => ((Kernel + Stride - 1) / Stride) * ((Kernel + Stride - 1) / Stride);

    /// <summary>The windows as ONNX's attributes; those that hang over the far edge, because sizes were rounded up, are padding there.</summary>
    /// <param name="nearPadding">Rows and columns in front that are not yet part of the picture.</param>
    public OnnxAttribute[] OnnxAttributes(int nearPadding)
    {
        int inside = Padding - nearPadding;
        int bottom = Math.Max(0, Start(P - 1) + Kernel - H - inside);
        int right = Math.Max(0, Start(Q - 1) + Kernel - W - inside);
        return
        [
            OnnxAttribute.Integers("kernel_shape", Kernel, Kernel),
            OnnxAttribute.Integers("strides", Stride, Stride),
            OnnxAttribute.Integers("pads", nearPadding, nearPadding, bottom, right),
        ];
    }

    // PyTorch's rule: rounding up may add a window that hangs over the far edge, but none may start beyond input and near padding.
    private static int Outputs(int size, int kernel, int stride, int padding, bool ceilMode)
    {
        int room = size + (2 * padding) - kernel;
        if (!ceilMode) return (room / stride) + 1;
        int count = ((room + stride - 1) / stride) + 1;
        return (count - 1) * stride >= size + padding ? count - 1 : count;
    }
}
