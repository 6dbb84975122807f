using System.Globalization;

namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>How numbers look on the page: invariant culture, a true minus sign, a dash for what was not measured.</summary>
internal static class Show
{
    public const string Missing = "–";
    private const char NarrowSpace = '\u202F';

    /// <summary>A number with fixed decimals.</summary>
    public static string Fixed(double? value, int decimals) =>
        value is { } v && double.IsFinite(v) ? Minus(v.ToString("F" + decimals, CultureInfo.InvariantCulture)) : Missing;

    /// <summary>A fraction in per cent.</summary>
    public static string Percent(double? fraction, int decimals = 1) =>
        fraction is { } v && double.IsFinite(v) ? Fixed(v * 100, decimals) + NarrowSpace + "%" : Missing;

    /// <summary>A whole number with thin spaces between thousands.</summary>
    public static string Count(long? value) =>
        value is { } v ? Minus(v.ToString("#,0", CultureInfo.InvariantCulture)).Replace(',', NarrowSpace) : Missing;

    /// <summary>Two significant digits, with a power of ten where the number is very small or large: <c>3.1 × 10⁻⁷</c>.</summary>
    public static string Scientific(double? value)
    {
        if (value is not { } v || !double.IsFinite(v))
            return Missing;
        if (v == 0)
            return "0";
        var exponent = (int)Math.Floor(Math.Log10(Math.Abs(v)));
        if (exponent is >= -3 and <= 3)
            return Fixed(v, Math.Max(0, 1 - exponent));
        var mantissa = v.ToString("E1", CultureInfo.InvariantCulture);
        var split = mantissa.IndexOf('E', StringComparison.Ordinal);
        var power = int.Parse(mantissa.AsSpan(split + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return $"{Minus(mantissa[..split])}{NarrowSpace}×{NarrowSpace}10{Superscript(power)}";
    }

    /// <summary>A stretch of time in its two largest units.</summary>
    public static string Duration(TimeSpan time)
    {
        if (time.TotalSeconds < 1)
            return $"{Count((long)Math.Round(time.TotalMilliseconds))}{NarrowSpace}ms";
        if (time.TotalSeconds < 59.95)
            return $"{Fixed(time.TotalSeconds, 1)}{NarrowSpace}s";

        var seconds = (long)Math.Round(time.TotalSeconds);
        return seconds < 3600
            ? $"{seconds / 60}{NarrowSpace}min {seconds % 60}{NarrowSpace}s"
            : $"{Count(seconds / 3600)}{NarrowSpace}h {seconds % 3600 / 60}{NarrowSpace}min";
    }

    /// <summary>A length or position for style sheets and drawings.</summary>
    public static string Css(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A part of a whole for style sheets, held within it.</summary>
    public static string CssPercent(double fraction) =>
        Css(double.IsFinite(fraction) ? Math.Clamp(fraction, 0, 1) * 100 : 0) + "%";

    /// <summary>A whole number for ids and attributes.</summary>
    public static string Id(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>1 word</c>, <c>2 words</c>.</summary>
    public static string Plural(int count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    private static string Minus(string number)
    {
        if (number[0] != '-')
            return number;

        // "-0.00" is zero to the reader.
        return number.AsSpan(1).IndexOfAnyInRange('1', '9') < 0 ? number[1..] : "−" + number[1..];
    }

    private static string Superscript(int power)
    {
        const string Digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        var text = power.ToString(CultureInfo.InvariantCulture);
        return string.Concat(text.Select(c => c == '-' ? '⁻' : Digits[c - '0']));
    }
}
