using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Convolution;

namespace LVW.Native.Engine.Ops.Convolution
{
    /// <summary>
    /// 2-d convolution (cross-correlation): y[n,p,q,k] = b[k] + Σ_{r,s,c} x[n, p·stride − pad + r·dilation, q·stride − pad + s·dilation, c] · w[k,r,s,c].
    /// </summary>
    public sealed partial class Conv2dOp : Op
    {
        internal static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

        private Tensor x;
        private Tensor w;
        private Tensor bias;
        private Conv2dGeometry geometry;
        private bool relu;

        /// <summary>What a device computes; y and dy are slices of the channels of their blocks where the geometry says so.</summary>
        internal interface IKernels
        {
            /// <summary>y; <paramref name="kept"/> may hold what is derived from the filter.</summary>
            void Forward(in Conv2dGeometry g, Storage x, Storage w, Storage? bias, bool relu, Storage y, KeptBlock? kept);

            /// <summary>y, normalised, with residual and ReLU, in one pass; false, and nothing done, where the device has no such kernel.</summary>
            bool ForwardNormalized(
                in Conv2dGeometry g, Storage x, Storage w, in FixedNormalization normalization, Storage? residual, bool relu, Storage y, KeptBlock? kept);

            void InputGradient(in Conv2dGeometry g, Storage dy, Storage w, Storage dx, bool accumulate);

            void FilterGradient(in Conv2dGeometry g, Storage x, Storage dy, Storage dw, bool accumulate);

            /// <summary>db[k] (+)= Σ over the pixels of dy[pixel, k].</summary>
            void BiasGradient(int pixels, int filters, Storage dy, Storage db, bool accumulate);

            /// <summary>masked = dy where y is positive, else 0, in place if they are one block; with db also the bias gradient of what is masked.</summary>
            void Mask(int pixels, int filters, Storage y, Storage dy, Storage masked, Storage? db, bool accumulate);
        }

        /// <summary>Convolves.</summary>
        /// <param name="x">[N, H, W, C].</param>
        /// <param name="w">[K, R, S, C / groups].</param>
        /// <param name="bias">[K], or empty.</param>
        /// <param name="options">Stride, padding, dilation, groups, ReLU.</param>
        /// <returns>[N, P, Q, K] with P = ⌊(H + 2·padding − dilation·(R − 1) − 1) / stride⌋ + 1, and Q likewise.</returns>
        /// <exception cref="ArgumentException">The shapes do not fit each other or the options.</exception>
        public static Tensor Apply(Tensor x, Tensor w, Tensor bias, Conv2dOptions options)
        {
            Conv2dGeometry g = GeometryOf(x, w, bias, options);
            Step step = x.Step;
            Tensor y = step.Allocate([g.N, g.P, g.Q, g.K]);
            Kernels.For(step.Device).Forward(g, x.Storage, w.Storage, bias.IsEmpty ? null : bias.Storage, options.ReLU, y.Storage, step.KeptFor(w));
            if (step.Records(x, w, bias))
            {
                Conv2dOp op = step.Record<Conv2dOp>(y);
                op.x = x;
                op.w = w;
                op.bias = bias;
                op.geometry = g;
                op.relu = options.ReLU;
            }

            return y;
        }

        /// <summary>
        /// Convolves and normalises with fixed statistics, adds a residual and cuts at zero: what a convolution, batch normalisation in evaluation
        /// and ReLU do one after the other, where the device can in one pass. For steps that record nothing.
        /// </summary>
        /// <param name="x">[N, H, W, C].</param>
        /// <param name="w">[K, R, S, C / groups].</param>
        /// <param name="options">Stride, padding, dilation, groups; its ReLU comes last.</param>
        /// <param name="normalization">The normalisation of the K channels.</param>
        /// <param name="residual">[N, P, Q, K], or empty.</param>
        /// <param name="y">[N, P, Q, K].</param>
        /// <returns>Whether the device has such a kernel for the shape.</returns>
        internal static bool TryApplyNormalized(Tensor x, Tensor w, Conv2dOptions options, in FixedNormalization normalization, Tensor residual, out Tensor y)
        {
            Conv2dGeometry g = GeometryOf(x, w, default, options);
            Step step = x.Step;
            if (normalization.Gamma.Length != g.K)
            {
                throw new ArgumentException(
                    $"Conv2d: the normalisation has {normalization.Gamma.Length} channels but the filter {w.Shape} gives {g.K}. Use a BatchNorm2d of {g.K} channels.");
            }

            if (!residual.IsEmpty && residual.Shape != [g.N, g.P, g.Q, g.K])
            {
                throw new ArgumentException(
                    $"Conv2d: the residual {residual.Shape} is added to the output [{g.N}, {g.P}, {g.Q}, {g.K}]; both must have the same shape.");
            }

            y = step.Allocate([g.N, g.P, g.Q, g.K]);
            if (Kernels.For(step.Device).ForwardNormalized(
                g, x.Storage, w.Storage, normalization, residual.IsEmpty ? null : residual.Storage, options.ReLU, y.Storage, step.KeptFor(w)))
            {
                return true;
            }

            step.Release(y);
            return false;
        }

        /// <inheritdoc/>
        protected internal override OnnxValue Export(OnnxGraph graph)
        {
            OnnxValue y = geometry.Export(graph, Name, x, w, bias);
            return relu ? graph.Node("Relu", [y]) : y;
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            Device device = x.Device;
            IKernels kernels = Kernels.For(device);
            Storage dy = gradients.Of(Output);
            int pixels = geometry.OutputPixels;
            bool addToBias = false;
            Storage? db = gradients.Wants(bias) ? gradients.For(bias, out addToBias) : null;
            Storage? rented = relu && !gradients.MayOverwrite(Output) ? device.Rent(dy.Length) : null;
            if (relu)
            {
                Storage masked = rented ?? dy;
                kernels.Mask(pixels, geometry.K, Output.Storage, dy, masked, db, addToBias);
                dy = masked;
            }
            else if (db is not null)
            {
                kernels.BiasGradient(pixels, geometry.K, dy, db, addToBias);
            }

            if (gradients.Wants(w)) kernels.FilterGradient(geometry, x.Storage, dy, gradients.For(w, out bool accumulate), accumulate);
            if (gradients.Wants(x)) kernels.InputGradient(geometry, dy, w.Storage, gradients.For(x, out bool accumulate), accumulate);
            if (rented is not null) device.Return(rented);
        }

        internal static Conv2dGeometry GeometryOf(Tensor x, Tensor w, Tensor bias, Conv2dOptions options)
        {
            if (x.Shape.Rank != 4) throw new ArgumentException($"Conv2d: the input must be [N, H, W, C] but has shape {x.Shape}.");
            if (w.Shape.Rank != 4) throw new ArgumentException($"Conv2d: the filter must be [K, R, S, C / groups] but has shape {w.Shape}.");
            var g = new Conv2dGeometry
            {
                N = x.Shape[0],
                H = x.Shape[1],
                W = x.Shape[2],
                C = x.Shape[3],
                K = w.Shape[0],
                R = w.Shape[1],
                S = w.Shape[2],
                StrideH = options.Stride,
                StrideW = options.Stride,
                PadTop = options.Padding,
                PadBottom = options.Padding,
                PadLeft = options.Padding,
                PadRight = options.Padding,
                DilationH = options.Dilation,
                DilationW = options.Dilation,
                Groups = options.Groups,
                Algorithm = options.Algorithm,
            };
            if (g.Problem() is string problem) throw new ArgumentException($"Conv2d: {problem} (input {x.Shape}, filter {w.Shape}).");
            if (w.Shape[3] != g.GroupC)
            {
                string groups = g.Groups == 1 ? "" : $" in {g.Groups} groups";
                throw new ArgumentException(
                    $"Conv2d: input has {g.C} channels{groups} but the filter expects {(long)w.Shape[3] * g.Groups} (input {x.Shape}, filter {w.Shape}). "
                    + "Channels are the last dimension.");
            }

            if (!bias.IsEmpty && bias.Shape != [g.K])
            {
                throw new ArgumentException($"Conv2d: the bias has shape {bias.Shape} but the filter {w.Shape} needs [{g.K}], one number for each filter.");
            }

            return g;
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>2-d convolution of NHWC pictures with an OHWI filter.</summary>
        /// <param name="x">[N, H, W, C].</param>
        /// <param name="weight">[K, R, S, C / groups].</param>
        /// <param name="bias">[K]; leave out for none.</param>
        /// <param name="options">Stride, padding, dilation, groups, ReLU; leave out for PyTorch's defaults.</param>
        /// <returns>[N, P, Q, K].</returns>
        /// <exception cref="ArgumentException">The shapes do not fit each other or the options.</exception>
        public static Tensor Conv2d(this Tensor x, Tensor weight, Tensor bias = default, Conv2dOptions? options = null)
            => Conv2dOp.Apply(x, weight, bias, options ?? new Conv2dOptions());
    }
}
