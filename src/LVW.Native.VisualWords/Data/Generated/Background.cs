namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>Landscapes: a sky, hills, ground with a grain, and things that are no parts of creatures.</summary>
/// <param name="Sky">Colour above.</param>
/// <param name="Haze">Colour of the sky at the horizon.</param>
/// <param name="Ground">Colour of the ground at the horizon.</param>
/// <param name="Near">Colour of the ground at the lower border.</param>
/// <param name="Things">Colour of leaves, caps and clouds.</param>
internal readonly record struct Background(Colour Sky, Colour Haze, Colour Ground, Colour Near, Colour Things)
{
    private static readonly Background[] Landscapes =
    [
        new(Colour.Hex(0x9CCBE8), Colour.Hex(0xE6F1E4), Colour.Hex(0xA3C585), Colour.Hex(0x6A9A5B), Colour.Hex(0xF4F7F2)), // meadow
        new(Colour.Hex(0x6E6A9E), Colour.Hex(0xF0B9A0), Colour.Hex(0x8C6F8E), Colour.Hex(0x5A4A72), Colour.Hex(0xD99A9C)), // dusk
        new(Colour.Hex(0xBFD9D6), Colour.Hex(0xF2E7CD), Colour.Hex(0xE3C58E), Colour.Hex(0xBD955F), Colour.Hex(0x94A877)), // desert
        new(Colour.Hex(0x2F4568), Colour.Hex(0x5D7C94), Colour.Hex(0x3F6470), Colour.Hex(0x2A4552), Colour.Hex(0x9BB3BC)), // night
        new(Colour.Hex(0xC9DCEA), Colour.Hex(0xF6F4F2), Colour.Hex(0xDCE6EE), Colour.Hex(0xB2C5D6), Colour.Hex(0x8FA9BF)), // snow
        new(Colour.Hex(0xA9C99A), Colour.Hex(0xDDE6B5), Colour.Hex(0x7F9C66), Colour.Hex(0x4F6F49), Colour.Hex(0xC7805A)), // forest
    ];

    /// <summary>Paints sky, ground and distractors over a whole canvas; coordinates are in 96ths of its side.</summary>
    public static Background Paint(Canvas canvas, double clutter, ref SplitMix64 random)
    {
        Background land = Landscapes[random.Below(Landscapes.Length)];
        land = new(
            land.Sky.Jittered(ref random, 12), land.Haze.Jittered(ref random, 12), land.Ground.Jittered(ref random, 12),
            land.Near.Jittered(ref random, 12), land.Things.Jittered(ref random, 12));
        var on = new Drawing();
        double horizon = random.Between(40, 74);
        on.Fill(Shape.Polygon(new(-1, -1), new(97, -1), new(97, 97), new(-1, 97)), new Paint(land.Sky, land.Haze));
        if (random.Chance(0.7))
        {
            on.Fill(Shape.Ellipse(random.Between(8, 88), random.Between(6, 30), 16, 16), Generated.Paint.Glow(Colour.White, 0.55));
        }

        land.Sprinkle(on, 5, clutter, 4, horizon - 6, Cloud, ref random);
        land.Hills(on, horizon, ref random);
        land.Sprinkle(on, 4, clutter, horizon - 4, horizon + 6, Tree, ref random);
        land.Sprinkle(on, 7, clutter, horizon + 3, 95, Pebble, ref random);
        land.Sprinkle(on, 4, clutter, horizon + 8, 97, Toadstool, ref random);
        land.Sprinkle(on, 7, clutter, horizon + 4, 98, Tuft, ref random);
        canvas.Paint(on.Layers, Affine.Scale(canvas.Side / 96.0, canvas.Side / 96.0));
        return land;
    }

    /// <summary>Leaves and blades in front of the creature, along the lower border.</summary>
    public void PaintForeground(Canvas canvas, double clutter, ref SplitMix64 random)
    {
        var on = new Drawing();
        Sprinkle(on, 5, clutter, 97, 104, Tuft, ref random);
        canvas.Paint(on.Layers, Affine.Scale(canvas.Side / 96.0, canvas.Side / 96.0));
    }

    private delegate void Thing(Drawing on, Background land, double x, double y, double size, ref SplitMix64 random);

    private void Sprinkle(Drawing on, int most, double clutter, double top, double bottom, Thing thing, ref SplitMix64 random)
    {
        int drawn = 0, wanted = (int)((random.Below(most + 1) * clutter) + 0.5);
        for (; drawn < wanted; drawn++)
        {
            // Farther things are smaller: size grows towards the lower border.
            double y = random.Between(top, bottom);
            thing(on, this, random.Between(-2, 98), y, random.Between(0.75, 1.15) * (0.6 + (0.6 * y / 96)), ref random);
        }
    }

    private void Hills(Drawing on, double horizon, ref SplitMix64 random)
    {
        for (int layer = 0; layer < 3; layer++)
        {
            double y = horizon + (layer * 5) - 8;
            Point[] ridge = [.. Ridge(y, ref random), new(112, 120), new(-16, 120)];
            Colour colour = Haze.Mix(Ground, 0.45 + (0.275 * layer));
            on.Fill(Shape.Smooth(ridge), new Paint(colour, layer == 2 ? Near : colour));
        }
    }

    private static Point[] Ridge(double y, ref SplitMix64 random)
    {
        var ridge = new Point[7];
        for (int i = 0; i < ridge.Length; i++) ridge[i] = new(-16 + (21.4 * i), y + random.Between(-7, 7));
        return ridge;
    }

    private static void Cloud(Drawing on, Background land, double x, double y, double size, ref SplitMix64 random)
    {
        double wide = size * random.Between(6, 10), lift = random.Between(-1, 1);
        Paint paint = new(land.Haze.Lighter(0.55), land.Haze.Mix(land.Sky, 0.35));
        on.Fill(
            Shape.Smooth(
                new(x - wide, y), new(x - (0.8 * wide), y - 3), new(x - (0.45 * wide), y - 3.4), new(x - (0.2 * wide), y - 6 + lift),
                new(x + (0.2 * wide), y - 6.4), new(x + (0.45 * wide), y - 3.6), new(x + (0.8 * wide), y - 3.6 + lift), new(x + wide, y)),
            paint with { Alpha = 0.75f });
    }

    private static void Tree(Drawing on, Background land, double x, double y, double size, ref SplitMix64 random)
    {
        Colour leaves = land.Ground.Mix(land.Near, random.Uniform()).Darker(0.22);
        double height = size * random.Between(14, 24), half = height * random.Between(0.2, 0.3);
        on.Fill(Shape.Ribbon(2, 2.4, new(x, y - (0.4 * height)), new(x, y)), Generated.Paint.Flat(land.Near.Darker(0.5)));
        Shape crown = random.Chance(0.5)
            ? Shape.Polygon(new(x - half, y - (0.2 * height)), new(x, y - height), new(x + half, y - (0.2 * height)))
            : Shape.Ellipse(x, y - (0.62 * height), half * 1.1, 0.4 * height);
        on.Fill(crown, Generated.Paint.Lit(leaves));
    }

    private static void Pebble(Drawing on, Background land, double x, double y, double size, ref SplitMix64 random)
    {
        double r = size * random.Between(1.6, 4.2);
        Colour stone = land.Near.Mix(land.Things, random.Between(0.25, 0.75));
        on.Fill(Shape.Ellipse(x + 0.6, y + (0.5 * r), r * 1.2, r * 0.5), Generated.Paint.Glow(land.Near.Darker(0.8), 0.7));
        on.Fill(Shape.Ellipse(x, y, r * random.Between(1, 1.5), r * 0.75, random.Between(-0.05, 0.05)), Generated.Paint.Lit(stone));
    }

    private static void Toadstool(Drawing on, Background land, double x, double y, double size, ref SplitMix64 random)
    {
        double r = size * random.Between(3.2, 5.4);
        Colour cap = land.Things.Jittered(ref random, 50).Darker(0.05);
        Shape stem = Shape.Ribbon(r * 0.6, r * 0.8, new(x, y - r), new(x + random.Between(-1, 1), y));
        Shape hat = Shape.Smooth(
            new(x - r, y - r), new(x - (0.7 * r), y - (1.75 * r)), new(x, y - (2.1 * r)), new(x + (0.7 * r), y - (1.75 * r)),
            new(x + r, y - r), new(x, y - (0.8 * r)));
        on.Fill(stem, Generated.Paint.Flat(land.Haze.Lighter(0.3)));
        on.Fill(hat, Generated.Paint.Lit(cap));
    }

    private static void Tuft(Drawing on, Background land, double x, double y, double size, ref SplitMix64 random)
    {
        int blades = 3 + random.Below(3);
        Colour grass = land.Near.Mix(land.Ground, random.Uniform());
        for (int i = 0; i < blades; i++)
        {
            double lean = size * (((i + 0.5) / blades) - 0.5) * random.Between(8, 14), height = size * random.Between(7, 13);
            Colour blade = random.Chance(0.5) ? grass.Darker(0.25) : grass.Lighter(0.12);
            Point root = new(x + (0.25 * lean), y), middle = new(x + (0.5 * lean), y - (0.6 * height)), tip = new(x + lean, y - height);
            on.Fill(Shape.Ribbon(2.2 * size, 0.4, root, middle, tip), Generated.Paint.Flat(blade));
        }
    }
}
