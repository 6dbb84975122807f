namespace LVW.Native.Engine.Tests.Ops.Shaping;

/// <summary>Walks over the places of a tensor, for references that are written index by index.</summary>
internal static class IndexMap
{
    /// <summary>Every place of a shape, row-major.</summary>
    public static IEnumerable<int[]> Places(Shape shape)
    {
        for (int flat = 0; flat < shape.Count; flat++)
        {
            int[] place = new int[shape.Rank];
            int rest = flat;
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                place[axis] = rest % shape[axis];
                rest /= shape[axis];
            }

            yield return place;
        }
    }

    /// <summary>The row-major number of a place.</summary>
    public static int Flat(Shape shape, ReadOnlySpan<int> place)
    {
        int flat = 0;
        for (int axis = 0; axis < shape.Rank; axis++) flat = (flat * shape[axis]) + place[axis];
        return flat;
    }
}
