using ILGPU;

namespace LVW.Native.VisualWords.Losses;

/// <summary>G at the pixels of a picture: the base model's attention, bilinear.</summary>
internal readonly struct GpuTarget(GpuAlignment sizes, GpuAxis rows, GpuAxis columns, ArrayView<float> attention)
{
    /// <summary>G[n, q].</summary>
    public float At(int n, int q)
    {
        int y = q / sizes.PixelColumns;
        int x = q - (y * sizes.PixelColumns);
        int top = (n * sizes.AttentionCells) + (rows.Low(y) * sizes.AttentionWidth);
        int bottom = (n * sizes.AttentionCells) + (rows.High(y) * sizes.AttentionWidth);
        int left = columns.Low(x);
        int right = columns.High(x);
        float across = columns.Share(x);
        float upper = Blend(attention[top + left], attention[top + right], across);
        float lower = Blend(attention[bottom + left], attention[bottom + right], across);
        return Blend(upper, lower, rows.Share(y));
    }

    /// <summary>low + (high − low) · share.</summary>
    public static float Blend(float low, float high, float share) => ((high - low) * share) + low;
}
