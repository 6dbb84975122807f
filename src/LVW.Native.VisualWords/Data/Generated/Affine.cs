namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>The map p ↦ (p.X · XAxis + p.Y · YAxis) + Origin.</summary>
internal readonly record struct Affine(Point XAxis, Point YAxis, Point Origin)
{
    public static Affine Identity => new(new(1, 0), new(0, 1), new(0, 0));

    public static Affine Move(double x, double y) => Identity with { Origin = new(x, y) };

    public static Affine Scale(double x, double y) => new(new(x, 0), new(0, y), new(0, 0));

    public static Affine Rotate(double turns) => Point.At(turns) is var x ? new(x, x.Turned, new(0, 0)) : default;

    /// <summary>The map that applies <paramref name="first"/> and then this one.</summary>
    public Affine After(Affine first) => new(
        (first.XAxis.X * XAxis) + (first.XAxis.Y * YAxis), (first.YAxis.X * XAxis) + (first.YAxis.Y * YAxis), Apply(first.Origin));

    public Point Apply(Point p) => (p.X * XAxis) + (p.Y * YAxis) + Origin;
}
