namespace LVW.Native.Engine.Ops.Elementwise;

/// <summary>
/// How two operands line up under NumPy's broadcasting rule, with neighbouring dimensions merged wherever both operands allow it:
/// up to three outer dimensions and one inner, along which an operand is read one by one (step 1) or repeated (step 0).
/// </summary>
internal readonly struct BroadcastGeometry
{
    private BroadcastGeometry(Shape shape, ReadOnlySpan<long> sizes, ReadOnlySpan<long> left, ReadOnlySpan<long> right)
    {
        Shape = shape;
        (Size0, Size1, Size2, Inner) = (sizes[0], sizes[1], sizes[2], sizes[3]);
        (Left0, Left1, Left2, LeftInner) = (left[0], left[1], left[2], left[3]);
        (Right0, Right1, Right2, RightInner) = (right[0], right[1], right[2], right[3]);
    }

    /// <summary>The shape of the result.</summary>
    public Shape Shape { get; }

    /// <summary>Size of the outermost dimension.</summary>
    public long Size0 { get; }

    /// <summary>Size of the second dimension.</summary>
    public long Size1 { get; }

    /// <summary>Size of the third dimension.</summary>
    public long Size2 { get; }

    /// <summary>Elements in a row: the size of the innermost dimension.</summary>
    public long Inner { get; }

    /// <summary>Elements of the left operand from one place of the outermost dimension to the next; 0 where it repeats.</summary>
    public long Left0 { get; }

    /// <summary>As <see cref="Left0"/>, of the second dimension.</summary>
    public long Left1 { get; }

    /// <summary>As <see cref="Left0"/>, of the third dimension.</summary>
    public long Left2 { get; }

    /// <summary>1 where the left operand is read one by one along a row, 0 where one value serves the whole row.</summary>
    public long LeftInner { get; }

    /// <summary>As <see cref="Left0"/>, of the right operand.</summary>
    public long Right0 { get; }

    /// <summary>As <see cref="Right0"/>, of the second dimension.</summary>
    public long Right1 { get; }

    /// <summary>As <see cref="Right0"/>, of the third dimension.</summary>
    public long Right2 { get; }

    /// <summary>As <see cref="LeftInner"/>, of the right operand.</summary>
    public long RightInner { get; }

    /// <summary>Elements of the result.</summary>
    public long Count => Size0 * Size1 * Size2 * Inner;

    /// <summary>Lines two shapes up at their last dimensions.</summary>
    /// <param name="op">The op's name, for the error.</param>
    /// <param name="left">Shape of the left operand.</param>
    /// <param name="right">Shape of the right operand.</param>
    /// <exception cref="ArgumentException">Two sizes differ and neither is 1.</exception>
    public static BroadcastGeometry Of(string op, Shape left, Shape right)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        Span<int> shape = stackalloc int[Shape.MaxRank];
        Span<long> sizes = [1, 1, 1, 1];
        Span<long> leftSteps = [0, 0, 0, 0];
        Span<long> rightSteps = [0, 0, 0, 0];
        long leftStep = 1;
        long rightStep = 1;
        int last = Shape.MaxRank;
        for (int back = 1; back <= rank; back++)
        {
            int a = back <= left.Rank ? left[-back] : 1;
            int b = back <= right.Rank ? right[-back] : 1;
            if (a != b && a != 1 && b != 1)
            {
                throw new ArgumentException(
                    $"{op}: the shapes {left} and {right} do not broadcast: dimension {-back} is {a} on the left and {b} on the right. "
                    + "Sizes must be equal or 1, aligned at the last dimension; Reshape one operand.");
            }

            int size = a == 1 ? b : a;
            shape[rank - back] = size;
            if (size == 1) continue;
            long stepA = a == 1 ? 0 : leftStep;
            long stepB = b == 1 ? 0 : rightStep;
            leftStep *= a;
            rightStep *= b;
            bool merges = last < Shape.MaxRank && stepA == leftSteps[last] * sizes[last] && stepB == rightSteps[last] * sizes[last];
            if (merges)
            {
                sizes[last] *= size;
                continue;
            }

            last--;
            sizes[last] = size;
            leftSteps[last] = stepA;
            rightSteps[last] = stepB;
        }

        if (last == Shape.MaxRank) leftSteps[^1] = rightSteps[^1] = 1;
        return new BroadcastGeometry(new Shape(shape[..rank]), sizes, leftSteps, rightSteps);
    }
}
