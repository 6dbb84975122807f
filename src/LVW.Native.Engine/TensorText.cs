using System.Globalization;
using System.Text;

namespace LVW.Native.Engine;

/// <summary>Prints a tensor the way NumPy does: nested brackets, long dimensions shortened, then shape and device.</summary>
internal static class TensorText
{
    private const int Edge = 3;

    public static string Format(Tensor tensor)
    {
        var text = new StringBuilder("Tensor(");
        Append(text, tensor.ToArray(), tensor.Shape, axis: 0, offset: 0);
        return text.Append(CultureInfo.InvariantCulture, $", shape={tensor.Shape}, device={tensor.Device.Name})").ToString();
    }

    private static void Append(StringBuilder text, float[] values, Shape shape, int axis, long offset)
    {
        if (axis == shape.Rank)
        {
            text.Append(values[offset].ToString("G5", CultureInfo.InvariantCulture));
            return;
        }

        long stride = 1;
        for (int inner = axis + 1; inner < shape.Rank; inner++) stride *= shape[inner];
        text.Append('[');
        for (int i = 0; i < shape[axis]; i++)
        {
            if (i > 0) text.Append(", ");
            if (i == Edge && shape[axis] > 2 * Edge)
            {
                text.Append("…, ");
                i = shape[axis] - Edge;
            }

            Append(text, values, shape, axis + 1, offset + (i * stride));
        }

        text.Append(']');
    }
}
