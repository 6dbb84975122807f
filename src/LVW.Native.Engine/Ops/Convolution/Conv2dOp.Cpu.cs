using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Convolution.Winograd;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution;

/// <content>Processor kernels.</content>
public sealed partial class Conv2dOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Forward(in Conv2dGeometry g, Storage x, Storage w, Storage? bias, bool relu, Storage y, KeptBlock? kept)
        {
            if (bias is null && !relu)
            {
                Run(g, x, w, y, kept, default(NoEpilogue));
                return;
            }

            using var readable = new ReadableBias(device, bias is null ? null : bias.Floats(), g.K);
            if (relu) Run(g, x, w, y, kept, new BiasReLUEpilogue(readable.Values));
            else Run(g, x, w, y, kept, new BiasEpilogue(readable.Values));
        }

        public bool ForwardNormalized(
            in Conv2dGeometry g, Storage x, Storage w, in FixedNormalization normalization, Storage? residual, bool relu, Storage y, KeptBlock? kept)
        {
            using var scale = new ReadableBias(device, null, g.K);
            using var shift = new ReadableBias(device, null, g.K);
            float* gamma = normalization.Gamma.Floats(), beta = normalization.Beta.Floats();
            float* mean = normalization.Mean.Floats(), variance = normalization.Variance.Floats();
            for (int k = 0; k < g.K; k++)
            {
                double factor = gamma[k] / Math.Sqrt((double)variance[k] + normalization.Epsilon);
                scale.Values[k] = (float)factor;
                shift.Values[k] = (float)(beta[k] - (mean[k] * factor));
            }

            var terms = new AffineTerms
            {
                Scale = scale.Values,
                Shift = shift.Values,
                Results = y.Floats(),
                Residual = residual is null ? null : residual.Floats(),
                ReLU = relu,
            };
            Run(g, x, w, y, kept, new AffineEpilogue(&terms));
            return true;
        }

        public void InputGradient(in Conv2dGeometry g, Storage dy, Storage w, Storage dx, bool accumulate)
        {
            if (AlgorithmTable.UsesWinograd(g))
            {
                var filter = new TileFilter(w.Floats(), g.K, g.C, turned: true);
                WinogradConvolution.Run(device, TileGrid.Backward(g), filter, null, dy.Floats() + g.OutputStart, dx.Floats(), accumulate, default(NoEpilogue));
                return;
            }

            DirectConvolution.InputGradient(device, g, dy.Floats() + g.OutputStart, w.Floats(), dx.Floats(), accumulate);
        }

        public void FilterGradient(in Conv2dGeometry g, Storage x, Storage dy, Storage dw, bool accumulate)
        {
            float* gradient = dy.Floats() + g.OutputStart;
            if (AlgorithmTable.UsesWinograd(g)) WinogradFilterGradient.Run(device, g, x.Floats(), gradient, dw.Floats(), accumulate);
            else Convolution.FilterGradient.Run(device, g, x.Floats(), gradient, dw.Floats(), accumulate);
        }

        public void BiasGradient(int pixels, int filters, Storage dy, Storage db, bool accumulate)
            => ColumnSum.Run(device, dy.Floats(), pixels, filters, db.Floats(), accumulate);

        public void Mask(int pixels, int filters, Storage y, Storage dy, Storage masked, Storage? db, bool accumulate)
            => MaskedGradient.Run(device, pixels, filters, y.Floats(), dy.Floats(), masked.Floats(), db is null ? null : db.Floats(), accumulate);

        private void Run<TEpilogue>(in Conv2dGeometry g, Storage x, Storage w, Storage y, KeptBlock? kept, TEpilogue epilogue)
            where TEpilogue : struct, IEpilogue
        {
            float* results = y.Floats() + g.OutputStart;
            if (!AlgorithmTable.UsesWinograd(g))
            {
                DirectConvolution.Forward(device, g, x.Floats(), w.Floats(), results, epilogue);
                return;
            }

            var filter = new TileFilter(w.Floats(), g.K, g.C, turned: false);
            TileGrid grid = TileGrid.Forward(g);
            float* planes = kept is null ? null : WinogradConvolution.KeptPlanes(device, grid.Tile, filter, w, kept);
            WinogradConvolution.Run(device, grid, filter, planes, x.Floats(), results, accumulate: false, epilogue);
        }
    }
}
