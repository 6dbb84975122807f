using System.Runtime.CompilerServices;

namespace LVW.Native.Engine.Randomness;

/// <summary>The four random words that Philox4x32-10 makes of one counter.</summary>
/// <param name="X">The first word.</param>
/// <param name="Y">The second word.</param>
/// <param name="Z">The third word.</param>
/// <param name="W">The fourth word.</param>
public readonly record struct PhiloxBlock(uint X, uint Y, uint Z, uint W)
{
    private const int Rounds = 10;
    private const uint FirstMultiplier = 0xD2511F53;
    private const uint SecondMultiplier = 0xCD9E8D57;

    // The golden ratio and √3 − 1, as fractions of 2³².
    private const uint FirstKeyStep = 0x9E3779B9;
    private const uint SecondKeyStep = 0xBB67AE85;

    /// <summary>
    /// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011) of the counter
    /// (<paramref name="index"/>, <paramref name="stream"/>) under the key <paramref name="seed"/>.
    /// </summary>
    /// <param name="seed">The key; low half first.</param>
    /// <param name="stream">The upper 64 bits of the counter.</param>
    /// <param name="index">The lower 64 bits of the counter.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PhiloxBlock Of(ulong seed, ulong stream, ulong index)
    {
        uint x = (uint)index;
        uint y = (uint)(index >> 32);
        uint z = (uint)stream;
        uint w = (uint)(stream >> 32);
        uint key = (uint)seed;
        uint otherKey = (uint)(seed >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong first = (ulong)FirstMultiplier * x;
            ulong second = (ulong)SecondMultiplier * z;
            x = (uint)(second >> 32) ^ y ^ key;
            y = (uint)second;
            z = (uint)(first >> 32) ^ w ^ otherKey;
            w = (uint)first;
            key += FirstKeyStep;
            otherKey += SecondKeyStep;
        }

        return new PhiloxBlock(x, y, z, w);
    }

    /// <summary>A word of the block.</summary>
    /// <param name="place">0 to 3.</param>
    public uint this[int place] => place switch { 0 => X, 1 => Y, 2 => Z, _ => W };
}
