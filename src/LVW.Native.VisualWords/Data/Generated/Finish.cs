namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>What the eye takes for air and camera: grain of the surfaces, light from a side, exposure, noise.</summary>
internal static class Finish
{
    /// <summary>Adds two octaves of value noise: a lattice of random numbers, interpolated with the smoothstep 3t² − 2t³.</summary>
    public static void Grain(Canvas canvas, double strength, ref SplitMix64 random)
    {
        int side = canvas.Side;
        for (int octave = 0; octave < 2; octave++)
        {
            int cells = octave == 0 ? 7 : 24;
            float amplitude = (float)(strength * (octave == 0 ? 0.6 : 0.4));
            float[] lattice = new float[(cells + 2) * (cells + 2)];
            for (int i = 0; i < lattice.Length; i++) lattice[i] = (float)random.Between(-amplitude, amplitude);
            for (int y = 0; y < side; y++)
            {
                (int row, float v) = Cell(y, cells, side);
                for (int x = 0; x < side; x++)
                {
                    (int column, float u) = Cell(x, cells, side);
                    ReadOnlySpan<float> corner = lattice.AsSpan((row * (cells + 2)) + column);
                    float above = corner[0] + (u * (corner[1] - corner[0]));
                    float below = corner[cells + 2] + (u * (corner[cells + 3] - corner[cells + 2]));
                    float add = above + (v * (below - above));
                    Span<float> rgb = canvas.Pixels.AsSpan(((y * side) + x) * 3, 3);
                    rgb[0] += add;
                    rgb[1] += add;
                    rgb[2] += add;
                }
            }
        }
    }

    /// <summary>Multiplies by exposure, tint, a gradient from one side and a vignette, then adds noise.</summary>
    public static void Light(Canvas canvas, double noise, ref SplitMix64 random)
    {
        int side = canvas.Side;
        double exposure = random.Between(0.84, 1.12), warmth = random.Between(-0.06, 0.06), slope = random.Between(0, 0.14);
        Point from = Point.At(random.Uniform());
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                double u = ((2 * x) + 1.0 - side) / side, v = ((2 * y) + 1.0 - side) / side;
                double light = exposure * (1 + (slope * ((u * from.X) + (v * from.Y))) - (0.09 * ((u * u) + (v * v))));
                ulong bits = random.Next();
                Span<float> rgb = canvas.Pixels.AsSpan(((y * side) + x) * 3, 3);
                for (int c = 0; c < 3; c++)
                {
                    // The sum of two uniform numbers of variance 1/12 each, scaled to standard deviation 1.
                    double sum = (((bits >> (20 * c)) & 1023) + ((bits >> ((20 * c) + 10)) & 1023)) / 1023.0;
                    rgb[c] = (float)((rgb[c] * light * (1 + (warmth * (1 - c)))) + (noise * (sum - 1) * 2.449489742783178));
                }
            }
        }
    }

    private static (int Index, float Share) Cell(int pixel, int cells, int side)
    {
        float at = (pixel + 0.5f) * cells / side;
        int index = (int)at;
        float t = at - index;
        return (index, t * t * (3 - (2 * t)));
    }
}
