using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Reduction;

/// <content>GPU kernels.</content>
public sealed partial class TopKOp<TExtremum>
{
    // values[n, j], indices[n, j] = the first element of x[n, :] behind choice j − 1; a team of threads is a row, read k times, after
    // the first time from the cache; the order is total, so that what is behind the last choice is what is not yet chosen.
    internal readonly struct ForwardKernel(
        GpuTeams teams, int count, int length, int k, ArrayView<float> x, ArrayView<float> values, ArrayView<int> indices) : IGpuKernel
    {
        public void Execute()
        {
            int row = teams.Team;
            int start = row < count ? row * length : 0;
            int end = row < count ? length : 0;
            var last = new GpuCandidate(0, -1);
            for (int j = 0; j < k; j++)
            {
                GpuCandidate best = GpuCandidate.None<TExtremum>();
                for (int c = teams.Lane; c < end; c += teams.Lanes)
                {
                    var candidate = new GpuCandidate(x[start + c], c);
                    bool remains = j == 0 || last.Precedes<TExtremum>(candidate);
                    if (remains && candidate.Precedes<TExtremum>(best)) best = candidate;
                }

                last = teams.Best<TExtremum>(best);
                if (teams.Lane == 0 && row < count)
                {
                    values[(row * k) + j] = last.Value;
                    indices[(row * k) + j] = last.Place;
                }

                // The next round overwrites what some threads still read.
                Group.Barrier();
            }
        }
    }

    // dx[n, indices[n, j]] += dy[n, j]; a thread is a choice; no two choices share a place.
    internal readonly struct ScatterKernel(int length, int k, ArrayView<int> indices, ArrayView<float> dy, ArrayView<float> dx) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i < dy.IntLength) dx[(i / k * length) + indices[i]] += dy[i];
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Forward(RowGeometry rows, int k, Storage x, Storage values, Storage indices)
        {
            var teams = GpuTeams.OfRows(rows.Length);
            device.Launch(
                new GpuGrid(teams.GroupsFor(rows.Count)),
                new ForwardKernel(teams, (int)rows.Count, (int)rows.Length, k, x.View(), values.View(), indices.IntegerView()));
        }

        public void Backward(RowGeometry rows, int k, Storage indices, Storage dy, Storage dx, bool accumulate)
        {
            if (!accumulate) device.Clear(dx);
            device.LaunchOver(rows.Count * k, new ScatterKernel((int)rows.Length, k, indices.IntegerView(), dy.View(), dx.View()));
        }
    }
}
