using System.Runtime.InteropServices;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>What the values of a tensor are like.</summary>
/// <param name="NonFinite">How many are NaN or infinite.</param>
/// <param name="Least">The least finite value; NaN without one.</param>
/// <param name="Largest">The largest finite value; NaN without one.</param>
/// <param name="Mean">The mean of the finite values; NaN without one.</param>
public sealed record TensorStatistics(long NonFinite, double Least, double Largest, double Mean)
{
    /// <summary>Reads a tensor block by block.</summary>
    /// <exception cref="CheckpointException">The file was damaged meanwhile.</exception>
    public static TensorStatistics Of(RawTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        long lost = 0, finite = 0;
        (double least, double largest, double sum) = (double.PositiveInfinity, double.NegativeInfinity, 0);
        int width = ElementConversion.Width(tensor.Type);
        float[] floats = new float[width == 8 ? 0 : StoredBytes.Block / width];
        tensor.Read(block =>
        {
            if (tensor.Type == ElementType.F64) Add(MemoryMarshal.Cast<byte, double>(block));
            else if (tensor.Type == ElementType.I64) Add(MemoryMarshal.Cast<byte, long>(block));
            else if (tensor.Type == ElementType.U64) Add(MemoryMarshal.Cast<byte, ulong>(block));
            else
            {
                Span<float> part = floats.AsSpan(0, block.Length / width);
                ElementConversion.ToFloats(block, tensor.Type, part);
                Add<float>(part);
            }
        });
        return finite == 0 ? new TensorStatistics(lost, double.NaN, double.NaN, double.NaN) : new TensorStatistics(lost, least, largest, sum / finite);

        void Add<T>(ReadOnlySpan<T> values)
            where T : System.Numerics.INumber<T>
        {
            foreach (T element in values)
            {
                double value = double.CreateTruncating(element);
                if (!double.IsFinite(value))
                {
                    lost++;
                    continue;
                }

                finite++;
                sum += value;
                least = Math.Min(least, value);
                largest = Math.Max(largest, value);
            }
        }
    }
}
