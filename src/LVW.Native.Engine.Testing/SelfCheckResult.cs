namespace LVW.Native.Engine.Testing;

/// <summary>What the self-check found out about one case.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="Error">The relative error that came closest to its tolerance, or exceeded it by most.</param>
/// <param name="Tolerance">That tolerance.</param>
/// <param name="Milliseconds">How long the case took, references included.</param>
/// <param name="Failure">The first failed check, as small as it could be made; null when all passed.</param>
public sealed record SelfCheckResult(string Case, double Error, double Tolerance, double Milliseconds, CheckResult? Failure)
{
    /// <summary>Whether all checks passed.</summary>
    public bool Passed => Failure is null;
}
