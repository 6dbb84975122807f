using System.Globalization;
using LVW.Native.VisualWords.Evaluation;

namespace LVW.Native.VisualWords.Comparison;

/// <summary>A column of the tables.</summary>
/// <param name="Key">Its name in JSON.</param>
/// <param name="Group">The table that it stands in.</param>
/// <param name="Name">Its name for readers.</param>
/// <param name="Better">1 where more is better, −1 where less is, 0 where neither.</param>
/// <param name="Unit">How it is written.</param>
/// <param name="Of">The figure of a run; null where the run lacks it.</param>
/// <param name="Yardsticks">What it is to be held against, from the same run.</param>
public sealed record ComparisonFigure(
    string Key, string Group, string Name, int Better, FigureUnit Unit, Func<Metrics, double?> Of, params IReadOnlyList<(string Name, Func<Metrics, double?> Of)> Yardsticks)
{
    /// <summary>What stands where there is no figure.</summary>
    public const string Missing = "–";

    /// <summary>A value as text, without its unit.</summary>
    public string Text(double value) => Minus((Unit == FigureUnit.Share ? 100 * value : value).ToString(Format, CultureInfo.InvariantCulture));

    /// <summary>A difference as text, with its sign.</summary>
    public string Signed(double value)
    {
        string text = Text(value);
        return text[0] == '−' || text.All(letter => letter is '0' or '.') ? text : "+" + text;
    }

    /// <summary>The name with the unit and the better direction.</summary>
    public string Heading => Name + (Unit switch { FigureUnit.Share => ", %", FigureUnit.Seconds => ", s", _ => "" }) + (Better switch { > 0 => " ↑", < 0 => " ↓", _ => "" });

    private string Format => Unit switch { FigureUnit.Ratio => "F3", FigureUnit.Seconds => "F0", _ => "F1" };

    // "−0.0" is zero to the reader.
    private static string Minus(string text) => text[0] != '-' ? text : text.AsSpan(1).IndexOfAnyInRange('1', '9') < 0 ? text[1..] : "−" + text[1..];
}
