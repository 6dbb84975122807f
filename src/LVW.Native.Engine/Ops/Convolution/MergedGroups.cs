using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>
/// Narrow groups taken together: as many neighbours as fill one vector become one group whose filters are zero for the channels of the
/// others. Multiplying by these zeros is cheaper than leaving most of a vector empty. A value that is not finite spreads to its neighbours.
/// </summary>
internal readonly unsafe ref struct MergedGroups
{
    private readonly CpuDevice device;
    private readonly Conv2dGeometry original;
    private readonly Storage? wide;
    private readonly int merged;

    /// <summary>Chooses how many groups to merge, and makes room for the wide filter if any are.</summary>
    /// <param name="device">Whose vectors are to be filled.</param>
    /// <param name="g">The sizes.</param>
    public MergedGroups(CpuDevice device, in Conv2dGeometry g)
    {
        this.device = device;
        original = g;
        merged = Merged(g, (int)device.Width);
        Geometry = g with { Groups = g.Groups / merged };
        if (merged > 1) wide = device.Rent((long)g.K * g.R * g.S * Geometry.GroupC);
    }

    /// <summary>The sizes after merging.</summary>
    public Conv2dGeometry Geometry { get; }

    /// <summary>The filter for these sizes: w itself if nothing was merged.</summary>
    /// <param name="w">[K, R, S, C / Groups].</param>
    public float* Widen(float* w)
    {
        if (wide is null) return w;
        float* target = wide.Floats();
        AlignedMemory.Fill(target, wide.Length, 0f);
        for (int k = 0; k < original.K; k++)
        for (int tap = 0; tap < original.R * original.S; tap++, w += original.GroupC, target += Geometry.GroupC)
        {
            new ReadOnlySpan<float>(w, original.GroupC).CopyTo(new Span<float>(target + Offset(k), original.GroupC));
        }

        return wide.Floats();
    }

    /// <summary>Where the gradient for these sizes goes: dw itself if nothing was merged.</summary>
    /// <param name="dw">[K, R, S, C / Groups].</param>
    public float* Room(float* dw) => wide is null ? dw : wide.Floats();

    /// <summary>Takes from the wide gradient what exists.</summary>
    /// <param name="dw">[K, R, S, C / Groups].</param>
    /// <param name="accumulate">Whether to add to <paramref name="dw"/> instead of overwriting it.</param>
    public void Narrow(float* dw, bool accumulate)
    {
        if (wide is null) return;
        float* source = wide.Floats();
        for (int k = 0; k < original.K; k++)
        for (int tap = 0; tap < original.R * original.S; tap++, source += Geometry.GroupC)
        for (int c = 0; c < original.GroupC; c++, dw++)
        {
            *dw = (accumulate ? *dw : 0f) + source[Offset(k) + c];
        }
    }

    /// <summary>Gives the wide filter back.</summary>
    public void Dispose()
    {
        if (wide is not null) device.Return(wide);
    }

    private static int Merged(in Conv2dGeometry g, int width)
    {
        if (g.Groups == 1 || (g.GroupC == 1 && g.GroupK == 1)) return 1;
        int merged = Math.Clamp(width / Math.Max(g.GroupC, g.GroupK), 1, g.Groups);
        while (g.Groups % merged != 0) merged--;
        return merged;
    }

    // The channels of filter k inside its merged group.
    private int Offset(int k) => k / original.GroupK % merged * original.GroupC;
}
