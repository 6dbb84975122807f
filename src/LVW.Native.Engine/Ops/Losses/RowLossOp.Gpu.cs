using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Losses;

/// <content>GPU kernels.</content>
public sealed partial class RowLossOp<TLoss>
{
    // statistics[n] = loss of row n and what its derivatives need; a team of threads is a row, read first from memory and then from
    // the cache, by neighbours side by side.
    internal readonly struct ForwardKernel(
        TLoss loss, GpuTeams teams, int rows, int classes, ArrayView<float> x, ArrayView<float> t, ArrayView<RowStatistics> statistics) : IGpuKernel
    {
        public void Execute()
        {
            int row = teams.Team;
            int start = row < rows ? row * classes : 0;
            int length = row < rows ? classes : 0;
            RowStatistics measured = loss.Measure(new GpuRow(teams, x, start, length), new GpuRow(teams, t, start, length));
            if (teams.Lane == 0 && row < rows) statistics[row] = measured;
        }
    }

    // mean = scale·Σ_n loss[n]; one group; neighbours read neighbouring rows.
    internal readonly struct MeanKernel(GpuTeams teams, ArrayView<RowStatistics> statistics, double scale, ArrayView<float> mean) : IGpuKernel
    {
        public void Execute()
        {
            double total = 0;
            for (int row = teams.Lane; row < statistics.IntLength; row += teams.Lanes) total += statistics[row].Loss;
            total = teams.Sum(total);
            if (teams.Lane == 0) mean[0] = (float)(total * scale);
        }
    }

    // dx (+)= ∂loss/∂x·scale·dy, or dt (+)= ∂loss/∂t·scale·dy; a thread is an element; all but the rows' statistics are streams.
    internal readonly struct BackwardKernel(
        TLoss loss,
        int classes,
        ArrayView<float> x,
        ArrayView<float> t,
        ArrayView<RowStatistics> statistics,
        ArrayView<float> dy,
        float scale,
        ArrayView<float> dx,
        int accumulate,
        int byTarget) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= dx.IntLength) return;
            RowStatistics row = statistics[i / classes];
            var logit = new LaneGpu(x[i]);
            var target = new LaneGpu(t[i]);
            float gradient = (byTarget != 0 ? loss.ByTarget(logit, target, row) : loss.ByLogit(logit, target, row)).Value * (dy[0] * scale);
            dx[i] = accumulate != 0 ? dx[i] + gradient : gradient;
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Forward(Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage loss)
        {
            var teams = GpuTeams.OfRows(geometry.Classes);
            ArrayView<RowStatistics> rows = statistics.View().Cast<RowStatistics>();
            device.Launch(
                new GpuGrid(teams.GroupsFor(geometry.Rows)),
                new ForwardKernel(geometry.Loss, teams, geometry.Rows, geometry.Classes, logits.View(), targets.View(), rows));
            device.Launch(new GpuGrid(1), new MeanKernel(GpuTeams.Whole, rows, geometry.Loss.LossScale / geometry.Rows, loss.View()));
        }

        public void Backward(
            Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage dy, Storage dx, bool accumulate, bool byTarget)
            => device.LaunchOver(
                dx.Length,
                new BackwardKernel(
                    geometry.Loss,
                    geometry.Classes,
                    logits.View(),
                    targets.View(),
                    statistics.View().Cast<RowStatistics>(),
                    dy.View(),
                    geometry.Loss.GradientScale / geometry.Rows,
                    dx.View(),
                    accumulate ? 1 : 0,
                    byTarget ? 1 : 0));
    }
}
