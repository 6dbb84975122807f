using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>Adds the partial filter gradients of all slices, in order, and brings them into the filter's layout.</summary>
internal unsafe struct PartialSum : ILaneJob
{
    private const int FilterBlock = 16;

    /// <summary>[slice][group][tap][depth][padded filters], or [slice][group][tap][filters][padded depth].</summary>
    public float* Partial;

    /// <summary>Floats of one slice.</summary>
    public nint SliceLength;

    /// <summary>Number of slices.</summary>
    public int Slices;

    /// <summary>Taps of a filter.</summary>
    public int Taps;

    /// <summary>Floats of a tap.</summary>
    public int Depth;

    /// <summary>Filters of one group.</summary>
    public int GroupFilters;

    /// <summary>Floats of a row of a partial gradient.</summary>
    public int PaddedColumns;

    /// <summary>Which of the two layouts <see cref="Partial"/> has.</summary>
    public bool LanesAreFilters;

    /// <summary>The filter's gradient, [filters][taps][depth].</summary>
    public float* Target;

    /// <summary>Whether to add to <see cref="Target"/>.</summary>
    public bool Accumulate;

    private int blocksInGroup;

    /// <summary>Adds on all threads.</summary>
    /// <param name="device">Whose threads and vectors compute.</param>
    /// <param name="filters">Filters of all groups.</param>
    public void Run(CpuDevice device, int filters)
    {
        blocksInGroup = (GroupFilters + FilterBlock - 1) / FilterBlock;
        device.Run(filters / GroupFilters * blocksInGroup, ref this);
    }

    // dw[k][tap][d] (+)= Σ_slice partial[slice][…]; a chunk is a block of filters of one group.
    public readonly void Execute<T>(int index, int worker)
        where T : struct, ICpuLane<T>
    {
        int group = index / blocksInGroup;
        int k = index % blocksInGroup * FilterBlock;
        int count = Math.Min(FilterBlock, GroupFilters - k);
        if (LanesAreFilters) AddTransposed<T>(group, k, count);
        else AddRows<T>(group, k, count);
    }

    private readonly void AddRows<T>(int group, int first, int count)
        where T : struct, ICpuLane<T>
    {
        for (int k = first; k < first + count; k++)
        {
            for (int tap = 0; tap < Taps; tap++)
            {
                float* source = Partial + ((nint)((((group * Taps) + tap) * GroupFilters) + k) * PaddedColumns);
                float* target = Target + ((((nint)((group * GroupFilters) + k) * Taps) + tap) * Depth);
                int d = 0;
                for (; d + T.Width <= Depth; d += T.Width) Add<T>(source + d, target + d);
                for (; d < Depth; d++) Add<Lane1>(source + d, target + d);
            }
        }
    }

    private readonly void Add<T>(float* source, float* target)
        where T : struct, ICpuLane<T>
    {
        T sum = T.Load(source);
        for (int slice = 1; slice < Slices; slice++) sum += T.Load(source + (slice * SliceLength));
        if (Accumulate) sum += T.Load(target);
        sum.Store(target);
    }

    private readonly void AddTransposed<T>(int group, int first, int count)
        where T : struct, ICpuLane<T>
    {
        nint filterLength = (nint)Taps * Depth;
        float* source = Partial + (group * filterLength * PaddedColumns) + first;
        float* target = Target + (((group * GroupFilters) + first) * filterLength);
        float* sums = stackalloc float[FilterBlock];
        for (nint position = 0; position < filterLength; position++, source += PaddedColumns)
        {
            // Padded columns make whole vectors readable, and the block is a multiple of every width.
            for (int k = 0; k < count; k += T.Width)
            {
                T sum = T.Load(source + k);
                for (int slice = 1; slice < Slices; slice++) sum += T.Load(source + (slice * SliceLength) + k);
                sum.Store(sums + k);
            }

            float* to = target + position;
            if (Accumulate)
            {
                for (int k = 0; k < count; k++, to += filterLength) *to += sums[k];
            }
            else
            {
                for (int k = 0; k < count; k++, to += filterLength) *to = sums[k];
            }
        }
    }
}
