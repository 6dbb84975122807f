namespace LVW.Native.Engine.Testing.Ptx.Parsing;

/// <summary>A word or a sign of PTX text.</summary>
/// <param name="Text">The word (<c>ld.global.f32</c>, <c>%r1</c>, <c>0f3F800000</c>) or the sign.</param>
/// <param name="Start">The first character in the text.</param>
/// <param name="Line">The line, counted from 1.</param>
internal readonly record struct Token(string Text, int Start, int Line)
{
    public bool IsWord => IsWordCharacter(Text[0]);

    /// <summary>Splits text into tokens, without its comments.</summary>
    public static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        int line = 1;
        for (int at = 0; at < text.Length;)
        {
            if (text[at] == '\n') line++;
            if (char.IsWhiteSpace(text[at])) at++;
            else if (Starts(text, at, "//")) at = End(text, "\n", at);
            else if (Starts(text, at, "/*"))
            {
                int end = End(text, "*/", at) + 2;
                line += text.AsSpan(at, Math.Min(end, text.Length) - at).Count('\n');
                at = end;
            }
            else
            {
                int end = EndOfToken(text, at);
                tokens.Add(new Token(text[at..end], at, line));
                at = end;
            }
        }

        return tokens;
    }

    private static int EndOfToken(string text, int at)
    {
        if (text[at] == '"') return Math.Min(text.Length, text.IndexOf('"', at + 1) + 1);
        if (!IsWordCharacter(text[at])) return at + 1;
        int end = at;
        while (end < text.Length && (IsWordCharacter(text[end]) || IsQualifier(text, end))) end += text[end] == ':' ? 2 : 1;
        return end;
    }

    // The state space shared::cta is one word; a single colon ends a label.
    private static bool IsQualifier(string text, int at) => Starts(text, at, "::");

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '%' or '_' or '$';

    private static bool Starts(string text, int at, string what) => string.CompareOrdinal(text, at, what, 0, what.Length) == 0;

    private static int End(string text, string what, int from)
    {
        int end = text.IndexOf(what, from, StringComparison.Ordinal);
        return end < 0 ? text.Length : end;
    }
}
