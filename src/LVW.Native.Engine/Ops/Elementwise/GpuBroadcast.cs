namespace LVW.Native.Engine.Ops.Elementwise;

/// <summary>A <see cref="BroadcastGeometry"/> as kernels take it: where an element of the result finds its operands.</summary>
internal readonly struct GpuBroadcast(in BroadcastGeometry geometry)
{
    private readonly int size1 = (int)geometry.Size1;
    private readonly int size2 = (int)geometry.Size2;
    private readonly int inner = (int)geometry.Inner;
    private readonly int left0 = (int)geometry.Left0;
    private readonly int left1 = (int)geometry.Left1;
    private readonly int left2 = (int)geometry.Left2;
    private readonly int leftInner = (int)geometry.LeftInner;
    private readonly int right0 = (int)geometry.Right0;
    private readonly int right1 = (int)geometry.Right1;
    private readonly int right2 = (int)geometry.Right2;
    private readonly int rightInner = (int)geometry.RightInner;

    /// <summary>The places of both operands for element <paramref name="i"/> of the result.</summary>
    public void Find(int i, out int left, out int right)
    {
        int row = i / inner;
        int column = i - (row * inner);
        int rest = row / size2;
        int third = row - (rest * size2);
        int first = rest / size1;
        int second = rest - (first * size1);
        left = (first * left0) + (second * left1) + (third * left2) + (column * leftInner);
        right = (first * right0) + (second * right1) + (third * right2) + (column * rightInner);
    }
}
