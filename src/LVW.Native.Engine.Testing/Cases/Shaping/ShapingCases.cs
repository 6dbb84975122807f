using LVW.Native.Engine.Ops.Shaping;

namespace LVW.Native.Engine.Testing.Cases.Shaping;

/// <summary>The cases of <c>Ops/Shaping</c>.</summary>
internal static class ShapingCases
{
    private static readonly Tolerance Moved = Tolerance.Exact("values are moved, not computed");

    public static IEnumerable<OpCase> All => [Reshape];

    private static OpCase Reshape => new("Reshape", [typeof(ReshapeOp)], Moved, sampler =>
    {
        Shape pictures = sampler.Pictures();
        Shape rows = [pictures[0] * pictures[1] * pictures[2], pictures[3]];
        return new OpProblem
        {
            Inputs = [sampler.Input("x", pictures).Linear()],
            Apply = t => t[0].Reshape(rows),
            Reference = t => t[0].Reshape(rows),
            Geometry = $"to {rows}",
        };
    });
}
