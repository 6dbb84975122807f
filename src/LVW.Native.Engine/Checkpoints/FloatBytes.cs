using System.Runtime.InteropServices;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>Values in main memory.</summary>
internal sealed class FloatBytes(float[] values) : StoredBytes
{
    public override long Length => values.LongLength * sizeof(float);

    public override void Read(long start, long count, Action<ReadOnlySpan<byte>> visit)
    {
        const int Most = Block / sizeof(float);
        (long first, long end) = (start / sizeof(float), (start + count) / sizeof(float));
        for (long at = first; at < end; at += Most) visit(MemoryMarshal.AsBytes(values.AsSpan((int)at, (int)Math.Min(Most, end - at))));
    }
}
