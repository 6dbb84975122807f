using System.Runtime.CompilerServices;
using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>
/// The 256 threads of a group as teams of equal size, each with one output or row: what a team's threads have found apart, they
/// combine in a tree of fixed order. All threads of the group must take part.
/// </summary>
/// <param name="lanes">Threads in a team: a power of two.</param>
/// <param name="step">
/// How far apart a team's neighbouring threads are: 1 where they read neighbours, the number of teams where neighbouring teams do.
/// </param>
internal readonly struct GpuTeams(int lanes, int step)
{
    /// <summary>Groups that fill a large GPU.</summary>
    public const int FullGrid = 1024;

    private const int Threads = IGpuKernel.DefaultGroupSize;

    /// <summary>A team of the whole group.</summary>
    public static GpuTeams Whole => new(Threads, 1);

    /// <summary>Threads in a team.</summary>
    public int Lanes => lanes;

    /// <summary>Teams in a group.</summary>
    public int PerGroup => Threads / lanes;

    /// <summary>The executing thread's number within its team.</summary>
    public int Lane => (Group.IdxX / step) & (lanes - 1);

    /// <summary>The number of the executing thread's team over all groups along x.</summary>
    public int Team => (Grid.IdxX * PerGroup) + TeamInGroup;

    private int TeamInGroup => (Group.IdxX / (step * lanes) * step) + (Group.IdxX & (step - 1));

    // Where the team's first thread keeps what it has.
    private int Slot => Group.IdxX - (Lane * step);

    /// <summary>Teams whose threads read neighbours of one row, about four or more of them each.</summary>
    public static GpuTeams OfRows(long length)
    {
        int lanes = 1;
        while (lanes < Threads && lanes * 4L < length) lanes *= 2;
        return new GpuTeams(lanes, 1);
    }

    /// <summary>Teams that share rows of neighbouring columns; one thread each where columns are many or terms few.</summary>
    public static GpuTeams OfColumns(long columns, long terms)
    {
        const int Coalesced = 32;
        int width = 1;
        while (width < Threads && width < columns) width *= 2;
        while (width > Coalesced && Threads / width * 8L < terms && columns < (long)width * FullGrid) width /= 2;
        return new GpuTeams(Threads / width, width);
    }

    /// <summary>Groups along x for as many teams.</summary>
    public int GroupsFor(long teams) => checked((int)((teams + PerGroup - 1) / PerGroup));

    /// <summary>Σ of the team's values, for each of its threads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Sum(double value) => Tree<double, SumOfTwo>(value);

    /// <summary>The largest of the team's values, for each of its threads; NaN when any is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Max(float value) => Tree<float, LargerOfTwo>(value);

    /// <summary>The smallest of the team's values, for each of its threads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Min(int value) => Tree<int, SmallerOfTwo>(value);

    /// <summary>The best of the team's values and its place, for each of its threads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GpuCandidate Best<TExtremum>(GpuCandidate candidate)
        where TExtremum : struct, IExtremum
    {
        ArrayView<float> values = SharedMemory.Allocate<float>(Threads);
        ArrayView<int> places = SharedMemory.Allocate<int>(Threads);
        int i = Group.IdxX;
        int lane = Lane;
        values[i] = candidate.Value;
        places[i] = candidate.Place;
        for (int half = lanes / 2; half > 0; half /= 2)
        {
            Group.Barrier();
            if (lane < half)
            {
                int other = i + (half * step);
                var challenger = new GpuCandidate(values[other], places[other]);
                if (challenger.Precedes<TExtremum>(new GpuCandidate(values[i], places[i])))
                {
                    values[i] = challenger.Value;
                    places[i] = challenger.Place;
                }
            }
        }

        Group.Barrier();
        return new GpuCandidate(values[Slot], places[Slot]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Tree<T, TTwo>(T value)
        where T : unmanaged
        where TTwo : struct, ITwo<T>
    {
        ArrayView<T> shared = SharedMemory.Allocate<T>(Threads);
        int i = Group.IdxX;
        int lane = Lane;
        shared[i] = value;
        for (int half = lanes / 2; half > 0; half /= 2)
        {
            Group.Barrier();
            if (lane < half) shared[i] = TTwo.Join(shared[i], shared[i + (half * step)]);
        }

        Group.Barrier();
        return shared[Slot];
    }

    // What a tree makes of two values.
    private interface ITwo<T>
    {
        static abstract T Join(T left, T right);
    }

    private readonly struct SumOfTwo : ITwo<double>
    {
        public static double Join(double left, double right) => left + right;
    }

    private readonly struct LargerOfTwo : ITwo<float>
    {
        public static float Join(float left, float right) => LaneGpu.Max(new LaneGpu(left), new LaneGpu(right)).Value;
    }

    private readonly struct SmallerOfTwo : ITwo<int>
    {
        public static int Join(int left, int right) => Math.Min(left, right);
    }
}
