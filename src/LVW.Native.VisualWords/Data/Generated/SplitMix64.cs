using System.Text;

namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>
/// A counter-based stream of random numbers (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
/// Number k is a hash of seed + k · γ, so that streams with different seeds need no state in common.
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;
    private ulong state = seed;

    /// <summary>The stream of one picture, one word or whatever else two numbers name under a seed.</summary>
    public static SplitMix64 For(ulong seed, ulong first, ulong second = 0) => new(Mix(Mix(Mix(seed + Gamma) + first) + second));

    /// <summary>A hash of seed and text (FNV-1a over UTF-8, mixed): unlike <c>string.GetHashCode</c>, the same on every machine.</summary>
    public static ulong Hash(ulong seed, string text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte b in Encoding.UTF8.GetBytes(text)) hash = (hash ^ b) * 0x100000001B3;
        return Mix(Mix(seed + Gamma) ^ hash);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong Next() => Mix(state += Gamma);

    /// <summary>The next integer, 0 ≤ k &lt; <paramref name="end"/>; the bias of at most end / 2³² is of no matter here.</summary>
    public int Below(int end) => (int)((Next() >> 32) * (ulong)end >> 32);

    /// <summary>The next number, 0 ≤ u &lt; 1, with 53 random bits.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next number between <paramref name="low"/> and <paramref name="high"/>.</summary>
    public double Between(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => Uniform() < probability;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
