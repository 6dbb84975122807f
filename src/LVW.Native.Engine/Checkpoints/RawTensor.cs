namespace LVW.Native.Engine.Checkpoints;

/// <summary>A tensor as a file holds it: a name, a type, sizes of any rank, and elements that are read when they are asked for.</summary>
/// <remarks>Elements come in row-major order and little-endian, whatever views the file stores. The file must still be open.</remarks>
public sealed class RawTensor
{
    /// <summary>The largest rank that is read, PyTorch's own limit.</summary>
    internal const int MaxRank = 64;

    private readonly long[] sizes;
    private readonly TensorView view;
    private readonly string source;

    internal RawTensor(string source, string name, ElementType type, long[] sizes, TensorView view)
    {
        this.source = source;
        this.sizes = sizes;
        this.view = view;
        (Name, Type) = (name, type);
        Count = (long)ElementConversion.Length(sizes, 1);
    }

    /// <summary>The key in the file.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public ElementType Type { get; }

    /// <summary>The sizes of the dimensions, outermost first, in the file's order.</summary>
    public IReadOnlyList<long> Sizes => sizes;

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>Bytes of all elements.</summary>
    public long ByteLength => Count * ElementConversion.Width(Type);

    /// <summary>A tensor in main memory, to be written.</summary>
    public static RawTensor Of(string name, HostTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        long[] sizes = [.. tensor.Shape.Select(size => (long)size)];
        return new RawTensor(name, name, ElementType.F32, sizes, new TensorView(new FloatBytes(tensor.Values), 0, null));
    }

    /// <summary>Hands out the elements in order, in blocks of whole elements.</summary>
    /// <exception cref="CheckpointException">The file was cut or damaged meanwhile, or the view spans more than an array can hold.</exception>
    public void Read(Action<ReadOnlySpan<byte>> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        int width = ElementConversion.Width(Type);
        if (view.Reach(sizes, width) > Array.MaxLength)
        {
            throw new CheckpointException(
                $"{source}: tensor '{Name}' is a view that spans {view.Reach(sizes, width)} bytes of its storage, too many to gather. Save it with .contiguous().");
        }

        view.Read(sizes, Count, width, visit);
    }

    /// <summary>Writes the elements.</summary>
    public void CopyTo(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        Read(block => destination.Write(block));
    }

    /// <summary>The elements as bytes.</summary>
    /// <exception cref="CheckpointException">There are more than an array can hold.</exception>
    public byte[] ToBytes()
    {
        RequireArray(ByteLength);
        byte[] bytes = new byte[ByteLength];
        int filled = 0;
        Read(block =>
        {
            block.CopyTo(bytes.AsSpan(filled));
            filled += block.Length;
        });
        return bytes;
    }

    /// <summary>The elements as float32.</summary>
    /// <exception cref="CheckpointException">The rank is above 4, or there are more elements than an array can hold.</exception>
    public HostTensor ToHostTensor()
    {
        if (sizes.Length > Shape.MaxRank || sizes.Any(size => size > int.MaxValue))
        {
            throw new CheckpointException($"{source}: tensor '{Name}' has shape {Describe(sizes)}; only ranks 0 to {Shape.MaxRank} can be held.");
        }

        RequireArray(Count * sizeof(float));
        int width = ElementConversion.Width(Type);
        float[] values = new float[Count];
        int filled = 0;
        Read(block =>
        {
            ElementConversion.ToFloats(block, Type, values.AsSpan(filled));
            filled += block.Length / width;
        });
        return new HostTensor(new Shape([.. sizes.Select(size => (int)size)]), values);
    }

    /// <summary>The name, type and sizes.</summary>
    public override string ToString() => $"{Name}: {Type} {Describe(sizes)}";

    internal static string Describe(IEnumerable<long> sizes) => $"[{string.Join(", ", sizes)}]";

    internal RawTensor Named(string name) => new(source, name, Type, sizes, view);

    private void RequireArray(long bytes)
    {
        if (bytes > Array.MaxLength) throw new CheckpointException($"{source}: tensor '{Name}' of shape {Describe(sizes)} has {Count} elements, more than can be held at once.");
    }
}
