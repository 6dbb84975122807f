namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>
/// Coverage of a polygon per pixel: four sampling lines to a pixel row, exact in x along each line.
/// Lines are walked edge by edge; the crossings of each line are kept in order, so no list of active edges is needed.
/// </summary>
internal sealed class Rasterizer(int side)
{
    private const int Lines = 4;

    private readonly float[] coverage = new float[side + 2];
    private int[] counts = new int[side * Lines];
    private (double X, int Winding)[] crossings = [];

    /// <summary>Receives the coverage, 0 to 1, of pixels x0, x0 + 1, ... of row y.</summary>
    public delegate void Row(int y, int x0, ReadOnlySpan<float> coverage);

    public static (double Left, double Top, double Right, double Bottom) Bounds(Shape shape)
    {
        double left = double.MaxValue, top = double.MaxValue, right = double.MinValue, bottom = double.MinValue;
        foreach (Point p in shape.Points)
        {
            left = Math.Min(left, p.X);
            right = Math.Max(right, p.X);
            top = Math.Min(top, p.Y);
            bottom = Math.Max(bottom, p.Y);
        }

        return (left, top, right, bottom);
    }

    /// <summary>Calls <paramref name="row"/> for each row that the shape may touch.</summary>
    public void Scan(Shape shape, Row row)
    {
        (double left, double top, double right, double bottom) = Bounds(shape);
        int y0 = (int)Math.Clamp(Math.Floor(top), 0, side), y1 = (int)Math.Clamp(Math.Ceiling(bottom), 0, side);
        int x0 = (int)Math.Clamp(Math.Floor(left), 0, side), x1 = (int)Math.Clamp(Math.Ceiling(right), 0, side);
        if (y1 <= y0 || x1 <= x0) return;
        Cross(shape.Points, y0 * Lines, y1 * Lines);
        for (int y = y0; y < y1; y++)
        {
            Span<float> steps = coverage.AsSpan(0, x1 - x0 + 2);
            steps.Clear();
            for (int line = 0; line < Lines; line++) Accumulate(((y - y0) * Lines) + line, shape.Points.Length, x0, x1, steps);
            float sum = 0;
            foreach (ref float pixel in steps) pixel = Math.Clamp(sum += pixel, 0f, 1f);
            row(y, x0, steps[..^2]);
        }
    }

    private void Cross(Point[] points, int first, int end)
    {
        int n = points.Length;
        Array.Clear(counts, 0, end - first);
        if (crossings.Length < (end - first) * n) crossings = new (double, int)[(end - first) * n];
        for (int i = 0; i < n; i++)
        {
            Point a = points[i], b = points[i + 1 == n ? 0 : i + 1];
            if (a.Y == b.Y) continue;
            int winding = a.Y < b.Y ? 1 : -1;
            if (winding < 0) (a, b) = (b, a);

            // Line k samples at y = (k + 1/2) / Lines and meets the half-open edge [a.Y, b.Y).
            int from = (int)Math.Max(Math.Ceiling((a.Y * Lines) - 0.5), first), to = (int)Math.Min(Math.Ceiling((b.Y * Lines) - 0.5), end);
            double slope = (b.X - a.X) / (b.Y - a.Y);
            for (int line = from; line < to; line++) Insert(line - first, n, a.X + ((((line + 0.5) / Lines) - a.Y) * slope), winding);
        }
    }

    private void Insert(int line, int capacity, double x, int winding)
    {
        Span<(double X, int Winding)> sorted = crossings.AsSpan(line * capacity, capacity);
        int at = counts[line]++;
        for (; at > 0 && sorted[at - 1].X > x; at--) sorted[at] = sorted[at - 1];
        sorted[at] = (x, winding);
    }

    private void Accumulate(int line, int capacity, int x0, int x1, Span<float> steps)
    {
        ReadOnlySpan<(double X, int Winding)> sorted = crossings.AsSpan(line * capacity, counts[line]);
        int winding = 0;
        foreach ((double x, int turn) in sorted)
        {
            int before = winding;
            winding += turn;
            if (before == 0) Step(Math.Clamp(x, x0, x1) - x0, 1f / Lines, steps);
            else if (winding == 0) Step(Math.Clamp(x, x0, x1) - x0, -1f / Lines, steps);
        }
    }

    /// <summary>Records that the coverage rises at x: in its pixel by the share to the right of x, in the next one by the rest.</summary>
    private static void Step(double x, float by, Span<float> steps)
    {
        int pixel = (int)x;
        float later = by * (float)(x - pixel);
        steps[pixel] += by - later;
        steps[pixel + 1] += later;
    }
}
