using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Lanes;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Losses;

/// <content>GPU kernels: from similarities to the merged map A and its maximum.</content>
public sealed partial class AttentionAlignmentOp
{
    // chosen[n, k] = the word of the k-th smallest score, the lower index where scores tie; a group is a picture, K searches one after another.
    // Each search looks for the first that comes after the last one found; scores are read in runs of words, from the cache after the first.
    internal readonly struct NearestKernel(GpuAlignment sizes, ArrayView<float> scores, ArrayView<int> chosen) : IGpuKernel
    {
        public void Execute()
        {
            ArrayView<float> values = SharedMemory.Allocate<float>(GpuAlignment.Threads);
            ArrayView<int> places = SharedMemory.Allocate<int>(GpuAlignment.Threads);
            int n = Grid.IdxX;
            float last = float.PositiveInfinity;
            int lastWord = -1;
            for (int k = 0; k < sizes.Chosen; k++)
            {
                float best = float.NegativeInfinity;
                int word = int.MaxValue;
                for (int j = Group.IdxX; j < sizes.Words; j += GpuAlignment.Threads)
                {
                    float nearness = -scores[(n * sizes.Words) + j];
                    bool comes = nearness < last || (nearness == last && j > lastWord);
                    bool beats = nearness > best || (nearness == best && j < word);
                    if (comes && beats)
                    {
                        best = nearness;
                        word = j;
                    }
                }

                GpuGroup.FirstLargest(best, word, values, places);
                last = values[0];
                lastWord = places[0];
                Group.Barrier();

                // Scores that are not numbers come nowhere; any word will do for them.
                if (Group.IdxX == 0) chosen[(n * sizes.Chosen) + k] = IntrinsicMath.Min(lastWord, sizes.Words - 1);
            }
        }
    }

    // maps[n, k, cell] = s[n, cell, chosen[n, k]], or the similarity of the distance there; a thread is an element of maps; s is read one value at a time.
    internal readonly struct GatherKernel(GpuAlignment sizes, ArrayView<float> similarity, ArrayView<int> chosen, ArrayView<float> maps) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= maps.IntLength) return;
            int map = i / sizes.Cells;
            int cell = i - (map * sizes.Cells);
            int n = map / sizes.Chosen;
            float value = similarity[(((n * sizes.Cells) + cell) * sizes.Words) + chosen[map]];
            if (sizes.Epsilon > 0f) value = new LogSimilarity(sizes.Epsilon).Forward(new LaneGpu(value)).Value;
            maps[i] = value;
        }
    }

    // A[n, q] = max_k of the maps upsampled, winner[n, q] the first such k, and each block's largest A with its first q.
    // A group is a block of pixels of a picture, a thread four pixels 256 apart; the few maps of a picture stay in the cache.
    internal readonly struct MergeKernel(
        GpuAlignment sizes,
        GpuAxis rows,
        GpuAxis columns,
        ArrayView<float> maps,
        ArrayView<float> merged,
        ArrayView<int> winner,
        ArrayView<float> blockValues,
        ArrayView<int> blockPlaces) : IGpuKernel
    {
        public void Execute()
        {
            ArrayView<float> values = SharedMemory.Allocate<float>(GpuAlignment.Threads);
            ArrayView<int> places = SharedMemory.Allocate<int>(GpuAlignment.Threads);
            int first = Grid.IdxX * GpuAlignment.Threads * GpuAlignment.PixelsOfThread;
            float best = float.NegativeInfinity;
            int place = first;
            for (int i = 0; i < GpuAlignment.PixelsOfThread; i++)
            {
                int q = first + (i * GpuAlignment.Threads) + Group.IdxX;
                if (q >= sizes.Pixels) continue;
                float value = Merge(Grid.IdxY, q);
                if (value > best)
                {
                    best = value;
                    place = q;
                }
            }

            GpuGroup.FirstLargest(best, place, values, places);
            if (Group.IdxX != 0) return;
            blockValues[(Grid.IdxY * sizes.Blocks) + Grid.IdxX] = values[0];
            blockPlaces[(Grid.IdxY * sizes.Blocks) + Grid.IdxX] = places[0];
        }

        private float Merge(int n, int q)
        {
            int y = q / sizes.PixelColumns;
            int x = q - (y * sizes.PixelColumns);
            int top = rows.Low(y) * sizes.Width;
            int bottom = rows.High(y) * sizes.Width;
            int left = columns.Low(x);
            int right = columns.High(x);
            float down = rows.Share(y);
            float across = columns.Share(x);
            float best = float.NegativeInfinity;
            int who = 0;
            for (int k = 0; k < sizes.Chosen; k++)
            {
                int map = ((n * sizes.Chosen) + k) * sizes.Cells;
                float upper = GpuTarget.Blend(maps[map + top + left], maps[map + top + right], across);
                float lower = GpuTarget.Blend(maps[map + bottom + left], maps[map + bottom + right], across);
                float value = GpuTarget.Blend(upper, lower, down);
                who = value > best ? k : who;
                best = value > best || float.IsNaN(value) ? value : best;
            }

            merged[(n * sizes.Pixels) + q] = best;
            winner[(n * sizes.Pixels) + q] = who;
            return best;
        }
    }

    // peaks[n] = the first q of the largest A, inverses[n] = 1/(A[n, q] + δ); a group is a picture and goes through its blocks.
    internal readonly struct PeakKernel(
        GpuAlignment sizes, ArrayView<float> blockValues, ArrayView<int> blockPlaces, ArrayView<int> peaks, ArrayView<float> inverses) : IGpuKernel
    {
        public void Execute()
        {
            ArrayView<float> values = SharedMemory.Allocate<float>(GpuAlignment.Threads);
            ArrayView<int> places = SharedMemory.Allocate<int>(GpuAlignment.Threads);
            float best = float.NegativeInfinity;
            int place = 0;
            for (int block = Group.IdxX; block < sizes.Blocks; block += GpuAlignment.Threads)
            {
                float value = blockValues[(Grid.IdxX * sizes.Blocks) + block];
                if (value > best)
                {
                    best = value;
                    place = blockPlaces[(Grid.IdxX * sizes.Blocks) + block];
                }
            }

            GpuGroup.FirstLargest(best, place, values, places);
            if (Group.IdxX != 0) return;
            peaks[Grid.IdxX] = places[0];
            inverses[Grid.IdxX] = (float)(1.0 / (values[0] + (double)sizes.Delta));
        }
    }
}
