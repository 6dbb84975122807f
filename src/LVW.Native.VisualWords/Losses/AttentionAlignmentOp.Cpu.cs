using System.Collections.Concurrent;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Losses;

/// <content>Processor kernels.</content>
public sealed partial class AttentionAlignmentOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        private readonly ConcurrentDictionary<(int Source, int Target, bool AlignCorners), BilinearAxis> axes = new();

        public void Forward(in AlignmentSizes sizes, Storage similarity, Storage scores, Storage attention, Storage loss, Storage? cellGradients, Storage? chosen)
        {
            AttentionAlignmentOptions options = sizes.Options;
            BilinearAxis rows = Axis(sizes.Height, options.Height, options.AlignCorners);
            BilinearAxis columns = Axis(sizes.Width, options.Width, options.AlignCorners);
            BilinearAxis attentionRows = Axis(sizes.AttentionHeight, options.Height, options.AlignCorners);
            BilinearAxis attentionColumns = Axis(sizes.AttentionWidth, options.Width, options.AlignCorners);
            Storage scratch = device.Rent(PictureAlignment.ScratchLength(sizes) * device.Workers.Threads);
            Storage perPicture = device.Rent(sizes.Pictures);
            var job = new ForwardJob(
                new PictureAlignment(sizes, rows, columns, attentionRows, attentionColumns),
                similarity.Floats(), scores.Floats(), attention.Floats(), perPicture.Floats(),
                cellGradients is null ? null : cellGradients.Floats(), chosen is null ? null : chosen.Integers(), scratch.Floats());
            device.Run(sizes.Pictures, ref job);
            double sum = 0;
            for (int n = 0; n < sizes.Pictures; n++) sum += perPicture.Floats()[n];
            *loss.Floats() = (float)(sum / sizes.Pictures);
            device.Return(perPicture);
            device.Return(scratch);
        }

        public void Backward(in AlignmentSizes sizes, in Saved saved, Storage dloss, Storage dsimilarity, bool accumulate)
        {
            var job = new BackwardJob(
                sizes, *dloss.Floats(), saved.Similarity.Floats(), saved.CellGradients.Floats(), saved.Chosen.Integers(), dsimilarity.Floats(), accumulate);
            device.Run(sizes.Pictures, ref job);
        }

        private BilinearAxis Axis(int source, int target, bool alignCorners)
            => axes.GetOrAdd((source, target, alignCorners), static key => new BilinearAxis(key.Source, key.Target, key.AlignCorners));

        // A chunk is a picture; its scratch is the worker's.
        private readonly struct ForwardJob(
            PictureAlignment alignment, float* similarity, float* scores, float* attention, float* losses, float* gradients, int* chosen, float* scratch) : ILaneJob
        {
            public void Execute<T>(int n, int worker)
                where T : struct, ICpuLane<T>
            {
                AlignmentSizes sizes = alignment.Sizes;
                int k = sizes.Options.Words;
                int* words = stackalloc int[k];
                PictureAlignment.Nearest(scores + ((long)n * sizes.Words), sizes.Words, new Span<int>(words, k));
                if (chosen is not null) new Span<int>(words, k).CopyTo(new Span<int>(chosen + ((long)n * k), k));
                losses[n] = alignment.Run<T>(
                    similarity + ((long)n * sizes.Cells * sizes.Words),
                    attention + ((long)n * sizes.AttentionHeight * sizes.AttentionWidth),
                    words,
                    scratch + (worker * PictureAlignment.ScratchLength(sizes)),
                    gradients is null ? null : gradients + ((long)n * k * sizes.Cells));
            }
        }

        // ds[n, cell, word k] (+)= dL·(saved gradient of the cell), for distances times ds/dd. A chunk is a picture.
        private readonly struct BackwardJob(
            AlignmentSizes sizes, float dloss, float* s, float* gradients, int* chosen, float* ds, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int n, int worker)
                where T : struct, ICpuLane<T>
            {
                long picture = (long)n * sizes.Cells * sizes.Words;
                if (!accumulate) new Span<float>(ds + picture, sizes.Cells * sizes.Words).Clear();
                var formula = new LogSimilarity(sizes.Options.Epsilon);
                for (int k = 0; k < sizes.Options.Words; k++)
                {
                    long map = ((long)n * sizes.Options.Words) + k;
                    for (int cell = 0; cell < sizes.Cells; cell++)
                    {
                        long at = picture + ((long)cell * sizes.Words) + chosen[map];
                        Lane1 gradient = Lane1.Constant(dloss * gradients[(map * sizes.Cells) + cell]);
                        if (sizes.Options.Epsilon > 0) gradient *= formula.Derivative(Lane1.Load(s + at), default);
                        (Lane1.Load(ds + at) + gradient).Store(ds + at);
                    }
                }
            }
        }
    }
}
