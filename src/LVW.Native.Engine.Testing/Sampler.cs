namespace LVW.Native.Engine.Testing;

/// <summary>
/// Draws shapes and values: the same seed and size give the same problem on every machine. A property-testing library can supply
/// both; then its shrinking works on the size.
/// </summary>
/// <param name="seed">Where the sequence starts.</param>
/// <param name="size">Roughly the largest height and width; channels reach four times as many. At least 1.</param>
public sealed class Sampler(ulong seed, int size)
{
    private ulong state = seed;

    /// <summary>Where the sequence started.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>Roughly the largest height and width.</summary>
    public int Size { get; } = Math.Max(1, size);

    /// <summary>The next 64 random bits: SplitMix64 (Steele, Lea, Flood 2014).</summary>
    public ulong NextBits()
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number in [0, 1).</summary>
    public double Uniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>An integer from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + (int)(NextBits() % (ulong)(high - low + 1));

    /// <summary>True half of the time.</summary>
    public bool Coin() => (NextBits() & 1) == 0;

    /// <summary>One of the choices.</summary>
    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Between(0, choices.Length - 1)];

    /// <summary>A number of pictures: 1 to about a quarter of the size.</summary>
    public int Batch() => Between(1, 1 + (Size / 4));

    /// <summary>A height or width.</summary>
    /// <param name="atLeast">The smallest that the op accepts.</param>
    public int Extent(int atLeast = 1) => Between(atLeast, Math.Max(atLeast, Size));

    /// <summary>A number of channels: 1 to four times the size and one, so that vectors of every width get full groups and a rest.</summary>
    public int Channels() => Between(1, (4 * Size) + 1);

    /// <summary>The shape of a batch of pictures, [N, H, W, C].</summary>
    /// <param name="atLeast">The smallest height and width that the op accepts.</param>
    public Shape Pictures(int atLeast = 1) => [Batch(), Extent(atLeast), Extent(atLeast), Channels()];

    /// <summary>A shape of any rank.</summary>
    /// <param name="atLeast">The lowest rank that the op accepts.</param>
    /// <param name="atMost">The highest.</param>
    public Shape AnyShape(int atLeast = 0, int atMost = Shape.MaxRank)
    {
        int[] sizes = new int[Between(atLeast, atMost)];
        for (int axis = 0; axis < sizes.Length; axis++) sizes[axis] = axis == sizes.Length - 1 ? Channels() : Extent();
        return new Shape(sizes);
    }

    /// <summary>Evenly distributed values; off centre unless told otherwise, so that a sum of many seldom cancels to nothing.</summary>
    public float[] Values(Shape shape, double low = -1, double high = 2)
    {
        float[] values = new float[shape.Count];
        for (int i = 0; i < values.Length; i++) values[i] = (float)(low + ((high - low) * Uniform()));
        return values;
    }

    /// <summary>An input of evenly distributed values.</summary>
    /// <param name="name">How failures call it: x, weight, bias.</param>
    /// <param name="shape">The sizes of the dimensions.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest value.</param>
    public ProblemInput Input(string name, Shape shape, double low = -1, double high = 2) => new(name, shape, Values(shape, low, high));

    /// <summary>An input whose values keep their distance from places where the op has no derivative.</summary>
    /// <param name="name">How failures call it.</param>
    /// <param name="shape">The sizes of the dimensions.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest value.</param>
    /// <param name="kinks">The places to avoid, by a hundredth.</param>
    public ProblemInput AwayFrom(string name, Shape shape, double low, double high, params ReadOnlySpan<double> kinks)
    {
        const double Margin = 0.01;
        float[] values = Values(shape, low, high);
        for (int i = 0; i < values.Length; i++)
        {
            foreach (double kink in kinks)
            {
                double distance = values[i] - kink;
                if (Math.Abs(distance) < Margin) values[i] = (float)(kink + (distance < 0 ? -Margin : Margin));
            }
        }

        return new ProblemInput(name, shape, values);
    }

    /// <summary>An input of multiples of a quarter from −1 to 2: sums of products of two such inputs are multiples of a sixteenth, and exact.</summary>
    /// <param name="name">How failures call it.</param>
    /// <param name="shape">The sizes of the dimensions.</param>
    public ProblemInput OnGrid(string name, Shape shape)
    {
        float[] values = new float[shape.Count];
        for (int i = 0; i < values.Length; i++) values[i] = Between(-4, 8) / 4f;
        return new ProblemInput(name, shape, values);
    }

    /// <summary>A random choice of a shape's dimensions, some of them counted from the end; none stands for all.</summary>
    public int[] Axes(Shape shape)
        => [.. Enumerable.Range(0, shape.Rank).Where(_ => Coin()).Select(axis => Coin() ? axis : axis - shape.Rank)];

    /// <summary>An input whose values are all different, at least a thousandth apart: for maxima, minima and orderings.</summary>
    /// <param name="name">How failures call it.</param>
    /// <param name="shape">The sizes of the dimensions.</param>
    public ProblemInput Distinct(string name, Shape shape)
    {
        const double Gap = 0.001;
        float[] values = new float[shape.Count];
        int[] order = Permutation(values.Length);
        double first = -Gap * values.Length / 2;
        for (int i = 0; i < values.Length; i++) values[i] = (float)(first + (Gap * (order[i] + (0.25 * Uniform()))));
        return new ProblemInput(name, shape, values);
    }

    /// <summary>The numbers 0 to <paramref name="count"/> − 1 in random order.</summary>
    public int[] Permutation(int count)
    {
        int[] order = Enumerable.Range(0, count).ToArray();
        for (int i = count - 1; i > 0; i--)
        {
            int other = Between(0, i);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    /// <summary>Integers from 0 to <paramref name="below"/> − 1: labels, rows to gather.</summary>
    public int[] Indices(int count, int below)
    {
        int[] indices = new int[count];
        for (int i = 0; i < count; i++) indices[i] = Between(0, below - 1);
        return indices;
    }
}
