using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Reduction;

/// <content>GPU kernels.</content>
public sealed partial class SoftmaxOp<TForm>
{
    // y[n, c] = x[n, c] normalised; a team of threads is a row; the row is read for its maximum, its sum and its result, after the
    // first time from the cache.
    internal readonly struct ForwardKernel(GpuTeams teams, int count, int length, ArrayView<float> x, ArrayView<float> y) : IGpuKernel
    {
        public void Execute()
        {
            int row = teams.Team;
            int start = row < count ? row * length : 0;
            int end = row < count ? length : 0;
            var values = new GpuRow(teams, x, start, end);
            float max = values.Max();
            float normalizer = TForm.Normalizer<GpuRow>(values.SumExp(max, 1));
            for (int c = teams.Lane; c < end; c += teams.Lanes) y[start + c] = TForm.Normalize(new LaneGpu(x[start + c]), max, normalizer).Value;
        }
    }

    // dx[n, c] (+)= derivative of y, dy and the row's sum; a team of threads is a row, read twice, the second time from the cache.
    internal readonly struct BackwardKernel(
        GpuTeams teams, int count, int length, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> dx, int accumulate) : IGpuKernel
    {
        public void Execute()
        {
            int row = teams.Team;
            int start = row < count ? row * length : 0;
            int end = row < count ? length : 0;
            float sum = (float)TForm.RowSum(new GpuRow(teams, y, start, end), new GpuRow(teams, dy, start, end));
            for (int c = start + teams.Lane; c < start + end; c += teams.Lanes)
            {
                float gradient = TForm.Derivative(new LaneGpu(y[c]), new LaneGpu(dy[c]), sum).Value;
                dx[c] = accumulate != 0 ? dx[c] + gradient : gradient;
            }
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Forward(RowGeometry rows, Storage x, Storage y)
        {
            var teams = GpuTeams.OfRows(rows.Length);
            device.Launch(
                new GpuGrid(teams.GroupsFor(rows.Count)), new ForwardKernel(teams, (int)rows.Count, (int)rows.Length, x.View(), y.View()));
        }

        public void Backward(RowGeometry rows, Storage y, Storage dy, Storage dx, bool accumulate)
        {
            var teams = GpuTeams.OfRows(rows.Length);
            device.Launch(
                new GpuGrid(teams.GroupsFor(rows.Count)),
                new BackwardKernel(teams, (int)rows.Count, (int)rows.Length, y.View(), dy.View(), dx.View(), accumulate ? 1 : 0));
        }
    }
}
