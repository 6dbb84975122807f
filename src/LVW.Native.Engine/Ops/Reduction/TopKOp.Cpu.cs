using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Reduction;

/// <content>Processor kernels.</content>
public sealed partial class TopKOp<TExtremum>
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Forward(RowGeometry rows, int k, Storage x, Storage values, Storage indices)
        {
            var chunks = Chunks.OfRows(rows.Count, rows.Length, LaneRows.ComputeBound);
            var job = new ForwardJob(chunks, rows.Length, k, x.Floats(), values.Floats(), indices.Integers());
            device.Run(chunks.Count, ref job);
        }

        public void Backward(RowGeometry rows, int k, Storage indices, Storage dy, Storage dx, bool accumulate)
        {
            var chunks = Chunks.OfRows(rows.Count, rows.Length);
            var job = new BackwardJob(chunks, rows.Length, k, indices.Integers(), dy.Floats(), dx.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        // values[n, 0..k) = the best of x[n, :] in order; a chunk is a run of rows. A row is read once; whoever beats the last of
        // the list so far is inserted by binary search behind its equals, which keeps the lower index first.
        private readonly struct ForwardJob(Chunks chunks, long length, int k, float* x, float* values, int* indices) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    Choose(x + (row * length), new Span<float>(values + (row * k), k), new Span<int>(indices + (row * k), k));
                }
            }

            private void Choose(float* x, Span<float> list, Span<int> places)
            {
                int filled = 0;
                for (int i = 0; i < length; i++)
                {
                    float value = x[i];
                    if (filled == list.Length && !Precedes(value, list[^1])) continue;
                    int low = 0;
                    int high = filled;
                    while (low < high)
                    {
                        int middle = (low + high) / 2;
                        if (Precedes(value, list[middle])) high = middle;
                        else low = middle + 1;
                    }

                    if (filled < list.Length) filled++;
                    list[low..(filled - 1)].CopyTo(list[(low + 1)..]);
                    places[low..(filled - 1)].CopyTo(places[(low + 1)..]);
                    list[low] = value;
                    places[low] = i;
                }
            }

            // NaN comes before every number, so that it is seen.
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static bool Precedes(float a, float b) => TExtremum.Beats(a, b) || (float.IsNaN(a) && !float.IsNaN(b));
        }

        // dx[n, indices[n, j]] (+)= dy[n, j], elsewhere 0 (or unchanged); a chunk is a run of rows, cleared and written while cached.
        private readonly struct BackwardJob(Chunks chunks, long length, int k, int* indices, float* dy, float* dx, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    float* target = dx + (row * length);
                    if (!accumulate) new Span<float>(target, (int)length).Clear();
                    for (long j = row * k; j < (row + 1) * k; j++) target[indices[j]] += dy[j];
                }
            }
        }
    }
}
