namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>Tails with their root at the origin, pointing left.</summary>
internal static class Tails
{
    public static void Draw(Drawing on, ScenePart tail, Palette palette, ref SplitMix64 random)
    {
        on.Part = tail;
        switch (tail)
        {
            case ScenePart.CurlTail: Curl(on, palette, ref random); break;
            case ScenePart.FanTail: Fan(on, palette, ref random); break;
            default: Brush(on, palette, ref random); break;
        }
    }

    private static void Curl(Drawing on, Palette palette, ref SplitMix64 random)
    {
        double turns = random.Between(1.2, 1.4);
        var line = new Point[14];
        line[0] = new(4, 2);
        line[1] = new(-5, 6);
        for (int i = 2; i < line.Length; i++)
        {
            double t = (i - 2) / (line.Length - 3.0);
            line[i] = new Point(-16, -4) + ((13.5 - (10.4 * t)) * Point.At(0.22 + (turns * t)));
        }

        on.Outline(Shape.Ribbon(6.4, 3, line), palette.Body);
        for (int i = 2; i < line.Length - 1; i += 2)
        {
            Point across = (2.3 - (0.09 * i)) * (line[i + 1] - line[i - 1]).Normalized.Turned;
            on.Fill(Shape.Ribbon(1.5, 1.5, line[i] - across, line[i] + across), Paint.Flat(palette.Body.Darker(0.4)));
        }

        on.Fill(Shape.Ellipse(line[^1].X, line[^1].Y, 3, 3), Paint.Flat(palette.Wings));
    }

    private static void Fan(Drawing on, Palette palette, ref SplitMix64 random)
    {
        double spread = random.Between(0.085, 0.105);
        foreach (int i in (int[])[-2, 2, -1, 1, 0])
        {
            double turns = 0.5 + (i * spread), length = 29 - Math.Abs(i);
            Point eye = (0.74 * length) * Point.At(turns);
            Colour petal = i % 2 == 0 ? palette.Wings : palette.Wings.Mix(palette.Body, 0.5);
            on.Outline(Shape.Petal(new(2, 0), turns, length, 12.6, 0.72), petal);
            on.Fill(Shape.Ellipse(eye.X, eye.Y, 3.9, 3.9), Paint.Flat(palette.Marks));
            on.Fill(Shape.Ellipse(eye.X, eye.Y, 2, 2), Paint.Flat(palette.Wings.Lighter(0.5)));
        }
    }

    private static void Brush(Drawing on, Palette palette, ref SplitMix64 random)
    {
        double droop = random.Between(-5, 4);
        Shape brush = Shape.Smooth(
            new(4, -1), new(-6, -3), new(-15, -11 + (0.5 * droop)), new(-25, -16 + droop), new(-36, -12 + droop),
            new(-31, -2 + droop), new(-22, 6 + (0.6 * droop)), new(-9, 7), new(3, 4));
        on.Outline(brush, palette.Body.Mix(palette.Wings, 0.25));
        Colour tip = palette.Body.Lighter(0.82);
        on.Fill(
            Shape.Polygon(
                new(-44, -30), new(-21, -24 + droop), new(-25, -15 + droop), new(-20.5, -12 + droop), new(-25.5, -7 + droop),
                new(-19, -4 + droop), new(-24, 2 + droop), new(-26, 14), new(-44, 10)),
            Paint.Flat(tip),
            brush);
        for (int i = 0; i < 3; i++)
        {
            double x = -8 - (4.2 * i), sink = 0.1 * i * droop;
            Shape hair = Shape.Ribbon(
                1.2, 0.7, new(x, 2.6 - i + sink), new(x - 3, 1 - (2.2 * i) + (2 * sink)), new(x - 6.5, 0.5 - (2.6 * i) + (3 * sink)));
            on.Fill(hair, Paint.Flat(palette.Body.Darker(0.4)), brush);
        }
    }
}
