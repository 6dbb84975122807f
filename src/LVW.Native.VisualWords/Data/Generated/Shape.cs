namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>A closed polygon, filled where its winding number is not zero; curves are flattened when it is made.</summary>
internal sealed class Shape(Point[] points)
{
    public Point[] Points { get; } = points;

    public static Shape Polygon(params Point[] points) => new(points);

    /// <summary>An ellipse as a polygon of 24 corners: at these sizes its sagitta is below a tenth of a pixel.</summary>
    public static Shape Ellipse(double x, double y, double rx, double ry, double turns = 0)
    {
        var points = new Point[24];
        Affine map = Affine.Move(x, y).After(Affine.Rotate(turns)).After(Affine.Scale(rx, ry));
        for (int i = 0; i < points.Length; i++) points[i] = map.Apply(Point.At(i / 24.0));
        return new Shape(points);
    }

    /// <summary>A closed Catmull-Rom curve through the points.</summary>
    public static Shape Smooth(params Point[] through) => new(Curve(through, closed: true));

    /// <summary>A leaf, petal or feather from its root on, widest at the share <paramref name="bulge"/> of its length.</summary>
    public static Shape Petal(Point root, double turns, double length, double width, double bulge = 0.6)
    {
        Point along = Point.At(turns), across = along.Turned;
        Point Place(double l, double w) => root + (l * length * along) + (w * width * across);
        double back = bulge * 0.45, front = bulge + (0.55 * (1 - bulge));
        return Smooth(
            Place(0, 0), Place(back, -0.36), Place(bulge, -0.5), Place(front, -0.36),
            Place(1, 0), Place(front, 0.36), Place(bulge, 0.5), Place(back, 0.36));
    }

    /// <summary>A line of changing width along the Catmull-Rom curve through the points, with round ends.</summary>
    public static Shape Ribbon(double widthAtStart, double widthAtEnd, params Point[] through)
    {
        Point[] line = Curve(through, closed: false);
        int n = line.Length;
        var outline = new Point[(2 * n) + 6];
        for (int i = 0; i < n; i++)
        {
            Point along = (line[Math.Min(i + 1, n - 1)] - line[Math.Max(i - 1, 0)]).Normalized;
            double half = (widthAtStart + ((widthAtEnd - widthAtStart) * i / (n - 1))) / 2;
            outline[i] = line[i] - (half * along.Turned);
            outline[(2 * n) + 2 - i] = line[i] + (half * along.Turned);
        }

        Cap(line[^1], (line[^1] - line[^2]).Normalized, widthAtEnd / 2, outline.AsSpan(n, 3));
        Cap(line[0], (line[0] - line[1]).Normalized, widthAtStart / 2, outline.AsSpan((2 * n) + 3, 3));
        return new Shape(outline);
    }

    /// <summary>The shape with its outline moved outwards by <paramref name="by"/>; sharp corners are cut at twice that.</summary>
    public Shape Grown(double by)
    {
        int n = Points.Length;
        double area = 0;
        for (int i = 0; i < n; i++) area += (Points[i].X * Points[(i + 1) % n].Y) - (Points[i].Y * Points[(i + 1) % n].X);
        double outwards = area > 0 ? -by : by;
        var grown = new Point[n];
        for (int i = 0; i < n; i++)
        {
            Point before = (Points[i] - Points[(i + n - 1) % n]).Normalized.Turned;
            Point after = (Points[(i + 1) % n] - Points[i]).Normalized.Turned;
            double share = Math.Max(1 + (before.X * after.X) + (before.Y * after.Y), 0.5);
            grown[i] = Points[i] + ((outwards / share) * (before + after));
        }

        return new Shape(grown);
    }

    public Shape Transformed(Affine map) => new(Array.ConvertAll(Points, map.Apply));

    private static void Cap(Point end, Point along, double radius, Span<Point> points)
    {
        for (int i = 0; i < 3; i++)
        {
            Point turn = Point.At((i - 1) / 6.0);
            points[i] = end + (radius * ((turn.X * along) + (turn.Y * along.Turned)));
        }
    }

    private static Point[] Curve(Point[] through, bool closed)
    {
        const int Steps = 5;
        int n = through.Length, spans = closed ? n : n - 1;
        var points = new Point[(spans * Steps) + (closed ? 0 : 1)];
        Point At(int i) => through[closed ? (i + n) % n : Math.Clamp(i, 0, n - 1)];
        for (int i = 0; i < spans; i++)
        {
            Point p0 = At(i - 1), p1 = At(i), p2 = At(i + 1), p3 = At(i + 2);
            for (int k = 0; k < Steps; k++)
            {
                double t = k / (double)Steps;
                Point c1 = p2 - p0, c2 = (2 * p0) - (5 * p1) + (4 * p2) - p3, c3 = (3 * (p1 - p2)) + p3 - p0;
                points[(i * Steps) + k] = p1 + ((t / 2) * (c1 + (t * (c2 + (t * c3)))));
            }
        }

        if (!closed) points[^1] = through[^1];
        return points;
    }
}
