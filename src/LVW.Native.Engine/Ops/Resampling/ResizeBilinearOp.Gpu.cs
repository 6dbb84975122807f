using System.Runtime.InteropServices;
using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Resampling;

/// <content>GPU kernels.</content>
public sealed partial class ResizeBilinearOp
{
    // y[n,i,j,c] = (1−u)·((1−v)·x[low,low] + v·x[low,high]) + u·((1−v)·x[high,low] + v·x[high,high]).
    // A thread is an element of y.
    // Neighbouring threads read neighbouring channels; places and weights come from the cache.
    internal readonly struct ForwardKernel(GpuResizeTaps rows, GpuResizeTaps columns, int channels, ArrayView<float> x, ArrayView<float> y) : IGpuKernel
    {
        public void Execute()
        {
            int index = GpuThread.Index;
            if (index >= y.IntLength) return;
            int pixel = index / channels;
            int line = pixel / columns.Target;
            int n = line / rows.Target;
            int i = line - (n * rows.Target);
            int j = pixel - (line * columns.Target);
            int c = index - (pixel * channels);
            int top = ((n * rows.Source) + rows.Low(i)) * columns.Source;
            int bottom = ((n * rows.Source) + rows.High(i)) * columns.Source;
            int left = columns.Low(j);
            int right = columns.High(j);
            float u = rows.Weight(i);
            float v = columns.Weight(j);
            float upper = (x[((top + left) * channels) + c] * (1f - v)) + (x[((top + right) * channels) + c] * v);
            float lower = (x[((bottom + left) * channels) + c] * (1f - v)) + (x[((bottom + right) * channels) + c] * v);
            y[index] = (upper * (1f - u)) + (lower * u);
        }
    }

    // dx[n,h,w,c] (+)= Σ over output places (i,j) that read (h,w) of weight(i,h)·weight(j,w)·dy[n,i,j,c], in row-major order.
    // A thread is an element of dx.
    // Neighbouring threads read neighbouring channels of dy, up to four times in all, from the cache.
    internal readonly struct BackwardKernel(
        GpuResizeTaps rows, GpuResizeTaps columns, int channels, ArrayView<float> dy, ArrayView<float> dx, int accumulate) : IGpuKernel
    {
        public void Execute()
        {
            int index = GpuThread.Index;
            if (index >= dx.IntLength) return;
            int pixel = index / channels;
            int line = pixel / columns.Source;
            int n = line / rows.Source;
            int h = line - (n * rows.Source);
            int w = pixel - (line * columns.Source);
            int c = index - (pixel * channels);
            int endI = rows.End(h);
            int firstJ = columns.First(w);
            int endJ = columns.End(w);
            float sum = accumulate != 0 ? dx[index] : 0f;
            for (int i = rows.First(h); i < endI; i++)
            {
                int source = ((n * rows.Target) + i) * columns.Target;
                float part = 0f;
                for (int j = firstJ; j < endJ; j++) part += dy[((source + j) * channels) + c] * columns.WeightOf(j, w);
                sum += part * rows.WeightOf(i, h);
            }

            dx[index] = sum;
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        // Sizes that are met again and again are uploaded once; where every picture has its own, the tables do not pile up.
        private const int MostTables = 64;

        private readonly Dictionary<ResizeAxis, Storage> tables = [];

        public void Forward(ResizeAxis rows, ResizeAxis columns, int pictures, int channels, Storage x, Storage y)
        {
            lock (tables)
            {
                MakeRoom();
                device.LaunchOver(y.Length, new ForwardKernel(Taps(rows), Taps(columns), channels, x.View(), y.View()));
            }
        }

        public void Backward(ResizeAxis rows, ResizeAxis columns, int pictures, int channels, Storage dy, Storage dx, bool accumulate)
        {
            lock (tables)
            {
                MakeRoom();
                device.LaunchOver(
                    dx.Length, new BackwardKernel(Taps(rows), Taps(columns), channels, dy.View(), dx.View(), accumulate ? 1 : 0));
            }
        }

        // Blocks are reused in the order of the stream, so tables may be given back while a kernel still reads them, but not between the
        // two tables of one launch.
        private void MakeRoom()
        {
            if (tables.Count < MostTables) return;
            foreach (Storage table in tables.Values) device.Release(table);
            tables.Clear();
        }

        private GpuResizeTaps Taps(ResizeAxis axis)
        {
            if (tables.TryGetValue(axis, out Storage? known)) return new GpuResizeTaps(axis, known.IntegerView());
            int[] values = new int[ResizeTable.Length(axis)];
            ResizeTable.Fill(axis, values);
            Storage block = device.Allocate(values.Length);
            device.CopyIn(MemoryMarshal.Cast<int, float>(values), block);
            tables.Add(axis, block);
            return new GpuResizeTaps(axis, block.IntegerView());
        }
    }
}
