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
        // dy is read once for each place that a window covers, and the row of dx at hand stays in the nearest cache.
        private readonly struct BackwardJob(Chunks chunks, PoolGeometry g, bool countIncludePadding, float* dy, float* dx, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    long n = row / g.H;
                    int h = (int)(row % g.H);
                    int firstP = g.FirstWindow(h);
                    int endP = g.EndWindow(h, g.P);
                    for (int w = 0; w < g.W; w++)
                    {
                        int firstQ = g.FirstWindow(w);
                        int endQ = g.EndWindow(w, g.Q);
                        float* target = dx + (((row * g.W) + w) * g.C);
                        if (!accumulate) new Span<float>(target, g.C).Clear();
                        for (int p = firstP; p < endP; p++)
                        {
                            for (int q = firstQ; q < endQ; q++)
                            {
                                float* share = dy + ((((n * g.P) + p) * g.Q + q) * g.C);
                                float weight = 1f / Divisor(g, countIncludePadding, p, q);
                                int c = 0;
                                for (; c + T.Width <= g.C; c += T.Width) Add<T>(share + c, weight, target + c);
                                for (; c < g.C; c++) Add<Lane1>(share + c, weight, target + c);
                            }
                        }
                    }
                }
            }

            private static void Add<T>(float* share, float weight, float* target)
                where T : struct, ICpuLane<T>
                => T.MultiplyAdd(T.Load(share), T.Constant(weight), T.Load(target)).Store(target);
        }
    }
}
