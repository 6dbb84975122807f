namespace LVW.Native.Engine.Diagnostics;

/// <summary>Text out of files for a terminal or a log, where control characters would move the cursor and line ends would forge lines.</summary>
public static class OneLine
{
    /// <summary>The text with a question mark for every control character and line end.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Any(Moves) ? string.Concat(text.Select(letter => Moves(letter) ? '?' : letter)) : text;
    }

    private static bool Moves(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029';
}
