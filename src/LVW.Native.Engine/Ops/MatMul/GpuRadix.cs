namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>A number taken apart: a pixel as (n, p, q), a term of a convolution as (r, s, c).</summary>
internal struct GpuTriple
{
    /// <summary>The slowest digit.</summary>
    public int Outer;

    /// <summary>The middle digit.</summary>
    public int Middle;

    /// <summary>The fastest digit.</summary>
    public int Inner;
}

/// <summary>Takes numbers apart into three digits, and counts in them without dividing.</summary>
/// <param name="middle">Values of the middle digit.</param>
/// <param name="inner">Values of the fastest digit.</param>
internal readonly struct GpuRadix(int middle, int inner)
{
    private readonly int middle = middle;
    private readonly int inner = inner;

    /// <summary>The digits of <paramref name="number"/>.</summary>
    public GpuTriple Of(int number)
    {
        GpuTriple triple;
        int rest = number / inner;
        triple.Inner = number - (rest * inner);
        triple.Outer = rest / middle;
        triple.Middle = rest - (triple.Outer * middle);
        return triple;
    }

    /// <summary>The sum of two numbers.</summary>
    public GpuTriple Add(GpuTriple left, GpuTriple right)
    {
        GpuTriple sum;
        sum.Inner = left.Inner + right.Inner;
        sum.Middle = left.Middle + right.Middle;
        sum.Outer = left.Outer + right.Outer;
        if (sum.Inner >= inner)
        {
            sum.Inner -= inner;
            sum.Middle++;
        }

        if (sum.Middle >= middle)
        {
            sum.Middle -= middle;
            sum.Outer++;
        }

        return sum;
    }

    /// <summary>The next number.</summary>
    public GpuTriple Next(GpuTriple triple)
    {
        GpuTriple one;
        one.Inner = 1;
        one.Middle = 0;
        one.Outer = 0;
        return Add(triple, one);
    }
}
