using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>What part of the input a cell of the feature map can see (Araujo, Norris, Sim, "Computing receptive fields", Distill 2019).</summary>
/// <param name="Cells">n, cells on a side of the feature map.</param>
/// <param name="Jump">Input pixels between two cells.</param>
/// <param name="Size">r, side of the field in input pixels.</param>
/// <param name="Start">Centre of the first cell's field, in input pixels.</param>
/// <param name="Side">Side of the input in pixels.</param>
public readonly record struct ReceptiveField(int Cells, int Jump, int Size, double Start, int Side)
{
    /// <summary>Follows the recursion through the layers, from (side, 1, 1, 0.5).</summary>
    public static ReceptiveField Of(int side, IEnumerable<WindowLayer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        (int n, int jump, int size, double start) = (side, 1, 1, 0.5);
        foreach (WindowLayer layer in layers)
        {
            int room = n - layer.Kernel + (2 * layer.Padding);
            if (room < 0) throw new ArgumentException($"Backbone: an input of {side} pixels is too small; a window of {layer.Kernel} meets a map of {n}. Use larger pictures.");
            n = layer.CeilMode ? Ceiling(room, layer, n) : (room / layer.Stride) + 1;
            start += (((layer.Kernel - 1) / 2.0) - layer.Padding) * jump;
            size += (layer.Kernel - 1) * jump;
            jump *= layer.Stride;
        }

        return new ReceptiveField(n, jump, size, start, side);
    }

    /// <summary>The part of the input that a cell sees, clamped to the picture.</summary>
    /// <param name="row">Row of the cell.</param>
    /// <param name="column">Column of the cell.</param>
    public PixelBox Box(int row, int column)
    {
        int left = Math.Max(0, (int)Math.Round(Start + (column * Jump) - (Size / 2.0)));
        int top = Math.Max(0, (int)Math.Round(Start + (row * Jump) - (Size / 2.0)));
        int right = Math.Min(Side, (int)Math.Round(Start + (column * Jump) + (Size / 2.0)));
        int bottom = Math.Min(Side, (int)Math.Round(Start + (row * Jump) + (Size / 2.0)));
        return new PixelBox(left, top, Math.Max(1, right - left), Math.Max(1, bottom - top));
    }

    // PyTorch's rule: a window may start beyond the input only by padding on the near side.
    private static int Ceiling(int room, WindowLayer layer, int n)
    {
        int count = ((room + layer.Stride - 1) / layer.Stride) + 1;
        return (count - 1) * layer.Stride >= n + layer.Padding ? count - 1 : count;
    }
}
