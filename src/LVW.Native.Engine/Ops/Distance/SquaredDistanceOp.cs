using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Distance;

namespace LVW.Native.Engine.Ops.Distance
{
    /// <summary>
    /// Squared Euclidean distance of every row of z to every row of p: d[m, j] = Σ_k (z[m, k] − p[j, k])².
    /// </summary>
    /// <remarks>
    /// The difference is formed before it is squared. The expanded form ‖z‖² − 2z·p + ‖p‖² would be a plain matrix product but loses all
    /// digits near d = 0, exactly where rows of p are copies of rows of z. Gradients skip the zeros of dd, which are most of it.
    /// </remarks>
    public sealed partial class SquaredDistanceOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

        private Tensor z;
        private Tensor p;

        private interface IKernels
        {
            void Forward(in Sizes sizes, Storage z, Storage p, Storage d);

            void BackwardRows(in Sizes sizes, Storage z, Storage p, Storage dd, Storage dz, bool accumulate);

            void BackwardPoints(in Sizes sizes, Storage z, Storage p, Storage dd, Storage dp, bool accumulate);
        }

        /// <summary>Computes all distances.</summary>
        /// <param name="z">[…, D], rank 2 to 4.</param>
        /// <param name="p">[P, D].</param>
        /// <returns>[…, P].</returns>
        /// <exception cref="ArgumentException">The last dimensions differ, or <paramref name="p"/> is not a matrix.</exception>
        public static Tensor Apply(Tensor z, Tensor p)
        {
            if (p.Shape.Rank != 2 || z.Shape.Rank < 2 || z.Shape[-1] != p.Shape[1])
            {
                throw new ArgumentException(
                    $"SquaredDistance: rows of {z.Shape} cannot be compared with rows of {p.Shape}. The last dimension of both is the depth D; the second argument is [P, D].");
            }

            Step step = z.Step;
            Tensor d = step.Allocate(z.Shape.With(-1, p.Shape[0]));
            Kernels.For(step.Device).Forward(SizesOf(z, p), z.Storage, p.Storage, d.Storage);
            if (step.Records(z, p))
            {
                SquaredDistanceOp op = step.Record<SquaredDistanceOp>(d);
                op.z = z;
                op.p = p;
            }

            return d;
        }

        /// <inheritdoc/>
        protected internal override OnnxValue Export(OnnxGraph graph)
            => graph.Value(z) is { ChannelsFirst: true } cells
                ? graph.Reshaped(Name, OnnxDistances.OfCells(graph, Name, cells, z, p), Output.Shape, channelsFirst: true)
                : OnnxDistances.OfRows(graph, Name, z, p);

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            IKernels kernels = Kernels.For(z.Device);
            Storage dd = gradients.Of(Output);
            if (gradients.Wants(z)) kernels.BackwardRows(SizesOf(z, p), z.Storage, p.Storage, dd, gradients.For(z, out bool accumulate), accumulate);
            if (gradients.Wants(p)) kernels.BackwardPoints(SizesOf(z, p), z.Storage, p.Storage, dd, gradients.For(p, out bool accumulate), accumulate);
        }

        private static Sizes SizesOf(Tensor z, Tensor p) => new(z.Shape.Count / p.Shape[1], p.Shape[0], p.Shape[1]);

        /// <param name="Rows">M, rows of z.</param>
        /// <param name="Points">P, rows of p.</param>
        /// <param name="Depth">D.</param>
        private readonly record struct Sizes(long Rows, int Points, int Depth) : IOpCost
        {
            public long Flops => 3L * Rows * Points * Depth;
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>Squared Euclidean distance of every row of <paramref name="z"/> to every row of <paramref name="points"/>.</summary>
        /// <param name="z">[…, D], rank 2 to 4.</param>
        /// <param name="points">[P, D].</param>
        /// <returns>[…, P], never negative, exactly 0 for equal rows.</returns>
        public static Tensor SquaredDistance(this Tensor z, Tensor points) => SquaredDistanceOp.Apply(z, points);
    }
}
