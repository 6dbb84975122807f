namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>The colours of one creature: drawn at random, so that no colour tells the class.</summary>
/// <param name="Body">Body, legs and head.</param>
/// <param name="Wings">Wings and the tips of tails: unlike the body.</param>
/// <param name="Marks">What is drawn on body and wings: unlike both.</param>
internal readonly record struct Palette(Colour Body, Colour Wings, Colour Marks)
{
    private static readonly Colour[] Fur =
    [
        Colour.Hex(0xF2735A), Colour.Hex(0xF2B441), Colour.Hex(0x35B0A6), Colour.Hex(0x5AA9E6), Colour.Hex(0xA78BDA), Colour.Hex(0x8CCFA0),
        Colour.Hex(0xF29CB7), Colour.Hex(0xC65D48), Colour.Hex(0xA9B54A), Colour.Hex(0xF1DEB8), Colour.Hex(0x7387AB), Colour.Hex(0xB0794F),
    ];

    private static readonly Colour[] Ink =
    [
        Colour.Hex(0x43303F), Colour.Hex(0xFFF6E0), Colour.Hex(0x7A2E3A), Colour.Hex(0x24505C), Colour.Hex(0xFFE08A), Colour.Hex(0x4B3A7C),
    ];

    public static Palette Random(ref SplitMix64 random)
    {
        Colour body = Fur[random.Below(Fur.Length)].Jittered(ref random, 14);
        Colour wings = Unlike(Fur, body, body, 150, ref random).Jittered(ref random, 14);
        return new Palette(body, wings, Unlike(Ink, body, wings, 230, ref random));
    }

    /// <summary>The first colour, from a random start, that is far enough from two others; failing that, the farthest.</summary>
    private static Colour Unlike(Colour[] colours, Colour first, Colour second, float distance, ref SplitMix64 random)
    {
        int start = random.Below(colours.Length);
        Colour best = colours[start];
        float farthest = -1;
        for (int i = 0; i < colours.Length; i++)
        {
            Colour candidate = colours[(start + i) % colours.Length];
            float nearer = Math.Min(candidate.Distance(first), candidate.Distance(second));
            if (nearer >= distance) return candidate;
            if (nearer > farthest) (best, farthest) = (candidate, nearer);
        }

        return best;
    }
}
