using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Testing.Cases.MatMul;

/// <summary>The cases of <c>Ops/MatMul</c>.</summary>
internal static class MatMulCases
{
    private static readonly Tolerance Summed = new(3e-6, 1e-5, "sums of products in float32, in blocks");

    public static IEnumerable<OpCase> All => [MatMul, Linear("Linear", bias: false), Linear("Linear, with bias", bias: true)];

    private static OpCase MatMul => new("MatMul", [typeof(MatMulOp)], Summed, sampler =>
    {
        int rows = sampler.Channels(), depth = sampler.Channels(), columns = sampler.Channels();
        bool transposeA = sampler.Coin(), transposeB = sampler.Coin();
        return new OpProblem
        {
            Inputs =
            [
                sampler.Input("a", transposeA ? [depth, rows] : [rows, depth]).Linear(),
                sampler.Input("b", transposeB ? [columns, depth] : [depth, columns]).Linear(),
            ],
            Apply = t => t[0].MatMul(t[1], transposeA, transposeB),
            Reference = t => DoubleTensor.From(rows, columns, (m, n) =>
            {
                double sum = 0;
                for (int k = 0; k < depth; k++) sum += (transposeA ? t[0][k, m] : t[0][m, k]) * (transposeB ? t[1][n, k] : t[1][k, n]);
                return sum;
            }),
            Geometry = $"transposeA {transposeA}, transposeB {transposeB}",
        };
    });

    private static OpCase Linear(string name, bool bias) => new(name, [typeof(LinearOp)], Summed, sampler =>
    {
        Shape shape = sampler.AnyShape(atLeast: 1);
        int inputs = shape[^1], outputs = sampler.Channels();
        ProblemInput x = sampler.Input("x", shape).Linear();
        ProblemInput weight = sampler.Input("weight", [outputs, inputs]).Linear();
        return new OpProblem
        {
            Inputs = bias ? [x, weight, sampler.Input("bias", [outputs]).Linear()] : [x, weight],
            Apply = t => bias ? t[0].Linear(t[1], t[2]) : t[0].Linear(t[1]),
            Reference = t =>
            {
                DoubleTensor rows = t[0].AsRows();
                return DoubleTensor.From(rows.Shape[0], outputs, (m, o) =>
                {
                    double sum = bias ? t[2][o] : 0;
                    for (int i = 0; i < inputs; i++) sum += rows[m, i] * t[1][o, i];
                    return sum;
                }).Reshape(shape.With(-1, outputs));
            },
        };
    });
}
