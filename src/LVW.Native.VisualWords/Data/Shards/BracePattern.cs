using System.Globalization;

namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>Braces as shells and WebDataset expand them: <c>{000..003}</c> counts, with the digits of its first number, and <c>{a,b}</c> chooses; one within another too.</summary>
internal static class BracePattern
{
    private const int Most = 1_000_000;

    /// <summary>All texts of a pattern, in order; the pattern itself where it has no braces.</summary>
    /// <exception cref="DataException">A brace is not closed, a range is none, or there are too many.</exception>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        int at = 0;
        List<string> all = Sequence(pattern, ref at, isInner: false);
        return all;
    }

    // Up to the end, or within braces up to a comma or the closing brace.
    private static List<string> Sequence(string pattern, ref int at, bool isInner)
    {
        List<string> texts = [""];
        while (at < pattern.Length)
        {
            char next = pattern[at];
            if (isInner && next is ',' or '}') return texts;
            if (next == '}') throw Fault(pattern, "has a closing brace too many");
            List<string> part;
            if (next == '{')
            {
                part = Braces(pattern, ref at);
            }
            else
            {
                int end = pattern.AsSpan(at).IndexOfAny(isInner ? "{},".AsSpan() : "{}".AsSpan());
                end = end < 0 ? pattern.Length : at + end;
                part = [pattern[at..end]];
                at = end;
            }

            if ((long)texts.Count * part.Count > Most) throw Fault(pattern, $"stands for more than {Most} shards");
            texts = [.. texts.SelectMany(text => part.Select(more => text + more))];
        }

        return isInner ? throw Fault(pattern, "has a brace that is not closed") : texts;
    }

    private static List<string> Braces(string pattern, ref int at)
    {
        int start = ++at;
        var choices = new List<string>();
        int count = 0;
        while (true)
        {
            choices.AddRange(Sequence(pattern, ref at, isInner: true));
            count++;
            if (pattern[at++] == '}') break;
        }

        if (count > 1) return choices;
        return Range(pattern, pattern[start..(at - 1)]) ?? throw Fault(pattern, $"has {{{pattern[start..(at - 1)]}}}, which is neither a range such as {{000000..000003}} nor a choice such as {{a,b}}");
    }

    private static List<string>? Range(string pattern, string text)
    {
        string[] ends = text.Split("..");
        if (ends.Length != 2 || !IsNumber(ends[0], out int first) || !IsNumber(ends[1], out int last) || last < first) return null;
        if (last - first >= Most) throw Fault(pattern, $"stands for more than {Most} shards");
        string format = "D" + (ends[0].StartsWith('0') || ends[0].Length == ends[1].Length ? ends[0].Length : 1).ToString(CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(first, last - first + 1).Select(number => number.ToString(format, CultureInfo.InvariantCulture))];
    }

    private static bool IsNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static DataException Fault(string pattern, string fact) => new(pattern, $"the pattern {fact}", "Write it like train-{000000..000003}.tar");
}
