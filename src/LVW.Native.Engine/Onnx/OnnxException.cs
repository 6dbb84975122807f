using LVW.Native.Engine.Autograd;

namespace LVW.Native.Engine.Onnx;

/// <summary>A model that cannot become an ONNX file; the message names the op and the remedy.</summary>
public sealed class OnnxException : Exception
{
    /// <summary>Creates the exception.</summary>
    public OnnxException(string message)
        : base(message)
    {
    }

    internal static OnnxException NoExport(Op op) => new(
        $"ONNX: the op {op.Name} cannot be exported. Convolutions, poolings, normalisation in evaluation, products of matrices, distances, shaping, sums, extrema, "
        + "softmax and element-wise formulas can; for an op of your own override Op.Export, for a formula implement IOnnxFormula.");

    internal static OnnxException MixesPictures(string op) => new(
        $"ONNX: {op} cuts, joins or moves along dimension 0, the pictures of a batch, whose number an exported model leaves open. Keep dimension 0 as it is.");

    internal static OnnxException FixedBatch(string op, Shape shape) => new(
        $"ONNX: {op} combines the pictures of a batch with constants {shape}, made for the batch that was traced. Give the constants size 1 in dimension 0, or use Pad.");
}
