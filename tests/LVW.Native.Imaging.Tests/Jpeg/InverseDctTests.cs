using FsCheck.Xunit;
using LVW.Native.Imaging.Jpeg;
using Xunit;

namespace LVW.Native.Imaging.Tests.Jpeg;

public class InverseDctTests
{
    [Property(MaxTest = 200)]
    public void Vector_and_scalar_transform_agree(int seed)
    {
        (short[] block, ushort[] steps) = Random(seed);
        var scalar = new byte[64];
        var fast = new byte[64];
        InverseDct.TransformScalar(block, steps, scalar, 8);
        InverseDct.Transform(block, steps, fast, 8);
        Assert.Equal(scalar, fast);
    }

    [Property(MaxTest = 100)]
    public void Is_within_one_level_of_the_cosine_transform(int seed)
    {
        (short[] block, ushort[] steps) = Random(seed);
        var samples = new byte[64];
        InverseDct.Transform(block, steps, samples, 8);
        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 8; x++) Assert.InRange(samples[(8 * y) + x] - Exact(block, steps, x, y), -1.0, 1.0);
        }
    }

    [Property(MaxTest = 100)]
    public void The_short_cut_for_flat_blocks_gives_the_same_samples(short dc)
    {
        var block = new short[64];
        block[0] = (short)(dc / 8);
        var steps = new ushort[64];
        Array.Fill(steps, (ushort)7);
        var full = new byte[64];
        var quick = new byte[64];
        InverseDct.Transform(block, steps, full, 8);
        InverseDct.WriteConstant(block[0], steps, quick, 8);
        Assert.Equal(full, quick);
    }

    private static (short[] Block, ushort[] Steps) Random(int seed)
    {
        var random = new Random(seed);
        var block = new short[64];
        var steps = new ushort[64];
        for (int i = 0; i < 64; i++)
        {
            steps[i] = (ushort)random.Next(1, 40);
            if (random.Next(4) == 0) block[i] = (short)random.Next(-12, 13);
        }

        return (block, steps);
    }

    // A.3.3: s(x, y) = 1/4 Σ C(u) C(v) S(u, v) cos((2x + 1)uπ/16) cos((2y + 1)vπ/16).
    private static double Exact(short[] block, ushort[] steps, int x, int y)
    {
        double sum = 0;
        for (int v = 0; v < 8; v++)
        {
            for (int u = 0; u < 8; u++)
            {
                double scale = (u == 0 ? Math.Sqrt(0.5) : 1) * (v == 0 ? Math.Sqrt(0.5) : 1);
                int i = (8 * v) + u;
                sum += scale * block[i] * steps[i] * Math.Cos(((2 * x) + 1) * u * Math.PI / 16) * Math.Cos(((2 * y) + 1) * v * Math.PI / 16);
            }
        }

        return Math.Clamp((sum / 4) + 128, 0, 255);
    }
}
