using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Tests.Kernels;

/// <summary>A block whose neighbourhood is NaN: a kernel that reads outside shows it, one that writes outside is caught.</summary>
internal sealed unsafe class KernelBuffer : IDisposable
{
    private const int Margin = 128;

    private readonly float* block;

    public KernelBuffer(int length, float fill = float.NaN)
    {
        Length = length;
        block = AlignedMemory.Allocate(length + (2 * Margin));
        AlignedMemory.Fill(block, length + (2 * Margin), float.NaN);
        Span.Fill(fill);
    }

    public KernelBuffer(float[] values)
        : this(values.Length) => values.CopyTo(Span);

    public int Length { get; }

    public float* Pointer => block + Margin;

    public Span<float> Span => new(Pointer, Length);

    public bool MarginsAreIntact => !new ReadOnlySpan<float>(block, Margin).ContainsAnyInRange(float.MinValue, float.MaxValue)
        && !new ReadOnlySpan<float>(Pointer + Length, Margin).ContainsAnyInRange(float.MinValue, float.MaxValue);

    public float[] ToArray() => Span.ToArray();

    public void Dispose() => AlignedMemory.Free(block);

    public static float[] Random(Random random, long length)
    {
        float[] values = new float[length];
        for (int i = 0; i < values.Length; i++) values[i] = (2f * random.NextSingle()) - 1f;
        return values;
    }

    /// <summary>The largest difference, relative to the size of the terms that were summed.</summary>
    public static double Difference(ReadOnlySpan<float> actual, ReadOnlySpan<double> expected)
    {
        double scale = 1, worst = 0;
        foreach (double value in expected) scale = Math.Max(scale, Math.Abs(value));
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(actual[i] - expected[i]);
            if (!(difference <= worst)) worst = double.IsNaN(difference) ? double.PositiveInfinity : difference;
        }

        return worst / scale;
    }
}
