using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Losses;

/// <content>GPU kernels.</content>
public sealed partial class CrossEntropyOp
{
    // loss[n] = ln Σ_n − (1 − ε)(x[n, label] − max_n) − ε(mean_n − max_n); a team of threads is a row, read first from memory and
    // then from the cache, by neighbours side by side.
    internal readonly struct ForwardKernel(
        GpuTeams teams, int rows, int classes, float smoothing, ArrayView<float> x, ArrayView<int> labels, ArrayView<float> statistics) : IGpuKernel
    {
        public void Execute()
        {
            int row = teams.Team;
            int start = row < rows ? row * classes : 0;
            var values = new GpuRow(teams, x, start, row < rows ? classes : 0);
            float max = values.Max();
            double logSum = GpuRow.Log(values.SumExp(max, 1));

            // The same for all threads, so all of them sum or none.
            double mean = smoothing > 0 ? values.Sum() / classes : 0;
            if (teams.Lane != 0 || row >= rows) return;
            double loss = logSum - ((1.0 - smoothing) * ((double)x[start + Inside(labels[row], classes)] - max));
            if (smoothing > 0) loss -= smoothing * (mean - max);
            statistics[row] = max;
            statistics[rows + row] = (float)logSum;
            statistics[(2 * rows) + row] = (float)loss;
        }
    }

    // mean = Σ_n loss[n] / N, and the first row whose label is no class; one group; neighbours read neighbouring rows.
    internal readonly struct MeanKernel(
        GpuTeams teams, int rows, int classes, ArrayView<float> statistics, ArrayView<int> labels, ArrayView<float> mean, ArrayView<int> fault) : IGpuKernel
    {
        public void Execute()
        {
            double total = 0;
            int wrong = rows;
            for (int row = teams.Lane; row < rows; row += teams.Lanes)
            {
                total += statistics[(2 * rows) + row];
                if (Inside(labels[row], classes) != labels[row]) wrong = Math.Min(wrong, row);
            }

            total = teams.Sum(total);
            wrong = teams.Min(wrong);
            if (teams.Lane != 0) return;
            mean[0] = (float)(total / rows);
            if (wrong == rows) return;
            fault[0] = wrong + 1;
            fault[1] = labels[wrong];
        }
    }

    // dx[n, c] (+)= (e^(x − max_n − ln Σ_n) − ε/C − (1 − ε)[c = label])·dy/N; a thread is an element; x and dx are streams.
    internal readonly struct BackwardKernel(
        int rows,
        int classes,
        float smoothing,
        ArrayView<float> x,
        ArrayView<int> labels,
        ArrayView<float> statistics,
        ArrayView<float> dy,
        ArrayView<float> dx,
        int accumulate) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= dx.IntLength) return;
            int row = i / classes;
            float scale = dy[0] / rows;
            float probability = LaneGpu.Exp((x[i] - statistics[row]) - statistics[rows + row]);
            float gradient = (probability - (smoothing / classes)) * scale;
            if (accumulate != 0) gradient += dx[i];
            if (i - (row * classes) == labels[row]) gradient -= (1 - smoothing) * scale;
            dx[i] = gradient;
        }
    }

    private static int Inside(int label, int classes) => Math.Max(0, Math.Min(classes - 1, label));

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Forward(Geometry geometry, Storage logits, Storage labels, Storage statistics, Storage loss)
        {
            var teams = GpuTeams.OfRows(geometry.Classes);
            ArrayView<int> fault = device.Faults.Watch((row, label) => WrongLabel(geometry, row - 1, label));
            device.Launch(
                new GpuGrid(teams.GroupsFor(geometry.Rows)),
                new ForwardKernel(
                    teams, geometry.Rows, geometry.Classes, geometry.Smoothing, logits.View(), labels.IntegerView(), statistics.View()));
            device.Launch(
                new GpuGrid(1),
                new MeanKernel(
                    GpuTeams.Whole, geometry.Rows, geometry.Classes, statistics.View(), labels.IntegerView(), loss.View(), fault));
        }

        public void Backward(Geometry geometry, Storage logits, Storage labels, Storage statistics, Storage dy, Storage dx, bool accumulate)
            => device.LaunchOver(
                dx.Length,
                new BackwardKernel(
                    geometry.Rows,
                    geometry.Classes,
                    geometry.Smoothing,
                    logits.View(),
                    labels.IntegerView(),
                    statistics.View(),
                    dy.View(),
                    dx.View(),
                    accumulate ? 1 : 0));
    }
}
