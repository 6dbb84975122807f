using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Shaping;

/// <content>GPU kernels.</content>
public sealed partial class GatherOp
{
    // y[m,i] = x[rows[m],i]; a thread is an element of y; x is read along its rows, y written as a stream.
    // A row that does not exist is a fault (m + 1, rows[m]); the thread of the first such m reports it.
    internal readonly struct ForwardKernel(
        int height, int length, int count, ArrayView<int> rows, ArrayView<float> x, ArrayView<float> y, ArrayView<int> fault) : IGpuKernel
    {
        public void Execute()
        {
            int width = Math.Max(1, length);
            int m = GpuThread.Index / width;
            int i = GpuThread.Index - (m * width);
            if (m >= count) return;
            int row = rows[m];
            if (row >= 0 && row < height)
            {
                if (i < length) y[(m * length) + i] = x[(row * length) + i];
                return;
            }

            if (i != 0) return;
            for (int before = 0; before < m; before++)
            {
                if (rows[before] < 0 || rows[before] >= height) return;
            }

            fault[0] = m + 1;
            fault[1] = row;
        }
    }

    // dx[r,i] (+)= Σ over m with rows[m] = r of dy[m,i], in the order of m; a thread is an element of dx and looks through all m.
    // The threads of a group read the same m at a time, from the cache; dy and dx are read and written along their rows.
    internal readonly struct BackwardKernel(
        int length, int count, ArrayView<int> rows, ArrayView<float> dy, ArrayView<float> dx, int accumulate) : IGpuKernel
    {
        public void Execute()
        {
            int place = GpuThread.Index;
            if (place >= dx.IntLength) return;
            int r = place / length;
            int i = place - (r * length);
            float sum = accumulate != 0 ? dx[place] : 0f;
            for (int m = 0; m < count; m++)
            {
                if (rows[m] == r) sum += dy[(m * length) + i];
            }

            dx[place] = sum;
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Forward(Shape shape, Storage x, Storage rows, int count, Storage y)
        {
            if (count == 0) return;
            int length = (int)(y.Length / count);
            ArrayView<int> fault = device.Faults.Watch((place, row) => NoSuchRow(row, place - 1, count, shape));
            device.LaunchOver(
                (long)count * Math.Max(1, length),
                new ForwardKernel(shape[0], length, count, rows.IntegerView(), x.View(), y.View(), fault));
        }

        public void Backward(Shape shape, Storage rows, int count, Storage dy, Storage dx, bool accumulate)
        {
            if (dx.Length == 0) return;
            device.LaunchOver(
                dx.Length,
                new BackwardKernel((int)(dx.Length / shape[0]), count, rows.IntegerView(), dy.View(), dx.View(), accumulate ? 1 : 0));
        }
    }
}
