namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>Puts a creature together: body at the origin, head to the upper right, wings above, tail to the left.</summary>
internal static class Creature
{
    public static Drawing Draw(IReadOnlyList<ScenePart> parts, ref SplitMix64 random)
    {
        var on = new Drawing();
        Palette palette = Palette.Random(ref random);
        double stretch = random.Between(0.94, 1.06);
        Shape body = Shape.Ellipse(0, 0, 20 * stretch, 15);

        on.Frame = Affine.Move(-16 * stretch, random.Between(-3, 3)).After(Affine.Rotate(random.Between(-0.06, 0.09)));
        Tails.Draw(on, parts[2], palette, ref random);

        on.Frame = Affine.Move(-3, -10);
        Wings.Draw(on, parts[1], palette, ref random);

        on.Frame = Affine.Identity;
        on.Part = null;
        Legs(on, palette, ref random);
        on.Outline(body, palette.Body);
        on.Fill(Shape.Ellipse(1, 9, 14, 7), Paint.Glow(palette.Body.Lighter(0.7), 0.8), body);
        Coats.Draw(on, parts[3], body, palette, ref random);
        on.Part = null;
        on.Fill(Shape.Ellipse(-3, -8, 13, 6), Paint.Glow(Colour.White, 0.45), body);

        Affine neck = Affine.Move((19.5 * stretch) + random.Between(-1, 1), -11 + random.Between(-2.5, 2));
        on.Frame = neck.After(Affine.Rotate(random.Between(-0.045, 0.045)));
        Heads.Draw(on, parts[0], palette, ref random);
        return on;
    }

    /// <summary>Legs belong to no class: two to four, stubby or thin.</summary>
    private static void Legs(Drawing on, Palette palette, ref SplitMix64 random)
    {
        int count = 2 + random.Below(3);
        bool thin = random.Chance(0.5);
        Colour skin = palette.Body.Darker(0.15);
        for (int i = 0; i < count; i++)
        {
            double x = -11 + (22.0 * i / (count - 1)), foot = random.Between(18.5, 20.5), step = random.Between(-1.5, 2.5);
            if (thin)
            {
                on.Fill(Shape.Ribbon(3, 2.2, new(x, 9), new(x + step, foot)), Paint.Flat(skin.Darker(0.55)));
                on.Fill(Shape.Ellipse(x + step + 1.4, foot, 3.4, 1.7), Paint.Flat(skin.Darker(0.55)));
            }
            else
            {
                on.Outline(Shape.Ribbon(7.4, 6, new(x, 8), new(x + step, foot - 2)), skin);
            }
        }
    }
}
