using ILGPU;

namespace LVW.Native.Engine.Ops.Resampling;

/// <summary>A <see cref="ResizeTable"/> as kernels read it.</summary>
internal readonly struct GpuResizeTaps(ResizeAxis axis, ArrayView<int> table)
{
    /// <summary>Places that are read.</summary>
    public int Source { get; } = axis.Source;

    /// <summary>Places that are computed.</summary>
    public int Target { get; } = axis.Target;

    /// <summary>The lower source place of a target place.</summary>
    public int Low(int place) => table[place];

    /// <summary>The higher source place of a target place.</summary>
    public int High(int place) => table[Target + place];

    /// <summary>The weight of the higher source place.</summary>
    public float Weight(int place) => Interop.IntAsFloat((uint)table[(2 * Target) + place]);

    /// <summary>The first target place that reads a source place.</summary>
    public int First(int place) => table[(3 * Target) + place];

    /// <summary>The target place after the last that reads a source place.</summary>
    public int End(int place) => table[(3 * Target) + Source + place];

    /// <summary>The weight of source place <paramref name="read"/> in a target place.</summary>
    public float WeightOf(int place, int read)
    {
        float weight = Weight(place);
        return (Low(place) == read ? 1f - weight : 0f) + (High(place) == read ? weight : 0f);
    }
}
