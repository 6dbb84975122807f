namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>Shapes in the order in which they are painted, placed by a movable frame.</summary>
internal sealed class Drawing
{
    private const double OutlineWidth = 1.1;

    private (Shape? Given, Affine Frame, Shape? Placed) clipping;

    public List<Layer> Layers { get; } = [];

    /// <summary>The frame in which the shapes to come are given.</summary>
    public Affine Frame { get; set; } = Affine.Identity;

    /// <summary>The part to which the shapes to come belong.</summary>
    public ScenePart? Part { get; set; }

    /// <summary>Fills a shape, within another one if <paramref name="clip"/> is given.</summary>
    public void Fill(Shape shape, Paint paint, Shape? clip = null)
    {
        // The canvas makes a mask per clip object: layers that share a clip must share the placed one, too.
        if (clip is not null && (!ReferenceEquals(clip, clipping.Given) || Frame != clipping.Frame))
        {
            clipping = (clip, Frame, clip.Transformed(Frame));
        }

        Layers.Add(new Layer(shape.Transformed(Frame), paint, Part, clip is null ? null : clipping.Placed));
    }

    /// <summary>Fills a shape over a darker outline.</summary>
    public void Outline(Shape shape, Colour colour)
    {
        Fill(shape.Grown(OutlineWidth), Paint.Flat(colour.Darker(0.62)));
        Fill(shape, Paint.Lit(colour));
    }

    /// <summary>Smallest and largest coordinates of all shapes after a map.</summary>
    public (Point Low, Point High) Bounds(Affine map)
    {
        Point low = new(double.MaxValue, double.MaxValue), high = new(double.MinValue, double.MinValue);
        foreach (Layer layer in Layers)
        {
            if (layer.Clip is not null) continue;
            foreach (Point given in layer.Shape.Points)
            {
                Point p = map.Apply(given);
                low = new(Math.Min(low.X, p.X), Math.Min(low.Y, p.Y));
                high = new(Math.Max(high.X, p.X), Math.Max(high.Y, p.Y));
            }
        }

        return (low, high);
    }
}
