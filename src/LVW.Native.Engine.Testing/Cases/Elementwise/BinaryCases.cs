using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Testing.Cases.Elementwise;

/// <summary>Functions of two numbers, with operands that repeat along some dimensions.</summary>
internal static class BinaryCases
{
    private static readonly Tolerance Summed = new(2e-7, 3e-6, "one operation, rounded once; a repeated operand's gradient is a sum");

    public static IEnumerable<OpCase> All =>
    [
        Case<Add>("Add", (a, b) => a + b, (a, b) => a + b, linearLeft: true, linearRight: true),
        Case<Subtract>("Subtract", (a, b) => a - b, (a, b) => a - b, linearLeft: true, linearRight: true),
        Case<Multiply>("Multiply", (a, b) => a * b, (a, b) => a * b, linearLeft: true, linearRight: true),
        Case<Divide>("Divide", (a, b) => a / b, (a, b) => a / b, linearLeft: true, linearRight: false),
        SameTensor<Add>("Add, to itself", x => x + x, x => x + x),
        SameTensor<Multiply>("Multiply, by itself", x => x * x, x => x * x),
    ];

    private static OpCase Case<TFormula>(
        string name, Func<Tensor, Tensor, Tensor> apply, Func<double, double, double> reference, bool linearLeft, bool linearRight)
        where TFormula : struct, IBinaryFormula
        => new(name, [typeof(BinaryOp<TFormula>)], Summed, sampler =>
        {
            Shape whole = sampler.AnyShape();
            Shape left = sampler.Coin() ? whole : Thinned(sampler, whole);
            Shape right = sampler.Coin() ? whole : Thinned(sampler, whole);

            // Away from zero: the right operand is a divisor.
            return new OpProblem
            {
                Inputs =
                [
                    sampler.Input("a", left) with { IsLinear = linearLeft },
                    sampler.Input("b", right, 0.5, 2) with { IsLinear = linearRight },
                ],
                Apply = t => apply(t[0], t[1]),
                Reference = t => DoubleTensor.Broadcast(t[0], t[1], reference),
            };
        });

    /// <summary>Both operands are one tensor: its gradient is the sum of both.</summary>
    private static OpCase SameTensor<TFormula>(string name, Func<Tensor, Tensor> apply, Func<double, double> reference)
        where TFormula : struct, IBinaryFormula
        => new(name, [typeof(BinaryOp<TFormula>)], Summed, sampler => new OpProblem
        {
            Inputs = [sampler.Input("x", sampler.AnyShape())],
            Apply = t => apply(t[0]),
            Reference = t => t[0].Map(reference),
        });

    /// <summary>A shape that broadcasts to the whole one: some sizes become 1, some leading ones are left out.</summary>
    private static Shape Thinned(Sampler sampler, Shape whole)
    {
        IEnumerable<int> sizes = whole.Select(size => sampler.Coin() ? size : 1).ToArray();
        return new Shape([.. sizes.Skip(sampler.Between(0, whole.Rank))]);
    }
}
