using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>sum[j] (+)= Σ_i x[i, j] on the CPU: the gradient of a bias.</summary>
internal static unsafe class ColumnSum
{
    private const long SliceLength = 1 << 16;

    /// <summary>Adds up the rows of a matrix. Slices of rows are summed apart, then in order and in double precision.</summary>
    /// <param name="device">Whose threads and vectors compute.</param>
    /// <param name="x">[rows, columns].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="sum">[columns].</param>
    /// <param name="accumulate">Whether to add to <paramref name="sum"/> instead of overwriting it.</param>
    public static void Run(CpuDevice device, float* x, long rows, int columns, float* sum, bool accumulate)
    {
        Chunks slices = Chunks.OfRows(rows, columns, SliceLength);
        Storage partial = device.Rent(Math.Max(1, (long)slices.Count * columns));
        var job = new Job(slices, x, columns, partial.Floats());
        device.Run(slices.Count, ref job);
        for (int j = 0; j < columns; j++)
        {
            double total = accumulate ? sum[j] : 0;
            for (long slice = 0; slice < slices.Count; slice++) total += partial.Floats()[(slice * columns) + j];
            sum[j] = (float)total;
        }

        device.Return(partial);
    }

    // partial[slice][j] = Σ over the slice's rows of x[i][j]; one chunk is one slice; streams through memory once.
    private readonly struct Job(Chunks slices, float* x, int columns, float* partial) : ILaneJob
    {
        public void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            float* sum = partial + ((long)index * columns);
            AlignedMemory.Fill(sum, columns, 0f);
            for (long i = slices.Start(index); i < slices.End(index); i++)
            {
                float* row = x + (i * columns);
                int j = 0;
                for (; j + T.Width <= columns; j += T.Width) (T.Load(sum + j) + T.Load(row + j)).Store(sum + j);
                for (; j < columns; j++) sum[j] += row[j];
            }
        }
    }
}
