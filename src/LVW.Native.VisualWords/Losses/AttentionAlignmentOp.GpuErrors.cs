using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Lanes;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Losses;

/// <content>GPU kernels: from the merged map to squared errors, and back to the cells.</content>
public sealed partial class AttentionAlignmentOp
{
    // Â = A/(M + δ), e = 2(Â − G)/(N·H·W); A[n, q] becomes e/(M + δ), and each block's Σ (Â − G)² and Σ e·A are kept.
    // A group is a block of pixels of a picture, a thread four pixels 256 apart; A is a stream, the attention stays in the cache.
    internal readonly struct CompareKernel(
        GpuAlignment sizes,
        GpuTarget target,
        ArrayView<float> inverses,
        ArrayView<float> merged,
        ArrayView<double> blockLosses,
        ArrayView<double> blockPulls) : IGpuKernel
    {
        public void Execute()
        {
            ArrayView<double> sums = SharedMemory.Allocate<double>(GpuAlignment.Threads);
            int n = Grid.IdxY;
            int first = (Grid.IdxX * GpuAlignment.Threads * GpuAlignment.PixelsOfThread) + Group.IdxX;
            float inverse = inverses[n];
            float scale = (float)(2.0 / ((double)sizes.Pictures * sizes.Pixels));
            float loss = 0f;
            float pull = 0f;
            for (int i = 0; i < GpuAlignment.PixelsOfThread; i++)
            {
                int q = first + (i * GpuAlignment.Threads);
                if (q >= sizes.Pixels) continue;
                float value = merged[(n * sizes.Pixels) + q];
                float difference = (value * inverse) - target.At(n, q);
                loss += difference * difference;
                pull += difference * value;
                merged[(n * sizes.Pixels) + q] = scale * difference * inverse;
            }

            int block = (n * sizes.Blocks) + Grid.IdxX;
            GpuGroup.Sum(loss, sums);
            if (Group.IdxX == 0) blockLosses[block] = sums[0];
            Group.Barrier();
            GpuGroup.Sum(pull, sums);
            if (Group.IdxX == 0) blockPulls[block] = sums[0] * scale;
        }
    }

    // loss = mean over n of Σ (Â − G)²/(H·W), and e[n, q*] −= Σ e·A/(M + δ)² at the maximum q*; one group, a thread goes through pictures 256 apart.
    internal readonly struct FinishKernel(
        GpuAlignment sizes,
        ArrayView<double> blockLosses,
        ArrayView<double> blockPulls,
        ArrayView<int> peaks,
        ArrayView<float> inverses,
        ArrayView<float> pixelGradients,
        ArrayView<float> loss) : IGpuKernel
    {
        public void Execute()
        {
            ArrayView<double> sums = SharedMemory.Allocate<double>(GpuAlignment.Threads);
            double total = 0;
            for (int n = Group.IdxX; n < sizes.Pictures; n += GpuAlignment.Threads)
            {
                double sum = 0;
                double pull = 0;
                for (int block = 0; block < sizes.Blocks; block++)
                {
                    sum += blockLosses[(n * sizes.Blocks) + block];
                    pull += blockPulls[(n * sizes.Blocks) + block];
                }

                total += sum / sizes.Pixels;
                int peak = (n * sizes.Pixels) + peaks[n];
                pixelGradients[peak] -= (float)(pull * inverses[n] * inverses[n]);
            }

            GpuGroup.Sum(total, sums);
            if (Group.IdxX == 0) loss[0] = (float)(sums[0] / sizes.Pictures);
        }
    }

    // g[n, k, i, j] = Σ over pixels (y, x) that k won of e[n, y, x]·(weight of row i in y)·(weight of column j in x).
    // A group is a picture, a row i of cells and sixteen words: a thread sums up a column of pixels for each word, then columns go to cells.
    // e and winner are read in runs of x; a thread's sixteen sums lie in its own bank of shared memory.
    internal readonly struct CellsKernel(
        GpuAlignment sizes,
        GpuAxis rows,
        GpuAxis columns,
        ArrayView<float> pixelGradients,
        ArrayView<int> winner,
        ArrayView<float> cellGradients) : IGpuKernel
    {
        public const int WordsOfGroup = 16;

        // One more than the threads, so that the cells of one column in several maps lie in different banks.
        private const int Stride = GpuAlignment.Threads + 1;

        public void Execute()
        {
            ArrayView<float> sums = SharedMemory.Allocate<float>(WordsOfGroup * Stride);
            int t = Group.IdxX;
            for (int first = 0; first < sizes.PixelColumns; first += GpuAlignment.Threads)
            {
                for (int k = 0; k < WordsOfGroup; k++) sums[(k * Stride) + t] = 0f;
                if (first + t < sizes.PixelColumns) AddColumn(first + t, sums);
                Group.Barrier();
                for (int at = t; at < WordsOfGroup * sizes.Width; at += GpuAlignment.Threads) AddCell(first, at / sizes.Width, at % sizes.Width, sums);
                Group.Barrier();
            }
        }

        private void AddColumn(int x, ArrayView<float> sums)
        {
            int firstWord = Grid.IdxZ * WordsOfGroup;
            int end = rows.End(Grid.IdxX);
            for (int y = rows.First(Grid.IdxX); y < end; y++)
            {
                int q = (((Grid.IdxY * sizes.PixelRows) + y) * sizes.PixelColumns) + x;
                int k = winner[q] - firstWord;
                float gradient = rows.Weight(y, Grid.IdxX) * pixelGradients[q];
                if (k >= 0 && k < WordsOfGroup) sums[(k * Stride) + Group.IdxX] += gradient;
            }
        }

        private void AddCell(int first, int word, int column, ArrayView<float> sums)
        {
            int k = (Grid.IdxZ * WordsOfGroup) + word;
            if (k >= sizes.Chosen) return;
            int end = IntrinsicMath.Min(columns.End(column), first + GpuAlignment.Threads);
            double sum = 0;
            for (int x = IntrinsicMath.Max(columns.First(column), first); x < end; x++)
            {
                sum += columns.Weight(x, column) * sums[(word * Stride) + x - first];
            }

            int at = (((((Grid.IdxY * sizes.Chosen) + k) * sizes.Height) + Grid.IdxX) * sizes.Width) + column;
            cellGradients[at] = first == 0 ? (float)sum : cellGradients[at] + (float)sum;
        }
    }

    // ds[n, cell, chosen[n, k]] += dL·g[n, k, cell]; a thread is an element of g; ds is written one value at a time.
    internal readonly struct ScatterKernel(
        GpuAlignment sizes, ArrayView<float> similarity, ArrayView<float> cellGradients, ArrayView<int> chosen, ArrayView<float> dloss, ArrayView<float> ds)
        : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= cellGradients.IntLength) return;
            int map = i / sizes.Cells;
            int cell = i - (map * sizes.Cells);
            int n = map / sizes.Chosen;
            int at = (((n * sizes.Cells) + cell) * sizes.Words) + chosen[map];
            float gradient = dloss[0] * cellGradients[i];
            if (sizes.Epsilon > 0f) gradient *= new LogSimilarity(sizes.Epsilon).Derivative(new LaneGpu(similarity[at]), default).Value;
            ds[at] += gradient;
        }
    }
}
