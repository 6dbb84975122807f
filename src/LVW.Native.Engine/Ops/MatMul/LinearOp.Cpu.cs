using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.MatMul;

/// <content>Processor kernels.</content>
public sealed partial class LinearOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Forward(in Sizes sizes, Storage x, Storage w, Storage? bias, Storage y)
        {
            var left = new MatrixOperand(x.Floats(), sizes.Inputs);
            var right = new MatrixOperand(w.Floats(), sizes.Inputs, transposed: true);
            if (bias is null)
            {
                PackedGemm.Multiply(device, sizes.Rows, sizes.Outputs, sizes.Inputs, 1f, left, right, y.Floats(), sizes.Outputs, false, default(NoEpilogue));
                return;
            }

            using var readable = new ReadableBias(device, bias.Floats(), sizes.Outputs);
            PackedGemm.Multiply(
                device, sizes.Rows, sizes.Outputs, sizes.Inputs, 1f, left, right, y.Floats(), sizes.Outputs, false, new BiasEpilogue(readable.Values));
        }

        public void InputGradient(in Sizes sizes, Storage dy, Storage w, Storage dx, bool accumulate)
            => PackedGemm.Multiply(
                device,
                sizes.Rows,
                sizes.Inputs,
                sizes.Outputs,
                1f,
                new MatrixOperand(dy.Floats(), sizes.Outputs),
                new MatrixOperand(w.Floats(), sizes.Inputs),
                dx.Floats(),
                sizes.Inputs,
                accumulate,
                default(NoEpilogue));

        public void WeightGradient(in Sizes sizes, Storage x, Storage dy, Storage dw, bool accumulate)
            => PackedGemm.Multiply(
                device,
                sizes.Outputs,
                sizes.Inputs,
                sizes.Rows,
                1f,
                new MatrixOperand(dy.Floats(), sizes.Outputs, transposed: true),
                new MatrixOperand(x.Floats(), sizes.Inputs),
                dw.Floats(),
                sizes.Inputs,
                accumulate,
                default(NoEpilogue));

        public void BiasGradient(int rows, int outputs, Storage dy, Storage db, bool accumulate)
            => ColumnSum.Run(device, dy.Floats(), rows, outputs, db.Floats(), accumulate);
    }
}
