namespace LVW.Native.Engine.Testing.Cases.Elementwise;

/// <summary>The cases of <c>Ops/Elementwise</c>.</summary>
internal static class ElementwiseCases
{
    public static IEnumerable<OpCase> All => [.. UnaryCases.All, .. ScalarCases.All, .. BinaryCases.All];
}
