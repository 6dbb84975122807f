using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Reduction;

/// <content>Processor kernels.</content>
public sealed partial class ExtremumOp<TExtremum>
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Forward(in ReductionGeometry geometry, Storage x, Storage values, Storage indices)
        {
            if (geometry.Pieces == 1)
            {
                var whole = new SearchJob(geometry, x.Floats(), values.Floats(), indices.Integers());
                device.Run(geometry.Tasks.Count, ref whole);
                return;
            }

            Storage bestOfPieces = device.Rent(geometry.Outputs * geometry.Pieces);
            Storage placeOfPieces = device.Rent(geometry.Outputs * geometry.Pieces);
            var search = new SearchJob(geometry, x.Floats(), bestOfPieces.Floats(), placeOfPieces.Integers());
            device.Run(geometry.Tasks.Count, ref search);
            var combine = new CombineJob(geometry, bestOfPieces.Floats(), placeOfPieces.Integers(), values.Floats(), indices.Integers());
            device.Run(geometry.Combinations.Count, ref combine);
            device.Return(placeOfPieces);
            device.Return(bestOfPieces);
        }

        public void Backward(in ReductionGeometry geometry, Storage indices, Storage dy, Storage dx, bool accumulate)
        {
            if (!accumulate)
            {
                var all = new Chunks(dx.Length, Chunks.MemoryBound);
                var clear = new ClearJob(all, dx.Floats());
                device.Run(all.Count, ref clear);
            }

            var outputs = new Chunks(geometry.Outputs, Chunks.MemoryBound);
            var scatter = new ScatterJob(outputs, geometry, indices.Integers(), dy.Floats(), dx.Floats());
            device.Run(outputs.Count, ref scatter);
        }

        // values[k, piece], indices[k, piece] = best x[k, r] of one piece and its r; a chunk is a run of tasks (see ReductionGeometry).
        // Places are counted from the piece's start in float32 lanes, which hold them exactly; a row task reads one stream,
        // a column task reads one vector of columns, row after row.
        private readonly struct SearchJob(ReductionGeometry geometry, float* x, float* values, int* indices) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                Chunks chunks = geometry.Tasks;
                float* best = stackalloc float[ReductionGeometry.ColumnBlock];
                float* place = stackalloc float[ReductionGeometry.ColumnBlock];
                for (long task = chunks.Start(index); task < chunks.End(index); task++)
                {
                    geometry.Split(task, out long k0, out long column, out long piece);
                    int width = (int)Math.Min(geometry.BlockWidth, geometry.K1 - column);
                    new Span<float>(best, width).Fill(TExtremum.Worst);
                    new Span<float>(place, width).Clear();
                    long start = piece * geometry.PieceLength;
                    long end = Math.Min(geometry.Reduced, start + geometry.PieceLength);
                    for (long r = start; r < end;)
                    {
                        long count = Math.Min(geometry.R1 - (r % geometry.R1), end - r);
                        float* run = x + geometry.Offset(k0, column, r);
                        if (geometry.IsColumns) SearchColumns<T>(run, count, r - start, width, best, place);
                        else SearchRow<T>(run, count, r - start, ref *best, ref *place);
                        r += count;
                    }

                    for (int i = 0; i < width; i++)
                    {
                        long output = (((k0 * geometry.K1) + column + i) * geometry.Pieces) + piece;
                        values[output] = best[i];
                        indices[output] = (int)(start + (long)place[i]);
                    }
                }
            }

            private static void SearchRow<T>(float* x, long count, long first, ref float best, ref float place)
                where T : struct, ICpuLane<T>
            {
                long i = 0;
                if (count >= 2 * T.Width)
                {
                    float* lanes = stackalloc float[16];
                    for (int lane = 0; lane < T.Width; lane++) lanes[lane] = lane;
                    T places = T.Load(lanes) + T.Constant(first);
                    T bestPlaces = places;
                    T bests = T.Load(x);
                    for (i = T.Width; i + T.Width <= count; i += T.Width)
                    {
                        places += T.Constant(T.Width);
                        T value = T.Load(x + i);
                        bestPlaces = TExtremum.WhereBeats(value, bests, places, bestPlaces);
                        bests = TExtremum.Best(bests, value);
                    }

                    // What came before this run lies earlier, so only a strictly better value replaces it.
                    float* lanePlaces = stackalloc float[16];
                    bests.Store(lanes);
                    bestPlaces.Store(lanePlaces);
                    float winner = lanes[0];
                    float winnerPlace = lanePlaces[0];
                    for (int lane = 1; lane < T.Width; lane++)
                    {
                        if (lanes[lane] == winner) winnerPlace = MathF.Min(winnerPlace, lanePlaces[lane]);
                        else Take(lanes[lane], lanePlaces[lane], ref winner, ref winnerPlace);
                    }

                    Take(winner, winnerPlace, ref best, ref place);
                }

                for (; i < count; i++) Take(x[i], first + i, ref best, ref place);
            }

            private void SearchColumns<T>(float* x, long rows, long first, int width, float* best, float* place)
                where T : struct, ICpuLane<T>
            {
                int column = 0;
                for (; column + T.Width <= width; column += T.Width) SearchVector<T>(x + column, rows, first, best + column, place + column);
                for (; column < width; column++) SearchVector<Lane1>(x + column, rows, first, best + column, place + column);
            }

            private void SearchVector<T>(float* x, long rows, long first, float* best, float* place)
                where T : struct, ICpuLane<T>
            {
                T bests = T.Load(best);
                T bestPlaces = T.Load(place);
                T places = T.Constant(first);
                for (long row = 0; row < rows; row++, x += geometry.K1)
                {
                    T value = T.Load(x);
                    bestPlaces = TExtremum.WhereBeats(value, bests, places, bestPlaces);
                    bests = TExtremum.Best(bests, value);
                    places += T.Constant(1);
                }

                bests.Store(best);
                bestPlaces.Store(place);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static void Take(float value, float at, ref float best, ref float place)
            {
                if (TExtremum.Beats(value, best)) place = at;
                if (float.IsNaN(value) || TExtremum.Beats(value, best)) best = value;
            }
        }

        // values[k] = best over pieces, in order, so that the first of equals wins; a chunk is a run of outputs.
        private readonly struct CombineJob(ReductionGeometry geometry, float* bests, int* places, float* values, int* indices) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                Chunks chunks = geometry.Combinations;
                for (long k = chunks.Start(index); k < chunks.End(index); k++)
                {
                    long first = k * geometry.Pieces;
                    long winner = first;
                    for (long piece = first + 1; piece < first + geometry.Pieces; piece++)
                    {
                        if (TExtremum.Beats(bests[piece], bests[winner]) || float.IsNaN(bests[piece])) winner = piece;
                    }

                    values[k] = bests[winner];
                    indices[k] = places[winner];
                }
            }
        }

        // dx[i] = 0; a chunk is a run of elements.
        private readonly struct ClearJob(Chunks chunks, float* dx) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
                => new Span<float>(dx + chunks.Start(index), (int)(chunks.End(index) - chunks.Start(index))).Clear();
        }

        // dx[k, indices[k]] += dy[k]; a chunk is a run of outputs; no two outputs share a place.
        private readonly struct ScatterJob(Chunks chunks, ReductionGeometry geometry, int* indices, float* dy, float* dx) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long k = chunks.Start(index); k < chunks.End(index); k++)
                {
                    dx[geometry.Offset(k / geometry.K1, k % geometry.K1, indices[k])] += dy[k];
                }
            }
        }
    }
}
