using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Distance;

namespace LVW.Native.Engine.Ops.Distance
{
    /// <summary>
    /// The smallest squared distance of every point to any cell of every picture, and that cell: m[n, j] = min_c Σ_k (z[n, c, k] − p[j, k])².
    /// </summary>
    /// <remarks>
    /// Equal, on the processor to the last bit, to <see cref="SquaredDistanceOp"/> followed by a minimum over the cells, without the map of
    /// all distances in memory. The first of equal cells wins and takes the gradient.
    /// </remarks>
    public sealed partial class MinSquaredDistanceOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

        private Tensor z;
        private Tensor p;
        private IndexTensor cells;

        private interface IKernels
        {
            void Forward(in Sizes sizes, Storage z, Storage p, Storage values, Storage cells);

            void BackwardRows(in Sizes sizes, in Blocks blocks, Storage dz, bool accumulate);

            void BackwardPoints(in Sizes sizes, in Blocks blocks, Storage dp, bool accumulate);
        }

        /// <summary>Computes the smallest distances and their cells.</summary>
        /// <param name="z">[N, …, D], rank 3 or 4; the dimensions between are the cells.</param>
        /// <param name="p">[P, D].</param>
        /// <returns>The distances and the cells (row-major, the first where several tie), both [N, P].</returns>
        /// <exception cref="ArgumentException">The depths differ, a rank does not fit, or there is no cell to choose from.</exception>
        public static (Tensor Values, IndexTensor Cells) Apply(Tensor z, Tensor p)
        {
            if (p.Shape.Rank != 2 || z.Shape.Rank < 3 || z.Shape[-1] != p.Shape[1])
            {
                throw new ArgumentException(
                    $"MinSquaredDistance: cells of {z.Shape} cannot be compared with rows of {p.Shape}. The first is [N, cells, D] or [N, h, w, D], the second [P, D].");
            }

            Sizes sizes = SizesOf(z.Shape, p.Shape);
            if (sizes.Cells == 0)
            {
                throw new ArgumentException($"MinSquaredDistance: the shape {z.Shape} leaves no cell to choose from. Check for an empty picture first.");
            }

            Step step = z.Step;
            Tensor values = step.Allocate([sizes.Pictures, sizes.Points]);
            IndexTensor cells = step.AllocateIndices([sizes.Pictures, sizes.Points]);
            Kernels.For(step.Device).Forward(sizes, z.Storage, p.Storage, values.Storage, cells.Storage);
            if (step.Records(z, p))
            {
                MinSquaredDistanceOp op = step.Record<MinSquaredDistanceOp>(values);
                op.z = z;
                op.p = p;
                op.cells = cells;
            }

            return (values, cells);
        }

        /// <inheritdoc/>
        protected internal override OnnxValue Export(OnnxGraph graph)
            => graph.Node(
                "ReduceMin",
                [OnnxDistances.OfCells(graph, Name, graph.ChannelsFirst(z), z, p)],
                OnnxAttribute.Integer("keepdims", 0),
                OnnxAttribute.Integers("axes", 2)) with { ChannelsFirst = false };

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            IKernels kernels = Kernels.For(z.Device);
            Sizes sizes = SizesOf(z.Shape, p.Shape);
            var blocks = new Blocks(z.Storage, p.Storage, cells.Storage, gradients.Of(Output));
            if (gradients.Wants(z)) kernels.BackwardRows(sizes, blocks, gradients.For(z, out bool accumulate), accumulate);
            if (gradients.Wants(p)) kernels.BackwardPoints(sizes, blocks, gradients.For(p, out bool accumulate), accumulate);
        }

        private static Sizes SizesOf(Shape z, Shape p) => new(z[0], z.Rank == 3 ? z[1] : z[1] * z[2], p[0], p[1]);

        /// <param name="Pictures">N.</param>
        /// <param name="Cells">Cells of a picture.</param>
        /// <param name="Points">P, rows of p.</param>
        /// <param name="Depth">D.</param>
        private readonly record struct Sizes(int Pictures, int Cells, int Points, int Depth) : IOpCost
        {
            public long Flops => 3L * Pictures * Cells * Points * Depth;
        }

        /// <param name="Z">[N, cells, D].</param>
        /// <param name="P">[P, D].</param>
        /// <param name="Cells">The cell of each minimum, [N, P].</param>
        /// <param name="Gradient">The gradient of each minimum, [N, P].</param>
        private readonly record struct Blocks(Storage Z, Storage P, Storage Cells, Storage Gradient);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>The smallest squared distance of every point to any cell of every picture, and that cell.</summary>
        /// <param name="z">[N, cells, D] or [N, h, w, D].</param>
        /// <param name="points">[P, D].</param>
        /// <returns>The distances and the cells (row-major, the first where several tie), both [N, P]; a NaN wins, its cell is undefined but in range.</returns>
        public static (Tensor Values, IndexTensor Cells) MinSquaredDistance(this Tensor z, Tensor points) => MinSquaredDistanceOp.Apply(z, points);
    }
}
