using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Testing.Cases.Elementwise;

/// <summary>Functions of one number.</summary>
internal static class UnaryCases
{
    private static readonly Tolerance Chosen = Tolerance.Exact("values are chosen, not computed");
    private static readonly Tolerance Rounded = new(2e-7, 1e-6, "a few operations, each rounded once");
    private static readonly Tolerance Approximated = new(1e-6, 2e-6, "a polynomial good to about two units in the last place");
    private static readonly Tolerance Saturating = new(1e-6, 1e-5, "1 − y loses two digits where y is near 1");

    public static IEnumerable<OpCase> All =>
    [
        Case<Abs>("Abs", Chosen, s => s.AwayFrom("x", s.AnyShape(), -2, 2, 0), x => x.Abs(), Math.Abs),
        Case<Exp>("Exp", Approximated, s => s.Input("x", s.AnyShape(), -4, 4), x => x.Exp(), Math.Exp),
        Case<Identity>("Identity", Chosen, s => s.Input("x", s.AnyShape()).Linear(), x => x.Apply(default(Identity)), x => x),
        Case<Log>("Log", Approximated, s => s.Input("x", s.AnyShape(), 0.05, 4), x => x.Log(), Math.Log),
        Case<Negate>("Negate", Chosen, s => s.Input("x", s.AnyShape()).Linear(), x => x.Negate(), x => -x),
        Case<ReLU>("ReLU", Chosen, s => s.AwayFrom("x", s.AnyShape(), -2, 2, 0), x => x.ReLU(), x => Math.Max(x, 0)),
        Case<Sigmoid>("Sigmoid", Saturating, s => s.Input("x", s.AnyShape(), -4, 4), x => x.Sigmoid(), x => 1 / (1 + Math.Exp(-x))),
        Case<Sqrt>("Sqrt", Rounded, s => s.Input("x", s.AnyShape(), 0.05, 4), x => x.Sqrt(), Math.Sqrt),
        Case<Square>("Square", Rounded, s => s.Input("x", s.AnyShape()), x => x.Square(), x => x * x),
        Case<Then<Square, Sigmoid>>(
            "Then", Saturating, s => s.Input("x", s.AnyShape()), x => x.Apply(new Square().Then(default(Sigmoid))), x => 1 / (1 + Math.Exp(-x * x))),
    ];

    private static OpCase Case<TFormula>(
        string name, Tolerance tolerance, Func<Sampler, ProblemInput> x, Func<Tensor, Tensor> apply, Func<double, double> reference)
        where TFormula : struct, IUnaryFormula
        => new(name, [typeof(UnaryOp<TFormula>)], tolerance, sampler => new OpProblem
        {
            Inputs = [x(sampler)],
            Apply = t => apply(t[0]),
            Reference = t => t[0].Map(reference),
        });
}
