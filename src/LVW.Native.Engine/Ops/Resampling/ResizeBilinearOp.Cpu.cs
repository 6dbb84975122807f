using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Resampling;

/// <content>Processor kernels.</content>
public sealed partial class ResizeBilinearOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Forward(ResizeAxis rows, ResizeAxis columns, int pictures, int channels, Storage x, Storage y)
        {
            Storage table = device.Rent(ResizeTable.Length(columns));
            var taps = TapTable.Fill(columns, table);
            Chunks chunks = Chunks.OfRows((long)pictures * rows.Target, (long)columns.Target * channels);
            var job = new ForwardJob(chunks, rows, taps, channels, x.Floats(), y.Floats());
            device.Run(chunks.Count, ref job);
            device.Return(table);
        }

        public void Backward(ResizeAxis rows, ResizeAxis columns, int pictures, int channels, Storage dy, Storage dx, bool accumulate)
        {
            Storage rowTable = device.Rent(ResizeTable.Length(rows));
            Storage columnTable = device.Rent(ResizeTable.Length(columns));
            var rowTaps = TapTable.Fill(rows, rowTable);
            var columnTaps = TapTable.Fill(columns, columnTable);
            Chunks chunks = Chunks.OfRows((long)pictures * rows.Source, Math.Max(1, (long)rows.Target / rows.Source) * columns.Target * channels);
            var job = new BackwardJob(chunks, rowTaps, columnTaps, channels, dy.Floats(), dx.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
            device.Return(columnTable);
            device.Return(rowTable);
        }

        // A table as these kernels read it.
        private readonly struct TapTable(ResizeAxis axis, Storage block)
        {
            private readonly int* low = block.Integers();
            private readonly int* high = block.Integers() + axis.Target;
            private readonly float* weight = block.Floats() + (2 * axis.Target);
            private readonly int* first = block.Integers() + (3 * axis.Target);
            private readonly int* end = block.Integers() + (3 * axis.Target) + axis.Source;

            public int Source { get; } = axis.Source;

            public int Target { get; } = axis.Target;

            public static TapTable Fill(ResizeAxis axis, Storage block)
            {
                ResizeTable.Fill(axis, new Span<int>(block.Integers(), ResizeTable.Length(axis)));
                return new TapTable(axis, block);
            }

            public int Low(int place) => low[place];

            public int High(int place) => high[place];

            public float Weight(int place) => weight[place];

            public int First(int place) => first[place];

            public int End(int place) => end[place];

            public float WeightOf(int place, int read) => (low[place] == read ? 1 - weight[place] : 0) + (high[place] == read ? weight[place] : 0);
        }

        // y[n,i,j,c] = (1−u)·((1−v)·x[low,low] + v·x[low,high]) + u·((1−v)·x[high,low] + v·x[high,high]).
        // A chunk is a run of output rows (n,i); lanes run over channels; two source rows stay in the cache.
        private readonly struct ForwardJob(Chunks chunks, ResizeAxis rows, TapTable columns, int channels, float* x, float* y) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                long pitch = (long)columns.Source * channels;
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    (int low, int high, float weight) = rows.Taps((int)(row % rows.Target));
                    float* picture = x + (row / rows.Target * rows.Source * pitch);
                    float* target = y + (row * columns.Target * channels);
                    for (int j = 0; j < columns.Target; j++, target += channels)
                    {
                        long left = (long)columns.Low(j) * channels;
                        long right = (long)columns.High(j) * channels;
                        float* top = picture + (low * pitch);
                        float* bottom = picture + (high * pitch);
                        int c = 0;
                        for (; c + T.Width <= channels; c += T.Width) One<T>(top + c, bottom + c, left, right, weight, columns.Weight(j), target + c);
                        for (; c < channels; c++) One<Lane1>(top + c, bottom + c, left, right, weight, columns.Weight(j), target + c);
                    }
                }
            }

            private static void One<T>(float* top, float* bottom, long left, long right, float u, float v, float* target)
                where T : struct, ICpuLane<T>
            {
                T upper = (T.Load(top + left) * T.Constant(1 - v)) + (T.Load(top + right) * T.Constant(v));
                T lower = (T.Load(bottom + left) * T.Constant(1 - v)) + (T.Load(bottom + right) * T.Constant(v));
                ((upper * T.Constant(1 - u)) + (lower * T.Constant(u))).Store(target);
            }
        }

        // dx[n,h,w,c] (+)= Σ over output places (i,j) that read (h,w) of weight(i,h)·weight(j,w)·dy[n,i,j,c], in row-major order.
        // A chunk is a run of input rows (n,h) and writes only these; lanes run over channels; dy is read up to four times, from the cache.
        private readonly struct BackwardJob(Chunks chunks, TapTable rows, TapTable columns, int channels, float* dy, float* dx, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    int h = (int)(row % rows.Source);
                    float* picture = dy + (row / rows.Source * rows.Target * columns.Target * channels);
                    float* target = dx + (row * columns.Source * channels);
                    for (int w = 0; w < columns.Source; w++, target += channels)
                    {
                        int c = 0;
                        for (; c + T.Width <= channels; c += T.Width) One<T>(picture + c, h, w, target + c);
                        for (; c < channels; c++) One<Lane1>(picture + c, h, w, target + c);
                    }
                }
            }

            private void One<T>(float* picture, int h, int w, float* target)
                where T : struct, ICpuLane<T>
            {
                T sum = accumulate ? T.Load(target) : T.Constant(0);
                for (int i = rows.First(h); i < rows.End(h); i++)
                {
                    float* line = picture + ((long)i * columns.Target * channels);
                    T part = T.Constant(0);
                    for (int j = columns.First(w); j < columns.End(w); j++)
                    {
                        part += T.Load(line + ((long)j * channels)) * T.Constant(columns.WeightOf(j, w));
                    }

                    sum += part * T.Constant(rows.WeightOf(i, h));
                }

                sum.Store(target);
            }
        }
    }
}
