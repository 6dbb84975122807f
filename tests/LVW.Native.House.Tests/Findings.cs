using Xunit;

namespace LVW.Native.House.Tests;

/// <summary>A rule's violations, all of them in the failure message.</summary>
internal static class Findings
{
    public static void None<T>(IEnumerable<T> violations)
    {
        var found = violations.ToList();
        if (found.Count > 0) Assert.Fail(string.Join(Environment.NewLine, found));
    }
}
