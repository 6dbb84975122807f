namespace LVW.Native.Engine.Onnx;

/// <content>Where the order of dimensions matters: broadcasting, reductions, other shapes.</content>
public sealed partial class OnnxGraph
{
    /// <summary>Two tensors lined up for ONNX's broadcasting, which aligns at the last dimension as NumPy's does.</summary>
    /// <param name="op">The op's name, for errors.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <exception cref="OnnxException">Pictures would meet something else than pictures.</exception>
    public (OnnxValue A, OnnxValue B) Aligned(string op, Tensor a, Tensor b)
    {
        int rank = Math.Max(a.Shape.Rank, b.Shape.Rank);
        bool IsFirst(Tensor tensor) => tensor.Shape.Rank == rank && Value(tensor).ChannelsFirst;
        bool channelsFirst = IsFirst(a) || IsFirst(b);
        bool batched = Value(a).IsBatched || Value(b).IsBatched;
        return (Aligned(op, a, rank, channelsFirst, batched), Aligned(op, b, rank, channelsFirst, batched));
    }

    /// <summary>An operand that all pictures share, such as weights, in its own order of dimensions or channels first.</summary>
    /// <param name="op">The op's name, for errors.</param>
    /// <param name="tensor">The operand.</param>
    /// <param name="channelsFirst">Whether ONNX's operator wants it channels first.</param>
    /// <exception cref="OnnxException">It was computed from pictures and counts them along dimension 0.</exception>
    public OnnxValue Shared(string op, Tensor tensor, bool channelsFirst = false)
    {
        OnnxValue value = channelsFirst ? ChannelsFirst(tensor) : Plain(tensor);
        return value.IsBatched ? throw OnnxException.MixesPictures(op) : value;
    }

    /// <summary>Tensors of one rank in one order of dimensions: channels first where any of them is.</summary>
    public OnnxValue[] InOneOrder(IReadOnlyList<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        bool channelsFirst = tensors.Any(tensor => Value(tensor).ChannelsFirst);
        return [.. tensors.Select(tensor => channelsFirst ? ChannelsFirst(tensor) : Plain(tensor))];
    }

    /// <summary>The same elements under other sizes.</summary>
    /// <param name="op">The op's name, for errors.</param>
    /// <param name="x">The tensor.</param>
    /// <param name="shape">The new sizes; pictures of a batch stay outermost.</param>
    public OnnxValue Reshaped(string op, Tensor x, Shape shape)
    {
        Shape from = x.Shape;
        OnnxValue value = Value(x);

        // Places may be merged or parted behind channels that stay in front.
        bool channelsStay = value.ChannelsFirst && shape.Rank >= 3 && shape[0] == from[0] && shape[^1] == from[^1];

        // With a single place or a single channel both orders are the same in memory: no transposition, and channels first is free.
        if (!channelsStay && !HasOneOrder(from)) value = Plain(x);
        bool channelsFirst = shape.Rank >= 3 && (channelsStay || HasOneOrder(shape));
        return Reshaped(op, value, shape, channelsFirst);
    }

    /// <summary>Reduces dimensions of a tensor by one of ONNX's operators.</summary>
    /// <param name="type">ReduceSum, ReduceMean, ReduceMin or ReduceMax.</param>
    /// <param name="x">The tensor.</param>
    /// <param name="axes">A bit for each dimension that is reduced.</param>
    /// <param name="keep">Whether reduced dimensions stay as size 1.</param>
    /// <param name="term">What is done to every element first.</param>
    public OnnxValue Reduced(string type, Tensor x, int axes, bool keep, Func<OnnxValue, OnnxValue>? term = null)
    {
        int rank = x.Shape.Rank;
        bool Keeps(int axis) => (axes & (1 << axis)) == 0;
        int[] reduced = [.. Enumerable.Range(0, rank).Where(axis => !Keeps(axis))];
        int left = rank - reduced.Length;

        // Without dimension 0 the channels would come first of all, an order that has no name here.
        OnnxValue value = !keep && rank > 0 && !Keeps(0) && Keeps(rank - 1) && left > 1 ? Plain(x) : Value(x);
        OnnxValue terms = term is null ? value : term(value);
        if (reduced.Length == 0) return terms;
        long[] places = [.. reduced.Select(axis => (long)value.Axis(axis, rank)).Order()];
        OnnxAttribute keeps = OnnxAttribute.Integer("keepdims", keep ? 1 : 0);
        OnnxValue y = type == "ReduceSum" ? Node(type, [terms, Integers(places)], keeps) : Node(type, [terms], keeps, OnnxAttribute.Integers("axes", places));
        return y with
        {
            ChannelsFirst = value.ChannelsFirst && (keep || (left >= 3 && Keeps(rank - 1))),
            IsBatched = value.IsBatched && Keeps(0),
        };
    }

    internal OnnxValue Reshaped(string op, OnnxValue value, Shape shape, bool channelsFirst)
    {
        OnnxValue target = value with { ChannelsFirst = channelsFirst };
        long[] sizes = target.Dimensions(shape);
        if (value.IsBatched)
        {
            if (shape.Rank == 0 || shape[0] % batch != 0) throw OnnxException.MixesPictures(op);
            sizes[0] = -1;
        }

        return Node("Reshape", [value, Integers(sizes)]) with { ChannelsFirst = channelsFirst };
    }

    private static bool HasOneOrder(Shape shape)
        => shape.Rank < 3 || shape[^1] == 1 || Enumerable.Range(1, shape.Rank - 2).All(axis => shape[axis] == 1);

    private OnnxValue Aligned(string op, Tensor tensor, int rank, bool channelsFirst, bool batched)
    {
        Shape shape = tensor.Shape;
        OnnxValue value = Value(tensor);
        bool shorter = shape.Rank < rank;
        if (value.IsBatched && shorter) throw OnnxException.MixesPictures(op);
        if (batched && !value.IsBatched && !shorter && rank > 0 && shape[0] != 1) throw OnnxException.FixedBatch(op, shape);
        if (!shorter) return channelsFirst ? ChannelsFirst(tensor) : Plain(tensor);
        value = Plain(tensor);
        if (!channelsFirst || shape.Count == 1) return value;

        // Dimensions of size 1 in front, then channels first.
        int[] sizes = [.. Enumerable.Repeat(1, rank - shape.Rank), .. shape];
        var whole = new Shape(sizes);
        if (shape[^1] == shape.Count) return Reshaped(op, value, whole, channelsFirst: true);
        OnnxValue expanded = Reshaped(op, value, whole, channelsFirst: false);
        long[] order = new long[rank];
        for (int axis = 0; axis < rank; axis++) order[(expanded with { ChannelsFirst = true }).Axis(axis, rank)] = axis;
        return Node("Transpose", [expanded], OnnxAttribute.Integers("perm", order)) with { ChannelsFirst = true };
    }
}
