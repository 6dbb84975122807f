using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Pooling;

/// <content>Processor kernels.</content>
public sealed partial class AveragePool2dOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Forward(in PoolGeometry geometry, bool countIncludePadding, Storage x, Storage y)
        {
            Chunks chunks = Chunks.OfRows((long)geometry.N * geometry.P, (long)geometry.Q * geometry.C);
            var job = new ForwardJob(chunks, geometry, countIncludePadding, x.Floats(), y.Floats());
            device.Run(chunks.Count, ref job);
        }

        public void Backward(in PoolGeometry geometry, bool countIncludePadding, Storage dy, Storage dx, bool accumulate)
        {
            Chunks chunks = Chunks.OfRows((long)geometry.N * geometry.H, (long)geometry.W * geometry.C);
            var job = new BackwardJob(chunks, geometry, countIncludePadding, dy.Floats(), dx.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        // y[n,p,q,c] = 1/divisor(p,q) · Σ over r,s of x[n, p·stride − padding + r, q·stride − padding + s, c].
        // A chunk is a run of output rows (n,p); lanes run over channels.
        // The taps of a window are contiguous runs of channels; neighbouring windows find theirs in the cache.
        private readonly struct ForwardJob(Chunks chunks, PoolGeometry g, bool countIncludePadding, float* x, float* y) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    long n = row / g.P;
                    int p = (int)(row % g.P);
                    int h = Math.Max(0, g.Start(p));
                    int rows = Math.Min(g.H, g.Start(p) + g.Kernel) - h;
                    for (int q = 0; q < g.Q; q++)
                    {
                        int w = Math.Max(0, g.Start(q));
                        int columns = Math.Min(g.W, g.Start(q) + g.Kernel) - w;
                        int divisor = Divisor(g, countIncludePadding, p, q);
                        float* taps = x + ((((n * g.H) + h) * g.W + w) * g.C);
                        float* target = y + (((row * g.Q) + q) * g.C);
                        int c = 0;
                        for (; c + T.Width <= g.C; c += T.Width) Mean<T>(taps + c, rows, columns, divisor).Store(target + c);
                        for (; c < g.C; c++) Mean<Lane1>(taps + c, rows, columns, divisor).Store(target + c);
                    }
                }
            }

            private T Mean<T>(float* line, int rows, int columns, int divisor)
                where T : struct, ICpuLane<T>
            {
                T sum = T.Constant(0);
                for (int r = 0; r < rows; r++, line += (nint)g.W * g.C)
                {
                    for (int s = 0; s < columns; s++) sum += T.Load(line + ((nint)s * g.C));
                }

                return sum / T.Constant(divisor);
            }
        }

        // dx[n,h,w,c] (+)= Σ over the windows (p,q) that cover (h,w) of dy[n,p,q,c] / divisor(p,q).
        // A chunk is a run of input rows (n,h) and writes only these, so no two chunks meet; windows are added in row-major order.
        // dy is read once for each place a window covers, from the cache; dx is written once.
        private readonly struct BackwardJob(Chunks chunks, PoolGeometry g, bool countIncludePadding, float* dy, float* dx, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    long n = row / g.H;
                    int h = (int)(row % g.H);
                    for (int w = 0; w < g.W; w++)
                    {
                        float* target = dx + (((row * g.W) + w) * g.C);
                        int c = 0;
                        for (; c + T.Width <= g.C; c += T.Width) One<T>(n, h, w, c, target + c);
                        for (; c < g.C; c++) One<Lane1>(n, h, w, c, target + c);
                    }
                }
            }

            private void One<T>(long n, int h, int w, int c, float* target)
                where T : struct, ICpuLane<T>
            {
                int endP = g.EndWindow(h, g.P);
                int endQ = g.EndWindow(w, g.Q);
                T sum = accumulate ? T.Load(target) : T.Constant(0);
                for (int p = g.FirstWindow(h); p < endP; p++)
                {
                    for (int q = g.FirstWindow(w); q < endQ; q++)
                    {
                        T share = T.Load(dy + ((((n * g.P) + p) * g.Q + q) * g.C) + c);
                        sum += share / T.Constant(Divisor(g, countIncludePadding, p, q));
                    }
                }

                sum.Store(target);
            }
        }
    }
}
