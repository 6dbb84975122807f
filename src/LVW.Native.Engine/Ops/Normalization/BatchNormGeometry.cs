using LVW.Native.Engine.Devices;

namespace LVW.Native.Engine.Ops.Normalization;

/// <summary>What the kernels of a batch normalisation need to know of it.</summary>
/// <param name="Rows">Values of each channel: N·H·W.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="UsesBatch">Whether mean and variance come from the batch (training) or from the running statistics.</param>
/// <param name="ReLU">Whether the result is cut at zero.</param>
internal readonly record struct BatchNormGeometry(long Rows, int Channels, float Epsilon, bool UsesBatch, bool ReLU)
{
    // Rows that are summed in float32 before the sum moves to float64.
    public const int Run = 64;

    // The most channels in a slab.
    public const int WidestSlab = 256;

    private const long MostParts = 128;

    // Rows that are walked side by side: as many streams as a processor's prefetcher follows.
    private const int Strip = 8;

    /// <summary>The parts of the rows whose sums are merged in order; few enough that merging them is cheap.</summary>
    public Chunks Parts
    {
        get
        {
            long rows = Math.Max(2 * Chunks.MemoryBound / Math.Clamp(Channels, 1, WidestSlab), (Rows + MostParts - 1) / MostParts);
            return new Chunks(Rows, (Math.Max(1, rows) + Run - 1) / Run * Run);
        }
    }

    /// <summary>The channels that are summed together: wide enough to read memory in order, narrow enough to share few rows among threads.</summary>
    public Chunks Slabs => new(Channels, WidestSlab);

    /// <summary>Rows over which a kernel of <paramref name="width"/> channels holds its sums in registers before it moves to the next channels.</summary>
    public int RowsAtOnce(int width) => Channels <= width ? Run : Strip;
}
