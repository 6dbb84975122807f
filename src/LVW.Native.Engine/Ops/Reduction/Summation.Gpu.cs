using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Reduction;

/// <content>GPU kernels.</content>
internal static partial class Summation<TFormula>
{
    // out[k] (+)= scale·Σ_r f(x[k, r]), or sums[piece, k] = Σ of one piece; a team of threads is an output, a group's y the piece;
    // neighbouring threads read neighbours of a row, or of the columns that are kept; 64 terms in float32, then float64.
    internal readonly struct SumKernel(
        TFormula formula, GpuReduction reduction, ArrayView<float> x, ArrayView<float> result, ArrayView<double> sums, double scale, int accumulate)
        : IGpuKernel
    {
        private const int Run = 64;

        public void Execute()
        {
            int lanes = reduction.Teams.Lanes;
            int k = reduction.Teams.Team;
            int lane = reduction.Teams.Lane;
            double total = 0;
            if (k < reduction.Outputs)
            {
                int r = reduction.Start + lane;
                int end = reduction.End;
                GpuPlace place = reduction.At(k, r);
                while (r < end)
                {
                    int stop = Math.Min(end, r + (Run * lanes));
                    float s0 = 0;
                    float s1 = 0;
                    float s2 = 0;
                    float s3 = 0;
                    for (; r + (3 * lanes) < stop; r += 4 * lanes)
                    {
                        float x0 = x[place.Next()];
                        float x1 = x[place.Next()];
                        float x2 = x[place.Next()];
                        float x3 = x[place.Next()];
                        s0 += Term(x0);
                        s1 += Term(x1);
                        s2 += Term(x2);
                        s3 += Term(x3);
                    }

                    for (; r < stop; r += lanes) s0 += Term(x[place.Next()]);
                    total += (s0 + s1) + (s2 + s3);
                }
            }

            total = reduction.Teams.Sum(total);
            if (lane != 0 || k >= reduction.Outputs) return;
            if (reduction.Pieces > 1) sums[(Grid.IdxY * reduction.Outputs) + k] = total;
            else result[k] = (float)(total * scale) + (accumulate != 0 ? result[k] : 0f);
        }

        private float Term(float value) => formula.Forward(new LaneGpu(value)).Value;
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Run(TFormula formula, in ReductionGeometry geometry, Storage x, Storage result, double scale, bool accumulate)
        {
            if (geometry.Outputs == 0) return;
            var reduction = new GpuReduction(geometry);
            var grid = new GpuGrid(reduction.Teams.GroupsFor(reduction.Outputs), reduction.Pieces);
            int add = accumulate ? 1 : 0;
            if (reduction.Pieces == 1)
            {
                device.Launch(grid, new SumKernel(formula, reduction, x.View(), result.View(), ArrayView<double>.Empty, scale, add));
                return;
            }

            Storage partials = device.Rent(2L * reduction.Pieces * reduction.Outputs);
            ArrayView<double> sums = partials.DoubleView();
            device.Launch(grid, new SumKernel(formula, reduction, x.View(), ArrayView<float>.Empty, sums, scale, add));
            GpuCombineSums.Launch(device, sums, reduction.Pieces, result.View(), scale, accumulate);
            device.Return(partials);
        }
    }
}
