using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Shaping;

/// <content>Processor kernels.</content>
internal static partial class BoxCopy
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        // Rows of a tile of a strided copy, and its columns: a cache line of floats.
        private const int Tile = 16;

        public void Run(Storage source, Storage target, in Box box, bool accumulate)
        {
            Box merged = box.Merged;
            if (merged.Source.Stride3 == 1 && merged.Target.Stride3 == 1)
            {
                var pieces = new Chunks(merged.Length, Math.Max(Chunks.MemoryBound, 1));
                Chunks chunks = Chunks.OfRows(merged.Rows * pieces.Count, Math.Min(merged.Length, pieces.Size));
                var job = new RowJob(chunks, pieces, merged, source.Floats(), target.Floats(), accumulate);
                device.Run(chunks.Count, ref job);
            }
            else
            {
                int strips = (merged.Size2 + Tile - 1) / Tile;
                Chunks chunks = Chunks.OfRows((long)merged.Size0 * merged.Size1 * strips, (long)Tile * merged.Length);
                var job = new TileJob(chunks, strips, merged, source.Floats(), target.Floats(), accumulate);
                device.Run(chunks.Count, ref job);
            }
        }

        // target[i,j,k,l] (+)= source[i,j,k,l], each side with its own strides, l contiguous on both.
        // A chunk is a run of rows (i,j,k), or a piece of one that is long; both sides are read and written in order.
        private readonly struct RowJob(Chunks chunks, Chunks pieces, Box box, float* source, float* target, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                long start = chunks.Start(index);
                long row = start / pieces.Count;
                int piece = (int)(start % pieces.Count);
                int k = (int)(row % box.Size2);
                int j = (int)(row / box.Size2 % box.Size1);
                int i = (int)(row / box.Size2 / box.Size1);
                long left = chunks.End(index) - start;
                bool streams = !accumulate && StreamedStore.Pays<T>(box.Count, target + box.Target.Start, box.Target.Stride0 | box.Target.Stride1 | box.Target.Stride2);
                while (left > 0)
                {
                    float* from = source + box.Source.Row(i, j, k) + pieces.Start(piece);
                    float* to = target + box.Target.Row(i, j, k) + pieces.Start(piece);
                    int rows = pieces.Count > 1 ? 1 : (int)Math.Min(left, box.Size2 - k);
                    Move<T>(from, to, rows, (nint)(pieces.End(piece) - pieces.Start(piece)), (nint)box.Source.Stride2, (nint)box.Target.Stride2, accumulate, streams);
                    left -= rows;
                    if (++piece < pieces.Count) continue;
                    piece = 0;
                    k += rows;
                    if (k < box.Size2) continue;
                    k = 0;
                    if (++j < box.Size1) continue;
                    j = 0;
                    i++;
                }
            }

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void Move<T>(float* from, float* to, int rows, nint length, nint fromPitch, nint toPitch, bool adds, bool streams)
                where T : struct, ICpuLane<T>
            {
                for (; rows > 0; rows--, from += fromPitch, to += toPitch)
                {
                    nint l = 0;
                    if (adds)
                    {
                        for (; l + T.Width <= length; l += T.Width) (T.Load(to + l) + T.Load(from + l)).Store(to + l);
                        for (; l < length; l++) to[l] += from[l];
                    }
                    else
                    {
                        if (streams) for (; l + T.Width <= length; l += T.Width) StreamedStore.Store(T.Load(from + l), to + l);
                        else for (; l + T.Width <= length; l += T.Width) T.Load(from + l).Store(to + l);
                        for (; l < length; l++) to[l] = from[l];
                    }
                }
            }
        }

        // The same where l is not contiguous on one side: a transposition.
        // A chunk is a run of strips of 16 rows k, walked in tiles of 16 columns l: of every cache line that a tile touches on either side
        // all elements are used before it leaves the nearest cache.
        private readonly struct TileJob(Chunks chunks, int strips, Box box, float* source, float* target, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long strip = chunks.Start(index); strip < chunks.End(index); strip++)
                {
                    int k = (int)(strip % strips) * Tile;
                    int j = (int)(strip / strips % box.Size1);
                    int i = (int)(strip / strips / box.Size1);
                    float* from = source + box.Source.Row(i, j, k);
                    float* to = target + box.Target.Row(i, j, k);
                    int rows = Math.Min(Tile, box.Size2 - k);
                    for (int l = 0; l < box.Length; l += Tile)
                    {
                        Move(box.Source, box.Target, from + (l * box.Source.Stride3), to + (l * box.Target.Stride3), rows, Math.Min(Tile, box.Length - l), accumulate);
                    }
                }
            }

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void Move(BoxSide read, BoxSide written, float* from, float* to, int rows, int columns, bool adds)
            {
                nint fromStep = (nint)read.Stride3, toStep = (nint)written.Stride3;
                for (; rows > 0; rows--, from += read.Stride2, to += written.Stride2)
                {
                    float* x = from;
                    float* y = to;
                    for (int l = 0; l < columns; l++, x += fromStep, y += toStep) *y = adds ? *y + *x : *x;
                }
            }
        }
    }
}
