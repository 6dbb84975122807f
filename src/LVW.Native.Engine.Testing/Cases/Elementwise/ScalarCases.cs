using System.Globalization;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Testing.Cases.Elementwise;

/// <summary>Functions of a tensor and a number, with the operators that stand for them.</summary>
internal static class ScalarCases
{
    private static readonly Tolerance Rounded = new(2e-7, 1e-6, "one or two operations, each rounded once");

    public static IEnumerable<OpCase> All =>
    [
        Case<AddScalar>("Add, a number", (x, c) => x + c, (x, c) => x + c),
        Case<AddScalar>("Add, minus a number", (x, c) => x - c, (x, c) => x - c),
        Case<Then<Negate, AddScalar>>("Add, a number minus", (x, c) => c - x, (x, c) => c - x),
        Case<MultiplyScalar>("Multiply, by a number", (x, c) => x * c, (x, c) => x * c),
        Case<DivideScalar>("Divide, by a number", (x, c) => x / c, (x, c) => x / c),
    ];

    private static OpCase Case<TFormula>(string name, Func<Tensor, float, Tensor> apply, Func<double, double, double> reference)
        where TFormula : struct, IUnaryFormula
        => new(name, [typeof(UnaryOp<TFormula>)], Rounded, sampler =>
        {
            float c = (float)(sampler.Pick(-1.0, 1.0) * (0.5 + sampler.Uniform()));
            return new OpProblem
            {
                Inputs = [sampler.Input("x", sampler.AnyShape()).Linear()],
                Apply = t => apply(t[0], c),
                Reference = t => t[0].Map(x => reference(x, c)),
                Geometry = string.Create(CultureInfo.InvariantCulture, $"number {c:G9}"),
            };
        });
}
