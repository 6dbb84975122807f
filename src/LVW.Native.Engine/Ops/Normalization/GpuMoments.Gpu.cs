using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Normalization;

/// <summary>Two float64 sums for each channel: over the rows of a part by one group, over the parts by another; each in a fixed order.</summary>
internal static class GpuMoments
{
    /// <summary>Channels that a group adds up over all parts.</summary>
    public const int TotalColumns = 8;

    private const int TotalLanes = IGpuKernel.DefaultGroupSize / TotalColumns;

    /// <summary>The channel whose parts the executing thread adds.</summary>
    public static int TotalChannel => (Grid.IdxX * TotalColumns) + (Group.IdxX % TotalColumns);

    /// <summary>Float32 elements of a block that holds the sums of all parts.</summary>
    public static long LengthOf(in GpuRowDeal rows) => 4L * rows.Parts * rows.Channels;

    /// <summary>Groups that add up the parts.</summary>
    public static GpuGrid TotalGrid(int channels) => GpuGrid.Over(channels, TotalColumns);

    /// <summary>Adds the sums of the threads that share a channel and stores them as the part's; every thread of the group must come here.</summary>
    public static void StorePart(in GpuRowDeal rows, double first, double second, ArrayView<double> parts)
    {
        AddLanes(GpuRowDeal.Columns, GpuRowDeal.Lanes, ref first, ref second);
        int c = rows.Channel;
        if (GpuRowDeal.Lane != 0 || c >= rows.Channels) return;
        int place = (2 * rows.Part * rows.Channels) + c;
        parts[place] = first;
        parts[place + rows.Channels] = second;
    }

    /// <summary>Adds the parts of a channel; every thread of the group must come here, one for each channel gets true and the sums.</summary>
    public static bool Total(ArrayView<double> parts, int count, int channels, out double first, out double second)
    {
        int c = TotalChannel;
        first = 0;
        second = 0;
        if (c < channels)
        {
            for (int part = Group.IdxX / TotalColumns; part < count; part += TotalLanes)
            {
                int place = (2 * part * channels) + c;
                first += parts[place];
                second += parts[place + channels];
            }
        }

        AddLanes(TotalColumns, TotalLanes, ref first, ref second);
        return Group.IdxX < TotalColumns && c < channels;
    }

    // The thread of the first lane gets the sums over all lanes, in their order.
    private static void AddLanes(int columns, int lanes, ref double first, ref double second)
    {
        ArrayView<double> sums = SharedMemory.Allocate<double>(2 * IGpuKernel.DefaultGroupSize);
        int thread = Group.IdxX;
        sums[thread] = first;
        sums[IGpuKernel.DefaultGroupSize + thread] = second;
        Group.Barrier();
        if (thread >= columns) return;
        for (int lane = 1; lane < lanes; lane++)
        {
            first += sums[(lane * columns) + thread];
            second += sums[IGpuKernel.DefaultGroupSize + (lane * columns) + thread];
        }
    }
}
