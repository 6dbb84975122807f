using LVW.Native.Engine.Onnx;

namespace LVW.Native.Engine.Ops.Shaping;

/// <summary>The ops of a <see cref="Box"/> as nodes of ONNX.</summary>
internal static class OnnxBoxes
{
    /// <summary>Slice, Pad or Permute.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="op">Which of them.</param>
    /// <param name="x">The source.</param>
    /// <param name="shape">Shape of the result.</param>
    /// <param name="places">Where the smaller side begins in the larger; for Permute, the order.</param>
    public static OnnxValue Export(OnnxGraph graph, string op, Tensor x, Shape shape, Shape places)
    {
        OnnxValue value = graph.Value(x);
        bool movesPictures = op == "Permute" ? places.Rank > 0 && places[0] != 0 : shape.Rank > 0 && shape[0] != x.Shape[0];
        if (value.IsBatched && movesPictures) throw OnnxException.MixesPictures(op);
        return op switch
        {
            "Slice" => Slice(graph, value, x.Shape, shape, places),
            "Pad" => Pad(graph, value, x.Shape, shape, places),
            _ => Permute(graph, value, places),
        };
    }

    private static OnnxValue Slice(OnnxGraph graph, OnnxValue value, Shape whole, Shape part, Shape corner)
    {
        int[] cut = [.. Enumerable.Range(0, whole.Rank).Where(axis => part[axis] != whole[axis])];
        if (cut.Length == 0) return value;
        long[] starts = [.. cut.Select(axis => (long)corner[axis])];
        long[] ends = [.. cut.Select(axis => (long)corner[axis] + part[axis])];
        long[] axes = [.. cut.Select(axis => (long)value.Axis(axis, whole.Rank))];
        return graph.Node("Slice", [value, graph.Integers(starts), graph.Integers(ends), graph.Integers(axes)]);
    }

    private static OnnxValue Pad(OnnxGraph graph, OnnxValue value, Shape inner, Shape outer, Shape corner)
    {
        if (inner == outer) return value;
        int rank = inner.Rank;
        long[] pads = new long[2 * rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int place = value.Axis(axis, rank);
            pads[place] = corner[axis];
            pads[rank + place] = outer[axis] - inner[axis] - corner[axis];
        }

        return graph.Node("Pad", [value, graph.Integers(pads)]);
    }

    // A permutation that undoes or redoes the graph's own order of dimensions costs nothing.
    private static OnnxValue Permute(OnnxGraph graph, OnnxValue value, Shape order)
    {
        long[] places = [.. order.Select(axis => (long)value.Axis(axis, order.Rank))];
        if (places.SequenceEqual(Enumerable.Range(0, order.Rank).Select(place => (long)place))) return value with { ChannelsFirst = false };
        return graph.Node("Transpose", [value], OnnxAttribute.Integers("perm", places)) with { ChannelsFirst = false };
    }
}
