using LVW.Native.Engine.Randomness;

namespace LVW.Native.Benchmarks.Ladders;

/// <summary>What every ladder needs: inputs, and the check that its rungs compute the same.</summary>
internal static class Rungs
{
    // Sums in another order differ by rounding; a wrong index differs by everything.
    private const double Share = 1e-4;

    /// <summary>Standard normal values, times a scale.</summary>
    public static float[] Normal(int count, ulong seed, float scale = 1)
    {
        float[] values = new float[count];
        new Philox(seed).FillNormal(values, 0, scale);
        return values;
    }

    /// <summary>Requires that every rung's result is the first one's, within a share of its largest magnitude.</summary>
    /// <exception cref="InvalidOperationException">A rung computes something else.</exception>
    public static void RequireEqual(params IReadOnlyList<(string Name, float[] Result)> rungs)
    {
        float[] expected = rungs[0].Result;
        double allowed = Share * expected.Max(Math.Abs);
        foreach ((string name, float[] result) in rungs)
        {
            if (result.Length != expected.Length) throw new InvalidOperationException($"{name}: {result.Length} values, but {rungs[0].Name} gives {expected.Length}.");
            for (int i = 0; i < expected.Length; i++)
            {
                if (!(Math.Abs(result[i] - expected[i]) <= allowed)) throw new InvalidOperationException($"{name}[{i}] is {result[i]}, but {rungs[0].Name} gives {expected[i]}.");
            }
        }
    }
}
