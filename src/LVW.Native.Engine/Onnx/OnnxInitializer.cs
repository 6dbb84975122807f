using System.Runtime.InteropServices;

namespace LVW.Native.Engine.Onnx;

/// <summary>Constant values of a graph, fetched when they are written and not before, so that no weight is held twice.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Type">ONNX's number of the element type.</param>
/// <param name="Dimensions">The sizes.</param>
/// <param name="Length">Bytes of all values.</param>
/// <param name="Write">Fetches the values and writes them, row-major and little-endian.</param>
internal sealed record OnnxInitializer(string Name, int Type, long[] Dimensions, long Length, Action<Stream> Write)
{
    public const int Float = 1;
    public const int Int64 = 7;
    public const int Double = 11;

    /// <summary>Numbers of a tensor, in the order of the value that shows them.</summary>
    public static OnnxInitializer OfTensor(OnnxValue value, Shape shape, Func<float[]> values)
        => new(value.Name!, Float, value.Dimensions(shape), shape.Count * sizeof(float),
            stream => WriteTo(stream, value.ChannelsFirst ? ChannelsFirst(values(), shape) : values()));

    /// <summary>Integers, such as the sizes that a Reshape asks for.</summary>
    public static OnnxInitializer OfIntegers(string name, long[] values)
        => new(name, Int64, [values.Length], (long)values.Length * sizeof(long), stream => WriteTo(stream, values));

    /// <summary>A single number.</summary>
    public static OnnxInitializer OfScalar(string name, float value) => new(name, Float, [], sizeof(float), stream => WriteTo<float>(stream, [value]));

    private static void WriteTo<T>(Stream stream, T[] values)
        where T : struct
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("ONNX files hold little-endian numbers; this machine has others.");
        stream.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    // [a, …, c] to [a, c, …], the dimensions between as one.
    private static float[] ChannelsFirst(float[] values, Shape shape)
    {
        int channels = shape[^1];
        int places = 1;
        for (int axis = 1; axis < shape.Rank - 1; axis++) places *= shape[axis];
        float[] moved = new float[values.Length];
        for (int from = 0; from < values.Length; from++)
        {
            int channel = from % channels, place = from / channels % places, outer = from / channels / places;
            moved[(((outer * channels) + channel) * places) + place] = values[from];
        }

        return moved;
    }
}
