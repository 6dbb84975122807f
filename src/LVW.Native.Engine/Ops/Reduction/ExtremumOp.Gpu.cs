using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Reduction;

/// <content>GPU kernels.</content>
public sealed partial class ExtremumOp<TExtremum>
{
    // values[piece, k], indices[piece, k] = best x[k, r] of one piece and its r; a team of threads is an output, a group's y the piece;
    // neighbouring threads read neighbours of a row, or of the columns that are kept.
    internal readonly struct SearchKernel(GpuReduction reduction, ArrayView<float> x, ArrayView<float> values, ArrayView<int> indices) : IGpuKernel
    {
        public void Execute()
        {
            int lanes = reduction.Teams.Lanes;
            int k = reduction.Teams.Team;
            GpuCandidate best = GpuCandidate.None<TExtremum>();
            if (k < reduction.Outputs)
            {
                int r = reduction.Start + reduction.Teams.Lane;
                int end = reduction.End;
                GpuPlace place = reduction.At(k, r);
                for (; r + (3 * lanes) < end; r += 4 * lanes)
                {
                    float x0 = x[place.Next()];
                    float x1 = x[place.Next()];
                    float x2 = x[place.Next()];
                    float x3 = x[place.Next()];
                    best = Better(best, new GpuCandidate(x0, r));
                    best = Better(best, new GpuCandidate(x1, r + lanes));
                    best = Better(best, new GpuCandidate(x2, r + (2 * lanes)));
                    best = Better(best, new GpuCandidate(x3, r + (3 * lanes)));
                }

                for (; r < end; r += lanes) best = Better(best, new GpuCandidate(x[place.Next()], r));
            }

            best = reduction.Teams.Best<TExtremum>(best);
            if (reduction.Teams.Lane != 0 || k >= reduction.Outputs) return;
            values[(Grid.IdxY * reduction.Outputs) + k] = best.Value;
            indices[(Grid.IdxY * reduction.Outputs) + k] = best.Place;
        }
    }

    // values[k], indices[k] = best over pieces; a team of threads is an output; neighbouring teams read neighbours.
    internal readonly struct CombineKernel(
        GpuTeams teams, ArrayView<float> bests, ArrayView<int> places, int pieces, ArrayView<float> values, ArrayView<int> indices) : IGpuKernel
    {
        public void Execute()
        {
            int outputs = values.IntLength;
            int k = teams.Team;
            GpuCandidate best = GpuCandidate.None<TExtremum>();
            if (k < outputs)
            {
                for (int i = (teams.Lane * outputs) + k; i < pieces * outputs; i += teams.Lanes * outputs) best = Better(best, new GpuCandidate(bests[i], places[i]));
            }

            best = teams.Best<TExtremum>(best);
            if (teams.Lane != 0 || k >= outputs) return;
            values[k] = best.Value;
            indices[k] = best.Place;
        }
    }

    // dx[k, indices[k]] += dy[k]; a thread is an output; no two outputs share a place.
    internal readonly struct ScatterKernel(GpuReduction reduction, ArrayView<int> indices, ArrayView<float> dy, ArrayView<float> dx) : IGpuKernel
    {
        public void Execute()
        {
            int k = GpuThread.Index;
            if (k < reduction.Outputs) dx[reduction.At(k, indices[k]).Next()] += dy[k];
        }
    }

    private static GpuCandidate Better(GpuCandidate best, GpuCandidate candidate) => candidate.Precedes<TExtremum>(best) ? candidate : best;

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Forward(in ReductionGeometry geometry, Storage x, Storage values, Storage indices)
        {
            var reduction = new GpuReduction(geometry);
            var grid = new GpuGrid(reduction.Teams.GroupsFor(reduction.Outputs), reduction.Pieces);
            if (reduction.Pieces == 1)
            {
                device.Launch(grid, new SearchKernel(reduction, x.View(), values.View(), indices.IntegerView()));
                return;
            }

            Storage bests = device.Rent((long)reduction.Pieces * reduction.Outputs);
            Storage places = device.Rent((long)reduction.Pieces * reduction.Outputs);
            device.Launch(grid, new SearchKernel(reduction, x.View(), bests.View(), places.IntegerView()));
            var teams = GpuTeams.OfColumns(reduction.Outputs, reduction.Pieces);
            device.Launch(
                new GpuGrid(teams.GroupsFor(reduction.Outputs)),
                new CombineKernel(teams, bests.View(), places.IntegerView(), reduction.Pieces, values.View(), indices.IntegerView()));
            device.Return(places);
            device.Return(bests);
        }

        public void Backward(in ReductionGeometry geometry, Storage indices, Storage dy, Storage dx, bool accumulate)
        {
            if (!accumulate) device.Clear(dx);
            device.LaunchOver(geometry.Outputs, new ScatterKernel(new GpuReduction(geometry), indices.IntegerView(), dy.View(), dx.View()));
        }
    }
}
