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

    private const long MostParts = 256;

    /// <summary>The parts of the rows whose sums are merged in order; few enough that merging them is cheap.</summary>
    public Chunks Parts
    {
        get
        {
            long rows = Math.Max(Math.Max(Run, 2 * Chunks.MemoryBound / Math.Max(1, Channels)), (Rows + MostParts - 1) / MostParts);
            return new Chunks(Rows, (rows + Run - 1) / Run * Run);
        }
    }
}
