using ILGPU;
using LVW.Native.Engine.Devices.Gpu;

namespace LVW.Native.VisualWords.Losses;

/// <content>GPU kernels: from the merged map to correlations.</content>
public sealed partial class AttentionAlignmentOp
{
    // Each block's Σ A, Σ G, Σ A², Σ G², Σ A·G; what float64 loses on variances from raw moments is far below δ².
    // A group is a block of pixels of a picture, a thread four pixels 256 apart; A is a stream, the attention stays in the cache.
    internal readonly struct MomentsKernel(GpuAlignment sizes, GpuTarget target, ArrayView<float> merged, ArrayView<double> moments) : IGpuKernel
    {
        public const int Count = 5;

        public void Execute()
        {
            ArrayView<double> sums = SharedMemory.Allocate<double>(GpuAlignment.Threads);
            int n = Grid.IdxY;
            int first = (Grid.IdxX * GpuAlignment.Threads * GpuAlignment.PixelsOfThread) + Group.IdxX;
            double a = 0;
            double g = 0;
            double aa = 0;
            double gg = 0;
            double ag = 0;
            for (int i = 0; i < GpuAlignment.PixelsOfThread; i++)
            {
                int q = first + (i * GpuAlignment.Threads);
                if (q >= sizes.Pixels) continue;
                double value = merged[(n * sizes.Pixels) + q];
                double wanted = target.At(n, q);
                a += value;
                g += wanted;
                aa += value * value;
                gg += wanted * wanted;
                ag += value * wanted;
            }

            int at = ((n * sizes.Blocks) + Grid.IdxX) * Count;
            Keep(a, sums, at);
            Keep(g, sums, at + 1);
            Keep(aa, sums, at + 2);
            Keep(gg, sums, at + 3);
            Keep(ag, sums, at + 4);
        }

        private void Keep(double value, ArrayView<double> sums, int at)
        {
            GpuGroup.Sum(value, sums);
            if (Group.IdxX == 0) moments[at] = sums[0];
            Group.Barrier();
        }
    }

    // loss = mean over n of 1 − ρ, and of each picture mean A, mean G and the two factors of its gradient; one group, a thread goes through pictures 256 apart.
    internal readonly struct CorrelationKernel(
        GpuAlignment sizes, ArrayView<double> moments, ArrayView<float> slopes, ArrayView<float> loss) : IGpuKernel
    {
        public const int Values = 4;

        public void Execute()
        {
            ArrayView<double> sums = SharedMemory.Allocate<double>(GpuAlignment.Threads);
            double total = 0;
            for (int n = Group.IdxX; n < sizes.Pictures; n += GpuAlignment.Threads)
            {
                double a = Mean(n, 0);
                double g = Mean(n, 1);
                var slope = new CorrelationSlope(
                    Mean(n, 2) - (a * a), Mean(n, 3) - (g * g), Mean(n, 4) - (a * g), sizes.Delta, (double)sizes.Pictures * sizes.Pixels);
                total += 1 - slope.Correlation;
                slopes[n * Values] = (float)a;
                slopes[(n * Values) + 1] = (float)g;
                slopes[(n * Values) + 2] = slope.OfMap;
                slopes[(n * Values) + 3] = slope.OfTarget;
            }

            GpuGroup.Sum(total, sums);
            if (Group.IdxX == 0) loss[0] = (float)(sums[0] / sizes.Pictures);
        }

        private double Mean(int n, int moment)
        {
            double sum = 0;
            for (int block = 0; block < sizes.Blocks; block++) sum += moments[(((n * sizes.Blocks) + block) * MomentsKernel.Count) + moment];
            return sum / sizes.Pixels;
        }
    }

    // A[n, q] becomes dL/dA; a thread is a pixel; A is a stream.
    internal readonly struct CorrelationGradientKernel(GpuAlignment sizes, GpuTarget target, ArrayView<float> slopes, ArrayView<float> merged) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= merged.IntLength) return;
            int n = i / sizes.Pixels;
            int at = n * CorrelationKernel.Values;
            float a = merged[i] - slopes[at];
            float g = target.At(n, i - (n * sizes.Pixels)) - slopes[at + 1];
            merged[i] = (a * slopes[at + 2]) + (g * slopes[at + 3]);
        }
    }
}
