namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>Maps values to lengths along an axis, linearly or by logarithm, and chooses round ticks.</summary>
internal sealed class AxisScale
{
    private readonly bool _logarithmic;
    private readonly bool _fraction;
    private readonly double _low;
    private readonly double _high;
    private readonly double _from;
    private readonly double _to;

    /// <summary>Covers all values that can be drawn; a linear axis starts at a round tick, at zero where that is near.</summary>
    public AxisScale(IEnumerable<double> values, double from, double to, bool logarithmic, bool fraction, int wantedTicks, bool snap)
    {
        (_logarithmic, _fraction, _from, _to) = (logarithmic, fraction, from, to);
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var value in values)
        {
            if (!CanShow(value))
                continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        if (low > high)
            (low, high) = logarithmic ? (1, 10) : (0, 1);
        if (logarithmic)
        {
            (_low, _high) = high / low < 1.5 ? (low / 1.5, high * 1.5) : (low / 1.15, high * 1.15);
            Ticks = LogarithmicTicks(_low, _high);
            return;
        }

        if (snap && low > 0 && low < 0.5 * high)
            low = 0;
        if (high - low < 1e-12)
            (low, high) = (low - (low == 0 ? 0 : Math.Abs(low) * 0.5), high + (high == 0 ? 1 : Math.Abs(high) * 0.5));
        Step = RoundStep((high - low) / wantedTicks);
        (_low, _high) = snap ? (Math.Floor((low / Step) + 1e-9) * Step, Math.Ceiling((high / Step) - 1e-9) * Step) : (low, high);
        Ticks = LinearTicks(_low, _high, Step);
    }

    /// <summary>Positions of the ticks, ascending.</summary>
    public IReadOnlyList<double> Ticks { get; }

    private double Step { get; }

    /// <summary>Whether the axis can show a value.</summary>
    public bool CanShow(double value) => double.IsFinite(value) && (!_logarithmic || value > 0);

    /// <summary>The length that a value lies at.</summary>
    public double At(double value)
    {
        var t = _logarithmic ? Math.Log(value / _low) / Math.Log(_high / _low) : (value - _low) / (_high - _low);
        return _from + (t * (_to - _from));
    }

    /// <summary>The text at a tick.</summary>
    public string Label(double tick)
    {
        if (_logarithmic)
            return tick is >= 0.001 and < 10_000 ? Show.Css(tick) : Show.Scientific(tick);
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(Step * (_fraction ? 100 : 1)) - 1e-9), 0, 6);
        return _fraction ? Show.Percent(tick, decimals) : Show.Fixed(tick, decimals);
    }

    private static double RoundStep(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return power * (raw / power) switch { <= 1.0001 => 1, <= 2.0001 => 2, <= 5.0001 => 5, _ => 10 };
    }

    private static List<double> LinearTicks(double low, double high, double step)
    {
        var ticks = new List<double>();
        for (var i = Math.Ceiling((low / step) - 1e-9); i * step <= high + (1e-9 * step); i++)
            ticks.Add(i * step);
        return ticks;
    }

    private static List<double> LogarithmicTicks(double low, double high)
    {
        var ticks = new List<double>();
        var decades = Math.Log10(high / low);
        ReadOnlySpan<double> steps = decades > 2.6 ? [1] : decades > 1.3 ? [1, 3] : [1, 2, 5];
        for (var power = Math.Floor(Math.Log10(low)); power <= Math.Log10(high); power++)
        {
            foreach (var step in steps)
            {
                var tick = step * Math.Pow(10, power);
                if (tick >= low && tick <= high)
                    ticks.Add(tick);
            }
        }

        return ticks;
    }
}
