namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>Patterns on a body of radii 20 and 15 around the origin.</summary>
internal static class Coats
{
    public static void Draw(Drawing on, ScenePart coat, Shape body, Palette palette, ref SplitMix64 random)
    {
        on.Part = coat;
        switch (coat)
        {
            case ScenePart.StripedCoat: Stripes(on, body, palette, ref random); break;
            case ScenePart.SpottedCoat: Spots(on, body, palette, ref random); break;
            default: Star(on, body, palette, ref random); break;
        }
    }

    private static void Stripes(Drawing on, Shape body, Palette palette, ref SplitMix64 random)
    {
        double lean = random.Between(-3, 3), shift = random.Between(-2, 2), width = random.Between(3.6, 4.6);
        for (double x = -15 + shift; x < 16; x += 7.4)
        {
            Shape stripe = Shape.Ribbon(width, width * 0.7, new(x + lean, -17), new(x - 2.5, 0), new(x - lean, 17));
            on.Fill(stripe, Paint.Flat(palette.Marks), body);
        }
    }

    private static void Spots(Drawing on, Shape body, Palette palette, ref SplitMix64 random)
    {
        double shift = random.Between(0, 1);
        for (int row = -1; row <= 1; row++)
        {
            for (int k = -2; k <= 2; k++)
            {
                double x = (8.2 * (k + (row == 0 ? 0.5 : 0) + (0.4 * shift))) + random.Between(-1, 1);
                double radius = random.Between(2.3, 3.1);
                on.Fill(Shape.Ellipse(x, (8.6 * row) + random.Between(-1, 1), radius, radius), Paint.Flat(palette.Marks), body);
            }
        }
    }

    private static void Star(Drawing on, Shape body, Palette palette, ref SplitMix64 random)
    {
        double turn = random.Between(-0.04, 0.04), size = random.Between(11.5, 13);
        var points = new Point[10];
        for (int i = 0; i < points.Length; i++)
        {
            double radius = i % 2 == 0 ? size : size * 0.45;
            points[i] = new Point(-2, 0.5) + (radius * Point.At(turn - 0.25 + (i / 10.0)));
        }

        on.Fill(Shape.Polygon(points), Paint.Flat(palette.Marks), body);
    }
}
