using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Losses;

/// <content>GPU kernels.</content>
public sealed partial class MeanSquaredErrorOp
{
    // sums[piece] = Σ (x[i] − target[i])²; a group is a piece; two streams, read by neighbours side by side.
    internal readonly struct ForwardKernel(
        GpuTeams teams, int pieceLength, ArrayView<float> x, ArrayView<float> target, ArrayView<double> sums) : IGpuKernel
    {
        public void Execute()
        {
            int start = Grid.IdxX * pieceLength;
            int length = Math.Min(pieceLength, x.IntLength - start);
            double total = new GpuRow(teams, x, start, length).Sum(new GpuRow(teams, target, start, length), default(SquaredDifference));
            if (teams.Lane == 0) sums[Grid.IdxX] = total;
        }
    }

    // dx[i] (+)= factor·(x[i] − target[i])·dy; a thread is an element; all are streams.
    internal readonly struct BackwardKernel(
        ArrayView<float> x, ArrayView<float> target, ArrayView<float> dy, float factor, ArrayView<float> dx, int accumulate) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= dx.IntLength) return;
            float gradient = (x[i] - target[i]) * (factor * dy[0]);
            dx[i] = accumulate != 0 ? dx[i] + gradient : gradient;
        }
    }

    internal readonly struct SquaredDifference : IRowTerm
    {
        public T AddTo<T>(T sum, T a, T b)
            where T : struct, ILane<T>
        {
            T difference = a - b;
            return T.MultiplyAdd(difference, difference, sum);
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        // Terms of a group, so that each of its threads has a few.
        private const int ShortestPiece = 4096;

        public void Forward(Storage x, Storage target, Storage loss)
        {
            int wanted = (int)Math.Clamp(x.Length / ShortestPiece, 1, GpuTeams.FullGrid);
            int pieceLength = (int)((x.Length + wanted - 1) / wanted);
            int pieces = (int)((x.Length + pieceLength - 1) / pieceLength);
            Storage partials = device.Rent(2L * pieces);
            ArrayView<double> sums = partials.DoubleView();
            device.Launch(new GpuGrid(pieces), new ForwardKernel(GpuTeams.Whole, pieceLength, x.View(), target.View(), sums));
            GpuCombineSums.Launch(device, sums, pieces, loss.View(), 1.0 / x.Length, accumulate: false);
            device.Return(partials);
        }

        public void Backward(Storage x, Storage target, Storage dy, float factor, Storage dx, bool accumulate)
            => device.LaunchOver(
                dx.Length, new BackwardKernel(x.View(), target.View(), dy.View(), factor, dx.View(), accumulate ? 1 : 0));
    }
}
