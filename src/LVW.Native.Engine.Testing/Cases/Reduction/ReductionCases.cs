namespace LVW.Native.Engine.Testing.Cases.Reduction;

/// <summary>The cases of <c>Ops/Reduction</c>.</summary>
internal static class ReductionCases
{
    public static IEnumerable<OpCase> All => [.. SumCases.All, .. ExtremumCases.All, .. SoftmaxCases.All];
}
