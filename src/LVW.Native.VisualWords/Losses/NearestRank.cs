using System.Runtime.InteropServices;
using LVW.Native.Engine.Distributed;
using LVW.Native.VisualWords.Data;

namespace LVW.Native.VisualWords.Losses;

/// <summary>Which rank holds the smallest value of each word over all pictures of a step.</summary>
internal static class NearestRank
{
    /// <summary>
    /// The factors with which a rank's minima enter its loss, so that the losses, weighted by the ranks' shares, add up to Σ share · smallest value. Of equal values
    /// the first rank's counts: its pictures come first in the step, as in a step of one process.
    /// </summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="minima">The rank's smallest value of each word, [P].</param>
    /// <param name="shares">What each word counts, [P].</param>
    /// <param name="part">The rank's part of the step.</param>
    public static float[] Keep(ICollective ranks, float[] minima, float[] shares, StepShare part)
    {
        float[] own = part.Count > 0 ? minima : [.. Enumerable.Repeat(float.PositiveInfinity, minima.Length)];
        float[] all = new float[own.Length * ranks.Size];
        ranks.AllGather(MemoryMarshal.AsBytes(own.AsSpan()), MemoryMarshal.AsBytes(all.AsSpan()));
        float[] factors = new float[own.Length];
        for (int j = 0; j < own.Length; j++)
        {
            int nearest = 0;
            for (int rank = 1; rank < ranks.Size; rank++)
            {
                if (all[(rank * own.Length) + j] < all[(nearest * own.Length) + j]) nearest = rank;
            }

            if (nearest == ranks.Rank && part.Count > 0) factors[j] = (float)(shares[j] / part.Weight);
        }

        return factors;
    }
}
