using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Pooling;

/// <content>Processor kernels.</content>
public sealed partial class MaxPool2dOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Forward(in PoolGeometry geometry, Storage x, Storage y, Storage? places)
        {
            Chunks chunks = Chunks.OfRows((long)geometry.N * geometry.P, (long)geometry.Q * geometry.C);
            var job = new ForwardJob(chunks, geometry, x.Floats(), y.Floats(), places is null ? null : (byte*)places.Floats());
            device.Run(chunks.Count, ref job);
        }

        public void Backward(in PoolGeometry geometry, Storage places, Storage dy, Storage dx, bool accumulate)
        {
            Chunks chunks = Chunks.OfRows((long)geometry.N * geometry.H, (long)geometry.W * geometry.C);
            var job = new BackwardJob(chunks, geometry, (byte*)places.Floats(), dy.Floats(), dx.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        // y[n,p,q,c] = max over r,s of x[n, p·stride − padding + r, q·stride − padding + s, c]; place = r·kernel + s of the first maximum.
        // A chunk is a run of output rows (n,p); lanes run over channels, four vectors at a time.
        // The taps of a window are contiguous runs of channels; neighbouring windows find theirs in the cache.
        private readonly struct ForwardJob(Chunks chunks, PoolGeometry g, float* x, float* y, byte* places) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    long n = row / g.P;
                    int top = g.Start((int)(row % g.P));
                    int h = Math.Max(0, top);
                    int rows = Math.Min(g.H, top + g.Kernel) - h;
                    for (int q = 0; q < g.Q; q++)
                    {
                        int left = g.Start(q);
                        int w = Math.Max(0, left);
                        int columns = Math.Min(g.W, left + g.Kernel) - w;
                        float* taps = x + ((((n * g.H) + h) * g.W + w) * g.C);
                        long output = ((row * g.Q) + q) * g.C;
                        if (places is null) Largest<T>(taps, rows, columns, output);
                        else LargestAndPlace<T>(taps, rows, columns, ((h - top) * g.Kernel) + w - left, output);
                    }
                }
            }

            private void Largest<T>(float* taps, int rows, int columns, long output)
                where T : struct, ICpuLane<T>
            {
                int c = 0;
                for (; c + (4 * T.Width) <= g.C; c += 4 * T.Width)
                {
                    float* line = taps + c;
                    T max0 = T.Load(line);
                    T max1 = T.Load(line + T.Width);
                    T max2 = T.Load(line + (2 * T.Width));
                    T max3 = T.Load(line + (3 * T.Width));
                    for (int r = 0; r < rows; r++, line += (nint)g.W * g.C)
                    {
                        float* tap = line;
                        for (int s = 0; s < columns; s++, tap += g.C)
                        {
                            max0 = T.Max(max0, T.Load(tap));
                            max1 = T.Max(max1, T.Load(tap + T.Width));
                            max2 = T.Max(max2, T.Load(tap + (2 * T.Width)));
                            max3 = T.Max(max3, T.Load(tap + (3 * T.Width)));
                        }
                    }

                    max0.Store(y + output + c);
                    max1.Store(y + output + c + T.Width);
                    max2.Store(y + output + c + (2 * T.Width));
                    max3.Store(y + output + c + (3 * T.Width));
                }

                for (; c + T.Width <= g.C; c += T.Width) LargestOfOne<T>(taps + c, rows, columns).Store(y + output + c);
                for (; c < g.C; c++) LargestOfOne<Lane1>(taps + c, rows, columns).Store(y + output + c);
            }

            private T LargestOfOne<T>(float* line, int rows, int columns)
                where T : struct, ICpuLane<T>
            {
                T max = T.Load(line);
                for (int r = 0; r < rows; r++, line += (nint)g.W * g.C)
                {
                    for (int s = 0; s < columns; s++) max = T.Max(max, T.Load(line + ((nint)s * g.C)));
                }

                return max;
            }

            private void LargestAndPlace<T>(float* taps, int rows, int columns, int first, long output)
                where T : struct, ICpuLane<T>
            {
                int c = 0;
                for (; c + (4 * T.Width) <= g.C; c += 4 * T.Width) FourAndPlaces<T>(taps + c, rows, columns, first, output + c);
                for (; c + T.Width <= g.C; c += T.Width) OneAndPlace<T>(taps + c, rows, columns, first, output + c);
                for (; c < g.C; c++) OneAndPlace<Lane1>(taps + c, rows, columns, first, output + c);
            }

            private void FourAndPlaces<T>(float* line, int rows, int columns, int first, long output)
                where T : struct, ICpuLane<T>
            {
                T place = T.Constant(first);
                T max0 = T.Load(line);
                T max1 = T.Load(line + T.Width);
                T max2 = T.Load(line + (2 * T.Width));
                T max3 = T.Load(line + (3 * T.Width));
                T place0 = place, place1 = place, place2 = place, place3 = place;
                T next = T.Constant(1);
                T nextRow = T.Constant(g.Kernel - columns);
                for (int r = 0; r < rows; r++, line += (nint)g.W * g.C, place += nextRow)
                {
                    float* tap = line;
                    for (int s = 0; s < columns; s++, tap += g.C, place += next)
                    {
                        T x0 = T.Load(tap);
                        T x1 = T.Load(tap + T.Width);
                        T x2 = T.Load(tap + (2 * T.Width));
                        T x3 = T.Load(tap + (3 * T.Width));
                        place0 = T.WhereGreater(x0, max0, place, place0);
                        place1 = T.WhereGreater(x1, max1, place, place1);
                        place2 = T.WhereGreater(x2, max2, place, place2);
                        place3 = T.WhereGreater(x3, max3, place, place3);
                        max0 = T.Max(max0, x0);
                        max1 = T.Max(max1, x1);
                        max2 = T.Max(max2, x2);
                        max3 = T.Max(max3, x3);
                    }
                }

                max0.Store(y + output);
                max1.Store(y + output + T.Width);
                max2.Store(y + output + (2 * T.Width));
                max3.Store(y + output + (3 * T.Width));
                ByteLanes.Store(place0, places + output);
                ByteLanes.Store(place1, places + output + T.Width);
                ByteLanes.Store(place2, places + output + (2 * T.Width));
                ByteLanes.Store(place3, places + output + (3 * T.Width));
            }

            private void OneAndPlace<T>(float* line, int rows, int columns, int first, long output)
                where T : struct, ICpuLane<T>
            {
                T max = T.Load(line);
                T place = T.Constant(first);
                for (int r = 0; r < rows; r++, line += (nint)g.W * g.C)
                {
                    for (int s = 0; s < columns; s++)
                    {
                        T tap = T.Load(line + ((nint)s * g.C));
                        place = T.WhereGreater(tap, max, T.Constant(first + (r * g.Kernel) + s), place);
                        max = T.Max(max, tap);
                    }
                }

                max.Store(y + output);
                ByteLanes.Store(place, places + output);
            }
        }

        // dx[n,h,w,c] (+)= Σ over the windows (p,q) that cover (h,w) of dy[n,p,q,c] where place[n,p,q,c] says (h,w).
        // A chunk is a run of input rows (n,h) and writes only these, so no two chunks meet; windows are added in row-major order.
        // dy and places are read once for each place a window covers, from the cache; dx is written once.
        private readonly struct BackwardJob(Chunks chunks, PoolGeometry g, byte* places, float* dy, float* dx, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                nint channels = g.C;
                Window* windows = stackalloc Window[g.MostWindows];
                bool streams = !accumulate && StreamedStore.Pays<T>((long)g.N * g.H * g.W * g.C, dx, g.C);
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    long n = row / g.H;
                    int h = (int)(row % g.H);
                    float* target = dx + (row * g.W * channels);
                    for (int w = 0; w < g.W; w++, target += channels)
                    {
                        int count = Cover(g, n, h, w, windows);
                        nint c = 0;
                        for (; c + (4 * T.Width) <= channels; c += 4 * T.Width) Four<T>(windows, count, places + c, dy + c, target + c, accumulate, streams);
                        for (; c + T.Width <= channels; c += T.Width) One<T>(windows, count, places + c, dy + c, target + c, accumulate);
                        for (; c < channels; c++) One<Lane1>(windows, count, places + c, dy + c, target + c, accumulate);
                    }
                }
            }

            // The windows that cover (h,w) and which place in each of them it is.
            private static int Cover(in PoolGeometry g, long n, int h, int w, Window* windows)
            {
                int count = 0;
                int endP = g.EndWindow(h, g.P);
                int endQ = g.EndWindow(w, g.Q);
                for (int p = g.FirstWindow(h); p < endP; p++)
                {
                    long line = ((n * g.P) + p) * g.Q;
                    int place = ((h - g.Start(p)) * g.Kernel) + w;
                    for (int q = g.FirstWindow(w); q < endQ; q++) windows[count++] = new Window((nint)((line + q) * g.C), place - g.Start(q));
                }

                return count;
            }

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void Four<T>(Window* windows, int count, byte* places, float* dy, float* dx, bool adds, bool streams)
                where T : struct, ICpuLane<T>
            {
                int w = T.Width;
                T sum0 = T.Constant(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
                if (adds) (sum0, sum1, sum2, sum3) = (T.Load(dx), T.Load(dx + w), T.Load(dx + (2 * w)), T.Load(dx + (3 * w)));
                for (int i = 0; i < count; i++)
                {
                    byte* place = places + windows[i].Start;
                    float* gradient = dy + windows[i].Start;
                    int here = windows[i].Place;
                    sum0 += ByteLanes.WhereEqual(place, here, T.Load(gradient));
                    sum1 += ByteLanes.WhereEqual(place + w, here, T.Load(gradient + w));
                    sum2 += ByteLanes.WhereEqual(place + (2 * w), here, T.Load(gradient + (2 * w)));
                    sum3 += ByteLanes.WhereEqual(place + (3 * w), here, T.Load(gradient + (3 * w)));
                }

                if (streams)
                {
                    StreamedStore.Store(sum0, dx);
                    StreamedStore.Store(sum1, dx + w);
                    StreamedStore.Store(sum2, dx + (2 * w));
                    StreamedStore.Store(sum3, dx + (3 * w));
                    return;
                }

                sum0.Store(dx);
                sum1.Store(dx + w);
                sum2.Store(dx + (2 * w));
                sum3.Store(dx + (3 * w));
            }

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void One<T>(Window* windows, int count, byte* places, float* dy, float* dx, bool adds)
                where T : struct, ICpuLane<T>
            {
                T sum = adds ? T.Load(dx) : T.Constant(0);
                for (int i = 0; i < count; i++)
                {
                    nint start = windows[i].Start;
                    sum += ByteLanes.WhereEqual(places + start, windows[i].Place, T.Load(dy + start));
                }

                sum.Store(dx);
            }

            // A window's first channel among the outputs, and the place in it that is meant.
            private readonly record struct Window(nint Start, int Place);
        }
    }
}
