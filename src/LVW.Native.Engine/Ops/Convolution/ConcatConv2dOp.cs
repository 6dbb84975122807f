using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Convolution;
using LVW.Native.Engine.Ops.Shaping;

namespace LVW.Native.Engine.Ops.Convolution
{
    /// <summary>
    /// Several convolutions of one input, joined along the channels: each writes its slice of the output and reads its slice of the gradient,
    /// so that nothing is copied to join or part them.
    /// </summary>
    public sealed class ConcatConv2dOp : Op
    {
        private readonly List<Part> parts = [];
        private Tensor x;
        private bool relu;

        /// <summary>Convolves once for each branch.</summary>
        /// <param name="x">[N, H, W, C].</param>
        /// <param name="branches">At least one; all with output maps of one size, all with ReLU or none.</param>
        /// <returns>[N, P, Q, ΣK], the branches in the order given.</returns>
        /// <exception cref="ArgumentException">No branch, shapes that do not fit each other, or branches that differ.</exception>
        public static Tensor Apply(Tensor x, ReadOnlySpan<Conv2dBranch> branches)
        {
            if (branches.IsEmpty) throw new ArgumentException("ConcatConv2d: no branch was given. Give at least one.");
            Conv2dGeometry first = GeometryOf(x, branches[0]);
            bool relu = branches[0].Options.ReLU;
            int channels = 0;
            foreach (Conv2dBranch branch in branches)
            {
                Conv2dGeometry g = GeometryOf(x, branch);
                if (g.P != first.P || g.Q != first.Q)
                {
                    throw new ArgumentException(
                        $"ConcatConv2d: the outputs have {first.P} × {first.Q} and {g.P} × {g.Q} pixels. Choose stride and padding so that they agree.");
                }

                if (branch.Options.ReLU != relu)
                {
                    throw new ArgumentException("ConcatConv2d: some branches have ReLU and some have not. Give it to all, or use Conv2d and Concat.");
                }

                channels = checked(channels + g.K);
            }

            Step step = x.Step;
            Tensor y = step.Allocate([first.N, first.P, first.Q, channels]);
            Conv2dOp.IKernels kernels = Conv2dOp.Kernels.For(step.Device);
            bool records = step.Records(x);
            int start = 0;
            foreach (Conv2dBranch branch in branches)
            {
                Conv2dGeometry g = GeometryOf(x, branch) with { OutputPixel = channels, OutputStart = start };
                (Tensor w, Tensor bias) = (branch.Weight, branch.Bias);
                kernels.Forward(g, x.Storage, w.Storage, bias.IsEmpty ? null : bias.Storage, relu, y.Storage, step.KeptFor(w));
                records |= step.Records(w, bias);
                start += g.K;
            }

            if (records) step.Record<ConcatConv2dOp>(y).Remember(x, branches, relu);
            return y;
        }

        /// <inheritdoc/>
        protected internal override OnnxValue Export(OnnxGraph graph)
        {
            OnnxValue y = graph.Node("Concat", [.. parts.Select(part => part.Geometry.Export(graph, Name, x, part.Weight, part.Bias))], OnnxAttribute.Integer("axis", 1));
            return relu ? graph.Node("Relu", [y]) : y;
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            Device device = x.Device;
            Conv2dOp.IKernels kernels = Conv2dOp.Kernels.For(device);
            Storage dy = gradients.Of(Output);
            int channels = Output.Shape[^1];
            int pixels = parts[0].Geometry.OutputPixels;
            Storage? db = WantsBias(gradients) ? device.Rent(channels) : null;
            Storage? rented = relu && !gradients.MayOverwrite(Output) ? device.Rent(dy.Length) : null;
            if (relu)
            {
                Storage masked = rented ?? dy;
                kernels.Mask(pixels, channels, Output.Storage, dy, masked, db, accumulate: false);
                dy = masked;
            }
            else if (db is not null)
            {
                kernels.BiasGradient(pixels, channels, dy, db, accumulate: false);
            }

            foreach (Part part in parts)
            {
                Conv2dGeometry g = part.Geometry;
                if (gradients.Wants(part.Bias))
                {
                    Storage target = gradients.For(part.Bias, out bool adds);
                    BoxCopy.Run(device, db!, target, Box.OfRows(1, g.K, g.OutputStart, g.K, 0, g.K), adds);
                }

                if (gradients.Wants(part.Weight)) kernels.FilterGradient(g, x.Storage, dy, gradients.For(part.Weight, out bool accumulate), accumulate);
                if (gradients.Wants(x)) kernels.InputGradient(g, dy, part.Weight.Storage, gradients.For(x, out bool accumulate), accumulate);
            }

            if (rented is not null) device.Return(rented);
            if (db is not null) device.Return(db);
        }

        private static Conv2dGeometry GeometryOf(Tensor x, in Conv2dBranch branch) => Conv2dOp.GeometryOf(x, branch.Weight, branch.Bias, branch.Options);

        private void Remember(Tensor input, ReadOnlySpan<Conv2dBranch> branches, bool cuts)
        {
            x = input;
            relu = cuts;
            parts.Clear();
            int start = 0;
            foreach (Conv2dBranch branch in branches)
            {
                Conv2dGeometry g = GeometryOf(x, branch) with { OutputPixel = Output.Shape[^1], OutputStart = start };
                parts.Add(new Part(branch.Weight, branch.Bias, g));
                start += g.K;
            }
        }

        private bool WantsBias(Gradients gradients)
        {
            foreach (Part part in parts)
            {
                if (gradients.Wants(part.Bias)) return true;
            }

            return false;
        }

        private readonly record struct Part(Tensor Weight, Tensor Bias, Conv2dGeometry Geometry);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>Several convolutions of NHWC pictures, joined along the channels.</summary>
        /// <param name="x">[N, H, W, C].</param>
        /// <param name="branches">The convolutions; all with output maps of one size, all with ReLU or none.</param>
        /// <returns>[N, P, Q, ΣK], the branches in the order given.</returns>
        /// <exception cref="ArgumentException">No branch, shapes that do not fit each other, or branches that differ.</exception>
        public static Tensor ConcatConv2d(this Tensor x, params ReadOnlySpan<Conv2dBranch> branches) => ConcatConv2dOp.Apply(x, branches);
    }
}
