namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>Pairs of wings with their root at the origin, raised up and back (to the left).</summary>
internal static class Wings
{
    public static void Draw(Drawing on, ScenePart wings, Palette palette, ref SplitMix64 random)
    {
        on.Part = wings;
        double open = random.Between(0.09, 0.15), lift = random.Between(-0.03, 0.03), size = random.Between(0.94, 1.08);
        Affine frame = on.Frame;
        for (int near = 0; near < 2; near++)
        {
            // The far wing is seen in front of the near one's root: turned forward, smaller and darker.
            double turn = near == 0 ? lift + open : lift - 0.02;
            double scale = (near == 0 ? 0.84 : 1) * (wings == ScenePart.BatWings ? 1.12 : 1) * size;
            on.Frame = frame.After(Affine.Move(near == 0 ? 6 : 0, 0)).After(Affine.Rotate(turn)).After(Affine.Scale(scale, scale));
            Palette worn = near == 0 ? palette with { Wings = palette.Wings.Darker(0.2), Marks = palette.Marks.Darker(0.12) } : palette;
            switch (wings)
            {
                case ScenePart.ButterflyWings: Butterfly(on, worn); break;
                case ScenePart.BatWings: Bat(on, worn); break;
                default: Feathers(on, worn); break;
            }
        }

        on.Frame = frame;
    }

    private static void Butterfly(Drawing on, Palette palette)
    {
        Shape lower = Shape.Smooth(new(2, 2), new(-9, -9), new(-20, -10), new(-27, -3), new(-22, 6), new(-10, 7));
        Shape upper = Shape.Smooth(new(3, 1), new(1, -15), new(-5, -29), new(-16, -34), new(-25, -28), new(-24, -16), new(-12, -6));
        on.Outline(lower, palette.Wings);
        on.Fill(Shape.Ellipse(-19, -2, 4.2, 4.2), Paint.Flat(palette.Wings.Lighter(0.6)));
        on.Fill(Shape.Ellipse(-19, -2, 2.2, 2.2), Paint.Flat(palette.Marks));
        on.Outline(upper, palette.Wings);
        on.Fill(Shape.Ellipse(-14, -22, 7, 7), Paint.Flat(palette.Marks));
        on.Fill(Shape.Ellipse(-14, -22, 4.8, 4.8), Paint.Flat(palette.Wings.Lighter(0.7)));
        on.Fill(Shape.Ellipse(-13.4, -22.4, 2.3, 2.3), Paint.Flat(palette.Wings.Darker(0.7)));
    }

    private static void Bat(Drawing on, Palette palette)
    {
        Colour skin = palette.Wings.Darker(0.28);
        Point wrist = new(-3, -26);
        Point[] tips = [new(-17, -36), new(-30, -22), new(-30, -4), new(-14, 3)];
        Shape sail = Shape.Polygon(
        [
            new(4, 1), new(3, -14), wrist, new(-8, -33),
            tips[0], .. Scallop(tips[0], tips[1]), tips[1], .. Scallop(tips[1], tips[2]), tips[2], .. Scallop(tips[2], tips[3]), tips[3],
        ]);
        on.Outline(sail, skin);
        foreach (Point tip in tips) on.Fill(Shape.Ribbon(1.9, 0.8, wrist, tip), Paint.Flat(skin.Darker(0.6)), sail.Grown(1));
        on.Fill(Shape.Ribbon(3.6, 2.4, new(2, 1), new(1, -14), wrist), Paint.Flat(skin.Darker(0.6)));
        on.Fill(Shape.Petal(wrist, -0.2, 6.5, 3.4, 0.3), Paint.Flat(palette.Marks.Lighter(0.2)));
    }

    private static Point[] Scallop(Point from, Point to)
    {
        // A sagging line between two fingertips: the parabola whose middle lies a quarter towards the wing's root.
        Point middle = 0.5 * (from + to), sag = 0.34 * (new Point(-3, -10) - middle);
        return [.. Enumerable.Range(1, 5).Select(i => i / 6.0).Select(t => from + (t * (to - from)) + ((4 * t * (1 - t)) * sag))];
    }

    private static void Feathers(Drawing on, Palette palette)
    {
        Colour tip = palette.Wings.Lighter(0.62);
        for (int i = 0; i < 6; i++)
        {
            double turns = -0.47 + (0.05 * i), length = 29 + (1.9 * i);
            Point root = new(-2 + (0.6 * i), -1 - (0.7 * i));
            Shape feather = Shape.Petal(root, turns, length, 8.6, 0.72);
            Point at = root + (length * Point.At(turns));
            on.Outline(feather, palette.Wings);
            on.Fill(Shape.Ellipse(at.X, at.Y, 8.6, 8.6), Paint.Flat(tip), feather);
            on.Fill(Shape.Ribbon(0.9, 0.6, root, at), Paint.Flat(palette.Wings.Darker(0.4)), feather);
        }

        Colour covert = palette.Wings.Mix(palette.Marks, 0.35);
        for (int i = 0; i < 4; i++) on.Outline(Shape.Petal(new(1, 1), -0.46 + (0.07 * i), 15 + i, 8.4, 0.7), covert);
    }
}
