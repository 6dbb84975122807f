namespace LVW.Native.Engine.Ops.Shaping;

/// <summary>A <see cref="Box"/> as kernels take it: where an element of the box lies on both sides.</summary>
internal readonly struct GpuBox(in Box box)
{
    private readonly int size1 = box.Size1;
    private readonly int size2 = box.Size2;
    private readonly int length = box.Length;
    private readonly int sourceStart = (int)box.Source.Start;
    private readonly int source0 = (int)box.Source.Stride0;
    private readonly int source1 = (int)box.Source.Stride1;
    private readonly int source2 = (int)box.Source.Stride2;
    private readonly int source3 = (int)box.Source.Stride3;
    private readonly int targetStart = (int)box.Target.Start;
    private readonly int target0 = (int)box.Target.Stride0;
    private readonly int target1 = (int)box.Target.Stride1;
    private readonly int target2 = (int)box.Target.Stride2;
    private readonly int target3 = (int)box.Target.Stride3;

    /// <summary>Elements of the box.</summary>
    public int Count { get; } = (int)box.Count;

    /// <summary>The places of element <paramref name="index"/>, counted with the innermost dimension fastest.</summary>
    public void Find(int index, out int source, out int target)
    {
        int row = index / length;
        int l = index - (row * length);
        int plane = row / size2;
        int k = row - (plane * size2);
        int i = plane / size1;
        int j = plane - (i * size1);
        source = sourceStart + (i * source0) + (j * source1) + (k * source2) + (l * source3);
        target = targetStart + (i * target0) + (j * target1) + (k * target2) + (l * target3);
    }
}
