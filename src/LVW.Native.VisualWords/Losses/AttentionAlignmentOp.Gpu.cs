using System.Collections.Concurrent;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.VisualWords.Losses;

/// <content>GPU launches; upsampled maps exist for the merged map alone.</content>
public sealed partial class AttentionAlignmentOp
{
    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        private readonly ConcurrentDictionary<(int Source, int Target, bool AlignCorners), GpuAxis> axes = new();

        public void Forward(in AlignmentSizes sizes, Storage similarity, Storage scores, Storage attention, Storage loss, Storage? cellGradients, Storage? chosen)
        {
            var gpu = new GpuAlignment(sizes);
            Storage words = chosen ?? device.Rent(gpu.Pictures * gpu.Chosen);
            Storage merged = device.Rent((long)gpu.Pictures * gpu.Pixels);
            Storage winner = device.Rent((long)gpu.Pictures * gpu.Pixels);
            Storage blockValues = device.Rent((long)gpu.Pictures * gpu.Blocks);
            Storage blockPlaces = device.Rent((long)gpu.Pictures * gpu.Blocks);
            Merge(sizes, gpu, similarity, scores, words, merged, winner, blockValues, blockPlaces);
            var target = new GpuTarget(gpu, Rows(sizes, sizes.AttentionHeight), Columns(sizes, sizes.AttentionWidth), attention.View());
            if (sizes.Options.Measure == AlignmentMeasure.Correlation) Correlate(gpu, target, merged, loss, gradients: cellGradients is not null);
            else Compare(gpu, target, blockValues, blockPlaces, merged, loss);
            if (cellGradients is not null) ReturnToCells(sizes, gpu, merged, winner, cellGradients);
            device.Return(blockPlaces);
            device.Return(blockValues);
            device.Return(winner);
            device.Return(merged);
            if (chosen is null) device.Return(words);
        }

        public void Backward(in AlignmentSizes sizes, in Saved saved, Storage dloss, Storage dsimilarity, bool accumulate)
        {
            if (!accumulate) device.Clear(dsimilarity);
            device.LaunchOver(
                saved.CellGradients.Length,
                new ScatterKernel(
                    new GpuAlignment(sizes), saved.Similarity.View(), saved.CellGradients.View(), saved.Chosen.IntegerView(), dloss.View(), dsimilarity.View()));
        }

        private void Merge(
            in AlignmentSizes sizes,
            in GpuAlignment gpu,
            Storage similarity,
            Storage scores,
            Storage chosen,
            Storage merged,
            Storage winner,
            Storage blockValues,
            Storage blockPlaces)
        {
            Storage maps = device.Rent((long)gpu.Pictures * gpu.Chosen * gpu.Cells);
            device.Launch(new GpuGrid(gpu.Pictures), new NearestKernel(gpu, scores.View(), chosen.IntegerView()));
            device.LaunchOver(maps.Length, new GatherKernel(gpu, similarity.View(), chosen.IntegerView(), maps.View()));
            device.Launch(
                new GpuGrid(gpu.Blocks, gpu.Pictures),
                new MergeKernel(
                    gpu, Rows(sizes, sizes.Height), Columns(sizes, sizes.Width), maps.View(), merged.View(), winner.IntegerView(), blockValues.View(), blockPlaces.IntegerView()));
            device.Return(maps);
        }

        // A sum in float64 takes two elements.
        private void Compare(in GpuAlignment gpu, in GpuTarget target, Storage blockValues, Storage blockPlaces, Storage merged, Storage loss)
        {
            Storage peaks = device.Rent(gpu.Pictures);
            Storage inverses = device.Rent(gpu.Pictures);
            Storage blockLosses = device.Rent(2L * gpu.Pictures * gpu.Blocks);
            Storage blockPulls = device.Rent(2L * gpu.Pictures * gpu.Blocks);
            device.Launch(
                new GpuGrid(gpu.Pictures),
                new PeakKernel(gpu, blockValues.View(), blockPlaces.IntegerView(), peaks.IntegerView(), inverses.View()));
            device.Launch(
                new GpuGrid(gpu.Blocks, gpu.Pictures),
                new CompareKernel(gpu, target, inverses.View(), merged.View(), blockLosses.DoubleView(), blockPulls.DoubleView()));
            device.Launch(
                new GpuGrid(1),
                new FinishKernel(gpu, blockLosses.DoubleView(), blockPulls.DoubleView(), peaks.IntegerView(), inverses.View(), merged.View(), loss.View()));
            device.Return(blockPulls);
            device.Return(blockLosses);
            device.Return(inverses);
            device.Return(peaks);
        }

        private void Correlate(in GpuAlignment gpu, in GpuTarget target, Storage merged, Storage loss, bool gradients)
        {
            Storage moments = device.Rent(2L * MomentsKernel.Count * gpu.Pictures * gpu.Blocks);
            Storage slopes = device.Rent((long)CorrelationKernel.Values * gpu.Pictures);
            device.Launch(new GpuGrid(gpu.Blocks, gpu.Pictures), new MomentsKernel(gpu, target, merged.View(), moments.DoubleView()));
            device.Launch(new GpuGrid(1), new CorrelationKernel(gpu, moments.DoubleView(), slopes.View(), loss.View()));
            if (gradients) device.LaunchOver((long)gpu.Pictures * gpu.Pixels, new CorrelationGradientKernel(gpu, target, slopes.View(), merged.View()));
            device.Return(slopes);
            device.Return(moments);
        }

        private void ReturnToCells(in AlignmentSizes sizes, in GpuAlignment gpu, Storage pixelGradients, Storage winner, Storage cellGradients)
            => device.Launch(
                new GpuGrid(gpu.Height, gpu.Pictures, (gpu.Chosen + CellsKernel.WordsOfGroup - 1) / CellsKernel.WordsOfGroup),
                new CellsKernel(
                    gpu, Rows(sizes, sizes.Height), Columns(sizes, sizes.Width), pixelGradients.View(), winner.IntegerView(), cellGradients.View()));

        private GpuAxis Rows(in AlignmentSizes sizes, int source) => Axis(source, sizes.Options.Height, sizes.Options.AlignCorners);

        private GpuAxis Columns(in AlignmentSizes sizes, int source) => Axis(source, sizes.Options.Width, sizes.Options.AlignCorners);

        private GpuAxis Axis(int source, int target, bool alignCorners)
            => axes.GetOrAdd(
                (source, target, alignCorners),
                static (key, device) => GpuAxis.Create(device, new BilinearAxis(key.Source, key.Target, key.AlignCorners)),
                device);
    }
}
