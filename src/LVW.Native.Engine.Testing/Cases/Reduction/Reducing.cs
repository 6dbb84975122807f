namespace LVW.Native.Engine.Testing.Cases.Reduction;

/// <summary>Reductions over any axes, by collecting the elements that fall together.</summary>
internal static class Reducing
{
    /// <summary>Applies a function to all elements that differ in the named axes only, in row-major order.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axes">From either end; none means all.</param>
    /// <param name="keepDimensions">Whether the axes stay as size 1.</param>
    /// <param name="function">From the elements to the result.</param>
    public static DoubleTensor Reduce(DoubleTensor x, int[] axes, bool keepDimensions, Func<IReadOnlyList<double>, double> function)
    {
        bool[] reduced = new bool[x.Shape.Rank];
        foreach (int axis in axes) reduced[x.Shape.Axis(axis)] = true;
        if (axes.Length == 0) Array.Fill(reduced, true);
        var groups = new SortedDictionary<int, List<double>>();
        for (int i = 0; i < x.Count; i++)
        {
            int[] index = DoubleTensor.IndexOf(x.Shape, i);
            int group = 0;
            for (int axis = 0; axis < index.Length; axis++)
            {
                if (!reduced[axis]) group = (group * x.Shape[axis]) + index[axis];
            }

            if (!groups.TryGetValue(group, out List<double>? members)) groups.Add(group, members = []);
            members.Add(x[i]);
        }

        IEnumerable<int> sizes = keepDimensions
            ? x.Shape.Select((size, axis) => reduced[axis] ? 1 : size)
            : x.Shape.Where((_, axis) => !reduced[axis]);
        return new DoubleTensor(new Shape([.. sizes]), [.. groups.Values.Select(function)]);
    }
}
