using System.Runtime.InteropServices;
using LVW.Native.VisualWords.Attention;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>A reading as bytes, for other processes of the same run.</summary>
internal static class BatchReadingBytes
{
    public static byte[] Of(BatchReading reading)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (int size in (int[])[reading.Count, reading.Classes, reading.Words, reading.Height, reading.Width]) writer.Write(size);
        Write(writer, reading.Indices);
        Write(writer, reading.Labels);
        Write(writer, reading.Cells);
        foreach (float[] values in (float[][])[reading.BaseLogits, reading.Logits, reading.Scores, reading.Similarities, reading.Distances, reading.SimilarityMaps]) Write(writer, values);
        writer.Write(reading.Attention is null ? 0 : reading.Attention.Height);
        writer.Write(reading.Attention is null ? 0 : reading.Attention.Width);
        Write(writer, reading.Attention?.Values.ToArray() ?? []);
        writer.Flush();
        return stream.ToArray();
    }

    public static BatchReading Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        (int count, int classes, int words, int height, int width) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        (int[] indices, int[] labels, int[] cells) = (Values<int>(reader), Values<int>(reader), Values<int>(reader));
        (float[] baseLogits, float[] logits, float[] scores, float[] similarities) = (Values<float>(reader), Values<float>(reader), Values<float>(reader), Values<float>(reader));
        (float[] distances, float[] maps) = (Values<float>(reader), Values<float>(reader));
        (int rows, int columns) = (reader.ReadInt32(), reader.ReadInt32());
        float[] attention = Values<float>(reader);
        return new BatchReading
        {
            Count = count,
            Classes = classes,
            Words = words,
            Height = height,
            Width = width,
            Indices = indices,
            Labels = labels,
            BaseLogits = baseLogits,
            Attention = rows == 0 ? null : new AttentionMaps(count, rows, columns, attention),
            Logits = logits,
            Scores = scores,
            Similarities = similarities,
            Cells = cells,
            Distances = distances,
            SimilarityMaps = maps,
        };
    }

    private static void Write<T>(BinaryWriter writer, T[] values)
        where T : unmanaged
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    private static T[] Values<T>(BinaryReader reader)
        where T : unmanaged
    {
        T[] values = new T[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
