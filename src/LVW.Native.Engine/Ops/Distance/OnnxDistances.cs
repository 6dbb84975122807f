using LVW.Native.Engine.Onnx;

namespace LVW.Native.Engine.Ops.Distance;

/// <summary>
/// Squared distances as ‖z‖² − z·p − z·p + ‖p‖² in float64, which ONNX can state with a product of matrices: 29 more bits than float32 hold
/// the result to 1e-13 where it is 0, and what is as large as all differences, N·P·D·h·w, never reaches memory (decision 38).
/// </summary>
internal static class OnnxDistances
{
    /// <summary>Distances of all cells, [N, P, cells].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="op">The op's name, for errors.</param>
    /// <param name="cells">z, [N, D, …].</param>
    /// <param name="z">z as a tensor, [N, …, D].</param>
    /// <param name="p">[P, D].</param>
    public static OnnxValue OfCells(OnnxGraph graph, string op, OnnxValue cells, Tensor z, Tensor p)
    {
        Shape shape = z.Shape;
        if (shape.Rank == 4) cells = graph.Reshaped(op, cells, [shape[0], shape[1] * shape[2], shape[3]], channelsFirst: true);
        OnnxValue rows = Wide(graph, cells);
        OnnxValue points = Wide(graph, graph.Shared(op, p));
        OnnxValue products = graph.Node("MatMul", [points, rows]);
        return Distances(graph, Norms(graph, rows, axis: 1, keep: true), products, Norms(graph, points, axis: 1, keep: true));
    }

    /// <summary>Distances of all rows, […, P].</summary>
    public static OnnxValue OfRows(OnnxGraph graph, string op, Tensor z, Tensor p)
    {
        OnnxValue rows = Wide(graph, graph.Plain(z));
        OnnxValue points = Wide(graph, graph.Shared(op, p));
        OnnxValue products = graph.Node("MatMul", [rows, graph.Node("Transpose", [points], OnnxAttribute.Integers("perm", 1, 0))]);
        return Distances(graph, Norms(graph, rows, axis: z.Shape.Rank - 1, keep: true), products, Norms(graph, points, axis: 1, keep: false));
    }

    private static OnnxValue Wide(OnnxGraph graph, OnnxValue value) => graph.Node("Cast", [value], OnnxAttribute.Integer("to", OnnxInitializer.Double));

    private static OnnxValue Norms(OnnxGraph graph, OnnxValue values, int axis, bool keep)
        => graph.Node("ReduceSum", [graph.Node("Mul", [values, values]), graph.Integers(axis)], OnnxAttribute.Integer("keepdims", keep ? 1 : 0));

    // Never negative, as a rounding error of a distance of 0 may be.
    private static OnnxValue Distances(OnnxGraph graph, OnnxValue rows, OnnxValue products, OnnxValue points)
    {
        OnnxValue distances = graph.Node("Sub", [graph.Node("Sub", [rows, products]), graph.Node("Sub", [products, points])]);
        return graph.Node("Relu", [graph.Node("Cast", [distances], OnnxAttribute.Integer("to", OnnxInitializer.Float))]);
    }
}
