namespace LVW.Native.Engine.Tests.Ops.Reduction;

internal static class Places
{
    /// <summary>For each output of a reduction in order, the places in x that it is reduced from, row-major.</summary>
    public static int[][] Groups(Shape shape, int[] axes)
    {
        bool all = axes.Length == 0;
        return [.. Enumerable.Range(0, (int)shape.Count).GroupBy(Kept).OrderBy(group => group.Key).Select(group => group.ToArray())];

        int Kept(int i)
        {
            int key = 0;
            int step = 1;
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                int at = i % shape[axis];
                i /= shape[axis];
                if (all || axes.Contains(axis)) continue;
                key += at * step;
                step *= shape[axis];
            }

            return key;
        }
    }
}
