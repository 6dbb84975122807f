namespace LVW.Native.Engine.Checkpoints.PyTorch;

/// <summary>A tuple.</summary>
internal sealed record PickleTuple(object?[] Items)
{
    private long[]? counts;

    /// <summary>The items as sizes or strides; null if one is none. Made once, since many tensors may name one tuple.</summary>
    public long[]? Counts => counts ??= Items.All(item => item is long and >= 0) ? [.. Items.Cast<long>()] : null;
}

/// <summary>A dictionary; one made by a class (OrderedDict) may be given attributes afterwards, which are dropped.</summary>
internal sealed record PickleDictionary(bool HasAttributes)
{
    public List<(object? Key, object? Value)> Items { get; } = [];
}

/// <summary>A value that is of no use here and harmless: a NumPy scalar, a set, a name space of arguments.</summary>
internal sealed record PickleOpaque(string Name);

/// <summary>What an allowed name stands for.</summary>
internal sealed record PickleGlobal(string Name, PickleGlobalKind Kind, ElementType? Type = null);

/// <summary>A storage that tensors are views of.</summary>
/// <param name="Type">The type of its elements; null where the tensors tell it and the storage counts bytes.</param>
/// <param name="Key">The name of its record.</param>
/// <param name="Start">Where it begins in the record, in elements.</param>
/// <param name="Count">Its elements.</param>
/// <param name="RecordCount">Elements of the whole record.</param>
internal sealed record PickleStorage(ElementType? Type, string Key, long Start, long Count, long RecordCount);

/// <summary>A view of a storage.</summary>
internal sealed record PickleTensor(PickleStorage Storage, ElementType Type, long Offset, long[] Sizes, long[] Strides);
