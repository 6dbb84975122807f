using System.Text.RegularExpressions;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>What is changed in the PTX that ILGPU writes.</summary>
public static partial class PtxText
{
    /// <summary>
    /// Branches lose their mark <c>uni</c>, which keeps ptxas from unrolling loops: with it a tile of accumulators lives in local
    /// memory, without it in registers. Numbers that ILGPU counts through a process become those of the kernel, so that equal kernels
    /// have equal text.
    /// </summary>
    public static string Correct(string ptx)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        string text = ptx.Replace("bra.uni", "bra", StringComparison.Ordinal);
        return Numbered().Replace(text, match => Renumber(match, labels));
    }

    /// <summary>The same PTX for an architecture with features of its own, such as <c>sm_90a</c>.</summary>
    public static string For(string ptx, string architecture) => Target().Replace(ptx, $".target {architecture}", 1);

    private static string Renumber(Match match, Dictionary<string, string> labels)
    {
        if (labels.TryGetValue(match.Value, out string? known)) return known;
        string name = $"{match.Groups["stem"].Value}_{labels.Count}";
        labels.Add(match.Value, name);
        return name;
    }

    [GeneratedRegex(@"\b(?<stem>L|_[A-Za-z]\w*?)_\d+\b")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\.target\s+\w+")]
    private static partial Regex Target();
}
