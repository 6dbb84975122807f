namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>A point or direction in the plane; y points down.</summary>
internal readonly record struct Point(double X, double Y)
{
    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y);

    public static Point operator *(double s, Point a) => new(s * a.X, s * a.Y);

    public double Length => Math.Sqrt((X * X) + (Y * Y));

    /// <summary>The same direction turned by a quarter: from right to down.</summary>
    public Point Turned => new(-Y, X);

    public Point Normalized => Length is > 1e-9 and var length ? (1 / length) * this : new Point(0, 0);

    /// <summary>The unit vector at an angle given in turns: 0 is right, 1/4 is down.</summary>
    public static Point At(double turns)
    {
        // Math.Sin comes from the platform's C library and differs in the last bit; +, · and floor are the same everywhere.
        double t = turns - Math.Floor(turns);
        int quarter = (int)(4 * t + 0.5) & 3;
        double a = (t - Math.Floor(4 * t + 0.5) / 4) * (2 * Math.PI), s = a * a;
        double cos = 1 - (s / 2 * (1 - (s / 12 * (1 - (s / 30 * (1 - (s / 56 * (1 - (s / 90 * (1 - (s / 132)))))))))));
        double sin = a * (1 - (s / 6 * (1 - (s / 20 * (1 - (s / 42 * (1 - (s / 72 * (1 - (s / 110))))))))));
        return quarter switch { 0 => new(cos, sin), 1 => new(-sin, cos), 2 => new(-cos, -sin), _ => new(sin, -cos) };
    }
}
