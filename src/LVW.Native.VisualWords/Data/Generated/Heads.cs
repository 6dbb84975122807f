namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>Heads of radius about 12 around the origin, looking right.</summary>
internal static class Heads
{
    private static readonly Colour Ink = Colour.Hex(0x2A2030);
    private static readonly Colour Blush = Colour.Hex(0xFF6F7D);

    public static void Draw(Drawing on, ScenePart head, Palette palette, ref SplitMix64 random)
    {
        on.Part = head;
        double look = random.Between(-0.8, 1.0);
        switch (head)
        {
            case ScenePart.CatHead: Cat(on, palette, look); break;
            case ScenePart.BirdHead: Bird(on, palette, look, ref random); break;
            default: Bug(on, palette, look, ref random); break;
        }
    }

    private static void Cat(Drawing on, Palette palette, double look)
    {
        foreach (int side in (int[])[-1, 1])
        {
            on.Outline(Shape.Polygon(new(side * 11.4, -2), new(side * 11.8, -17.5), new(side * 0.8, -9)), palette.Body);
            on.Fill(Shape.Polygon(new(side * 9.8, -5), new(side * 10.5, -14), new(side * 3.6, -8.8)), Paint.Flat(Blush.Lighter(0.35)));
        }

        on.Outline(Shape.Ellipse(0, 0, 12.6, 11), palette.Body);
        on.Fill(Shape.Ellipse(1.2, 5, 6.4, 4.6), Paint.Flat(palette.Body.Lighter(0.55)));
        foreach (int side in (int[])[-1, 1])
        {
            Eye(on, 1 + (side * 5.2), -1.6, 3.1, 3.7, look);
            on.Fill(Shape.Ellipse(1 + (side * 8.6), 4.2, 3, 2), Paint.Glow(Blush, 0.9));
            for (int whisker = -1; whisker <= 1; whisker += 2)
            {
                Shape hair = Shape.Ribbon(0.9, 0.5, new(1.2 + (side * 5.6), 4.6 + whisker), new(side * 16.5, 4.4 + (3 * whisker)));
                on.Fill(hair, Paint.Flat(Ink.Lighter(0.1)));
            }
        }

        on.Fill(Shape.Polygon(new(-0.8, 2.4), new(3.2, 2.4), new(1.2, 4.8)), Paint.Flat(Blush.Darker(0.25)));
        on.Fill(Shape.Ribbon(0.9, 0.7, new(-2, 6), new(-0.2, 7.2), new(1.2, 5.6), new(2.6, 7.2), new(4.4, 6)), Paint.Flat(Ink));
    }

    private static void Bird(Drawing on, Palette palette, double look, ref SplitMix64 random)
    {
        Colour beak = Colour.Hex(0xFF9B2F).Jittered(ref random, 16);
        for (int i = 0; i < 3; i++) on.Outline(Shape.Petal(new(-3, -8), -0.235 - (0.085 * i), 13, 5.4), palette.Wings);
        on.Outline(Shape.Ellipse(0, 0, 11.6, 11.2), palette.Body);
        on.Outline(Shape.Smooth(new(8, -4.5), new(14, -4.6), new(20.5, -1.2), new(23, 5), new(17, 4), new(9, 6.4)), beak);
        on.Fill(Shape.Ribbon(1, 0.8, new(9.6, 1), new(15, 0.8), new(20.4, 2.6)), Paint.Flat(beak.Darker(0.5)));
        on.Fill(Shape.Ellipse(0, 5.4, 3.6, 2.4), Paint.Glow(Blush, 0.9));
        on.Fill(Shape.Ellipse(2, -2.4, 5.4, 5.6), Paint.Flat(palette.Body.Lighter(0.65)));
        Eye(on, 2.6, -2.4, 3.5, 3.9, look);
    }

    private static void Bug(Drawing on, Palette palette, double look, ref SplitMix64 random)
    {
        foreach (int side in (int[])[-1, 1])
        {
            double reach = random.Between(7, 11);
            Shape stalk = Shape.Ribbon(2.4, 1.8, new(side * 3, -8), new(side * 4.6, -15), new(side * reach, -19));
            on.Fill(stalk, Paint.Flat(palette.Body.Darker(0.6)));
            on.Outline(Shape.Ellipse(side * reach, -19.5, 3.1, 3.1), palette.Wings);
        }

        on.Outline(Shape.Ellipse(0, 1, 11.6, 10), palette.Body);
        foreach (int side in (int[])[-1, 1])
        {
            on.Outline(Shape.Ellipse(1 + (side * 6.4), -3.4, 6.2, 6.4), Colour.Hex(0xFDFBF4));
            Eye(on, 1.6 + (side * 6.2), -3, 3, 3.3, look);
            on.Fill(Shape.Ellipse(1 + (side * 8), 5, 2.6, 1.8), Paint.Glow(Blush, 0.9));
        }

        on.Fill(Shape.Ribbon(1.2, 1.2, new(-2.6, 5.6), new(1.4, 7.6), new(5.4, 5.6)), Paint.Flat(Ink));
    }

    private static void Eye(Drawing on, double x, double y, double rx, double ry, double look)
    {
        on.Fill(Shape.Ellipse(x + (look * 0.5), y, rx, ry), Paint.Flat(Ink));
        on.Fill(Shape.Ellipse(x + (look * 0.5) + (rx * 0.3), y - (ry * 0.38), rx * 0.38, ry * 0.34), Paint.Flat(Colour.White));
        on.Fill(Shape.Ellipse(x + (look * 0.5) - (rx * 0.35), y + (ry * 0.42), rx * 0.2, ry * 0.18), Paint.Flat(Colour.White, 0.7));
    }
}
