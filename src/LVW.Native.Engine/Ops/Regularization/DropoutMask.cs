using LVW.Native.Engine.Randomness;

namespace LVW.Native.Engine.Ops.Regularization;

/// <summary>Which elements a dropout keeps: element i takes word i mod 4 of block <see cref="First"/> + i/4.</summary>
/// <param name="Seed">The generator's seed.</param>
/// <param name="Stream">The generator's stream.</param>
/// <param name="First">The first block reserved for the mask.</param>
/// <param name="Probability">Of dropping an element.</param>
internal readonly record struct DropoutMask(ulong Seed, ulong Stream, ulong First, float Probability)
{
    /// <summary>What kept elements are multiplied by: 1/(1 − p).</summary>
    public float Scale => 1 / (1 - Probability);

    /// <summary>The words of the four elements from 4·<paramref name="index"/> on.</summary>
    public PhiloxBlock Block(long index) => PhiloxBlock.Of(Seed, Stream, First + (ulong)index);

    /// <summary>What an element is multiplied by, given its word.</summary>
    public float Factor(uint word) => Philox.ToUniform(word) < Probability ? 0 : Scale;
}
