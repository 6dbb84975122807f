namespace LVW.Native.Engine.Tests.Onnx;

/// <summary>Values moved between this engine's order of dimensions, [N, …, C], and that of ONNX's pictures, [N, C, …].</summary>
internal static class ChannelOrder
{
    /// <summary>The sizes, channels first where the rank has places between pictures and channels.</summary>
    public static int[] Sizes(Shape shape) => shape.Rank < 3 ? shape.ToArray() : [shape[0], shape[^1], .. shape.ToArray()[1..^1]];

    /// <summary>The values, channels first.</summary>
    public static float[] ToFirst(float[] values, Shape shape) => Move(values, shape, (moved, last, first) => moved[first] = values[last]);

    /// <summary>The values, channels last.</summary>
    public static float[] ToLast(float[] values, Shape shape) => Move(values, shape, (moved, last, first) => moved[last] = values[first]);

    private static float[] Move(float[] values, Shape shape, Action<float[], int, int> move)
    {
        if (shape.Rank < 3 || values.Length == 0) return values;
        float[] moved = new float[values.Length];
        (int outer, int channels) = (shape[0], shape[^1]);
        int places = values.Length / outer / channels;
        for (int n = 0; n < outer; n++)
            for (int place = 0; place < places; place++)
                for (int c = 0; c < channels; c++)
                    move(moved, (((n * places) + place) * channels) + c, (((n * channels) + c) * places) + place);
        return moved;
    }
}
