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
        public void Forward(in Conv2dGeometry g, Storage x, Storage w, Storage? bias, bool relu, Storage y)
        {
            if (!AlgorithmTable.UsesWinograd(g))
            {
                DirectConvolution.Forward(device, g, x.Floats(), w.Floats(), bias is null ? null : bias.Floats(), relu, y.Floats());
                return;
            }

            var filter = new TileFilter(w.Floats(), g.K, g.C, turned: false);
            if (bias is null && !relu)
            {
                WinogradConvolution.Run(device, TileGrid.Forward(g), filter, x.Floats(), y.Floats(), accumulate: false, default(NoEpilogue));
                return;
            }

            using var readable = new ReadableBias(device, bias is null ? null : bias.Floats(), g.K);
            if (relu) WinogradConvolution.Run(device, TileGrid.Forward(g), filter, x.Floats(), y.Floats(), accumulate: false, new BiasReLUEpilogue(readable.Values));
            else WinogradConvolution.Run(device, TileGrid.Forward(g), filter, x.Floats(), y.Floats(), accumulate: false, new BiasEpilogue(readable.Values));
        }

        public void InputGradient(in Conv2dGeometry g, Storage dy, Storage w, Storage dx, bool accumulate)
        {
            if (AlgorithmTable.UsesWinograd(g))
            {
                var filter = new TileFilter(w.Floats(), g.K, g.C, turned: true);
                WinogradConvolution.Run(device, TileGrid.Backward(g), filter, dy.Floats(), dx.Floats(), accumulate, default(NoEpilogue));
                return;
            }

            DirectConvolution.InputGradient(device, g, dy.Floats(), w.Floats(), dx.Floats(), accumulate);
        }

        public void FilterGradient(in Conv2dGeometry g, Storage x, Storage dy, Storage dw, bool accumulate)
        {
            if (AlgorithmTable.UsesWinograd(g)) WinogradFilterGradient.Run(device, g, x.Floats(), dy.Floats(), dw.Floats(), accumulate);
            else Convolution.FilterGradient.Run(device, g, x.Floats(), dy.Floats(), dw.Floats(), accumulate);
        }

        public void BiasGradient(int pixels, int filters, Storage dy, Storage db, bool accumulate)
            => ColumnSum.Run(device, dy.Floats(), pixels, filters, db.Floats(), accumulate);

        public void Mask(int pixels, int filters, Storage y, Storage dy, Storage masked, Storage? db, bool accumulate)
            => MaskedGradient.Run(device, pixels, filters, y.Floats(), dy.Floats(), masked.Floats(), db is null ? null : db.Floats(), accumulate);
    }
}
