namespace LVW.Native.Engine.Randomness;

/// <summary>
/// Philox4x32-10, a counter-based generator: the k-th number depends on (seed, stream, k) alone, so it is the same on every device,
/// platform and number of threads.
/// </summary>
/// <remarks>Not for several threads at once: give each its own stream.</remarks>
public sealed class Philox
{
    /// <summary>The distance of neighbouring uniform numbers, 2⁻²⁴.</summary>
    public const float UniformUnit = 1f / 16777216f;

    private const double WordToUnit = 1.0 / 4294967296.0;

    private PhiloxBlock block;
    private ulong blockIndex = ulong.MaxValue;

    /// <summary>Starts a stream at its beginning.</summary>
    /// <param name="seed">Chooses the family of streams.</param>
    /// <param name="stream">Chooses the stream; different streams of a seed are independent.</param>
    public Philox(ulong seed, ulong stream = 0)
        : this(new PhiloxState(seed, stream, 0))
    {
    }

    /// <summary>Goes on where another generator stood.</summary>
    public Philox(PhiloxState state)
    {
        Seed = state.Seed;
        Stream = state.Stream;
        Counter = state.Counter;
    }

    /// <summary>The key.</summary>
    public ulong Seed { get; }

    /// <summary>Which of the seed's independent streams.</summary>
    public ulong Stream { get; }

    /// <summary>32-bit words drawn so far.</summary>
    public ulong Counter { get; private set; }

    /// <summary>Where the generator stands, for a checkpoint.</summary>
    public PhiloxState State => new(Seed, Stream, Counter);

    /// <summary>A word of 32 random bits.</summary>
    public uint NextUInt()
    {
        ulong index = Counter >> 2;
        if (index != blockIndex)
        {
            block = PhiloxBlock.Of(Seed, Stream, index);
            blockIndex = index;
        }

        return block[(int)(Counter++ & 3)];
    }

    /// <summary>An integer, uniform in 0 to <paramref name="bound"/> − 1 without bias.</summary>
    /// <param name="bound">At least 1.</param>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);

        // Lemire, "Fast random integer generation in an interval", 2019: reject the words that would favour some results.
        uint threshold = (uint)-bound % (uint)bound;
        while (true)
        {
            ulong product = (ulong)NextUInt() * (uint)bound;
            if ((uint)product >= threshold) return (int)(product >> 32);
        }
    }

    /// <summary>A number uniform in [0, 1), a multiple of 2⁻²⁴.</summary>
    public float NextUniform() => ToUniform(NextUInt());

    /// <summary>A number uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float NextUniform(float low, float high) => low + ((high - low) * NextUniform());

    /// <summary>A number of the standard normal distribution; takes two words.</summary>
    public float NextNormal() => (float)NextPair().First;

    /// <summary>Fills a span with numbers of the normal distribution; takes as many words, rounded up to even.</summary>
    /// <param name="values">Receives the numbers.</param>
    /// <param name="mean">Mean of the distribution.</param>
    /// <param name="deviation">Standard deviation, at least 0.</param>
    public void FillNormal(Span<float> values, float mean = 0, float deviation = 1)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            (double first, double second) = NextPair();
            values[i] = (float)(mean + (deviation * first));
            if (i + 1 < values.Length) values[i + 1] = (float)(mean + (deviation * second));
        }
    }

    /// <summary>Fills a span with numbers uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public void FillUniform(Span<float> values, float low = 0, float high = 1)
    {
        for (int i = 0; i < values.Length; i++) values[i] = NextUniform(low, high);
    }

    /// <summary>Puts the items in a random order, each order equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int other = NextInt(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    /// <summary>Sets whole blocks of four words aside for a kernel and returns the index of the first; see <see cref="PhiloxBlock.Of"/>.</summary>
    /// <param name="words">Words that the kernel needs.</param>
    public ulong Reserve(long words)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(words);
        ulong first = (Counter + 3) >> 2;
        Counter = (first + (((ulong)words + 3) >> 2)) << 2;
        return first;
    }

    /// <summary>Turns a word into a number uniform in [0, 1), a multiple of 2⁻²⁴.</summary>
    public static float ToUniform(uint word) => (word >> 8) * UniformUnit;

    // Box and Muller, 1958: √(−2 ln u) (cos 2πv, sin 2πv) with u in (0, 1] and v in [0, 1).
    private (double First, double Second) NextPair()
    {
        double u = (NextUInt() + 1.0) * WordToUnit;
        double radius = Math.Sqrt(-2 * PortableMath.Log(u));
        (double sine, double cosine) = PortableMath.SineCosineOfTurns(NextUInt() * WordToUnit);
        return (radius * cosine, radius * sine);
    }
}
