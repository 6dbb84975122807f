using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Testing.Cases.Elementwise;

/// <summary>Functions of one number.</summary>
internal static class UnaryCases
{
    private static readonly Tolerance Chosen = Tolerance.Exact("values are chosen, not computed");

    public static IEnumerable<OpCase> All =>
    [
        new("ReLU", [typeof(ReLU)], Chosen, sampler => new OpProblem
        {
            Inputs = [sampler.AwayFrom("x", sampler.AnyShape(), -2, 2, 0)],
            Apply = t => t[0].ReLU(),
            Reference = t => t[0].Map(x => Math.Max(x, 0)),
        }),
    ];
}
