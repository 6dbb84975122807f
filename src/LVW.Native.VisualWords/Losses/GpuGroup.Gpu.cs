using ILGPU;

namespace LVW.Native.VisualWords.Losses;

/// <summary>What the 256 threads of a group find out together; every thread must call, and the order depends on nothing but the threads.</summary>
internal static class GpuGroup
{
    /// <summary>The largest of the threads' values and its place, the smallest place where several tie; in the first thread's entry.</summary>
    /// <param name="value">The thread's value.</param>
    /// <param name="place">Its place.</param>
    /// <param name="values">Shared memory, one entry for each thread.</param>
    /// <param name="places">Likewise.</param>
    public static void FirstLargest(float value, int place, ArrayView<float> values, ArrayView<int> places)
    {
        int t = Group.IdxX;
        values[t] = value;
        places[t] = place;
        Group.Barrier();
        for (int half = GpuAlignment.Threads / 2; half > 0; half /= 2)
        {
            if (t < half)
            {
                float other = values[t + half];
                int otherPlace = places[t + half];
                if (other > values[t] || (other == values[t] && otherPlace < places[t]))
                {
                    values[t] = other;
                    places[t] = otherPlace;
                }
            }

            Group.Barrier();
        }
    }

    /// <summary>The sum of the threads' values, in the first thread's entry.</summary>
    /// <param name="value">The thread's value.</param>
    /// <param name="values">Shared memory, one entry for each thread.</param>
    public static void Sum(double value, ArrayView<double> values)
    {
        int t = Group.IdxX;
        values[t] = value;
        Group.Barrier();
        for (int half = GpuAlignment.Threads / 2; half > 0; half /= 2)
        {
            if (t < half) values[t] += values[t + half];
            Group.Barrier();
        }
    }
}
