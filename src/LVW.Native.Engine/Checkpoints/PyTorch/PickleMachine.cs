using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace LVW.Native.Engine.Checkpoints.PyTorch;

/// <summary>
/// Reads a pickle of protocol 2 to 5 as data. Nothing is executed: names outside of <see cref="PickleGlobals"/> are refused, and the
/// allowed ones make values of our own. Every operation makes at most one value and copies none it was given, so memory is bounded by the pickle's length.
/// </summary>
internal sealed partial class PickleMachine(PickleInput input, Dictionary<string, PickleStorage> storages)
{
    private const int MostOperations = 4_000_000;
    private const int NewestProtocol = 5;
    private readonly List<object?> stack = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<long, object?> memo = [];

    /// <summary>The value of the next pickle; the input stands behind it afterwards.</summary>
    /// <exception cref="CheckpointException">The pickle is damaged, or asks for what is not allowed.</exception>
    public static object? Read(PickleInput input) => Read(input, []);

    /// <summary>The value of the next pickle, with all storages that it mentions, in weights or not.</summary>
    public static object? Read(PickleInput input, Dictionary<string, PickleStorage> storages) => new PickleMachine(input, storages).Run();

    private object? Run()
    {
        for (int i = 0; i < MostOperations; i++)
        {
            byte operation = input.ReadByte();
            if (operation == (byte)'.') return Pop();
            if (!Literal(operation) && !Structure(operation) && !Object(operation)) throw Refused($"operation 0x{operation:x2}");
        }

        throw Damaged($"has more than {MostOperations} operations");
    }

    private bool Literal(byte operation)
    {
        switch ((char)operation)
        {
            case '\u0080':
                byte protocol = input.ReadByte();
                if (protocol > NewestProtocol) throw Damaged($"is of protocol {protocol}; 2 to {NewestProtocol} can be read");
                return true;
            case '\u0095':
                if (BinaryPrimitives.ReadUInt64LittleEndian(input.ReadFew(8)) > (ulong)input.Remaining) throw Damaged("was cut short within a frame");
                return true;
            case 'N': return Push(null);
            case '\u0088': return Push(true);
            case '\u0089': return Push(false);
            case 'K': return Push((long)input.ReadByte());
            case 'M': return Push((long)BinaryPrimitives.ReadUInt16LittleEndian(input.ReadFew(2)));
            case 'J': return Push((long)BinaryPrimitives.ReadInt32LittleEndian(input.ReadFew(4)));
            case 'I': return Push(Number(input.ReadLine()));
            case '\u008a': return Push(Number(input.ReadBytes(input.ReadByte())));
            case '\u008b': return Push(Number(input.ReadBytes(BinaryPrimitives.ReadInt32LittleEndian(input.ReadFew(4)))));
            case 'G': return Push(BinaryPrimitives.ReadDoubleBigEndian(input.ReadFew(8)));
            case 'X': return Push(Text(U32()));
            case '\u008c': return Push(Text(input.ReadByte()));
            case '\u008d': return Push(Text(I64()));
            case 'U': return Push(Encoding.Latin1.GetString(input.ReadBytes(input.ReadByte())));
            case 'T': return Push(Encoding.Latin1.GetString(input.ReadBytes(U32())));
            case 'C': return Push(input.ReadBytes(input.ReadByte()));
            case 'B': return Push(input.ReadBytes(U32()));
            case '\u008e' or '\u0096': return Push(input.ReadBytes(I64()));
            default: return false;
        }
    }

    private bool Structure(byte operation)
    {
        switch ((char)operation)
        {
            case '(':
                marks.Add(stack.Count);
                return true;
            case '0':
                Pop();
                return true;
            case '1':
                PopMarked();
                return true;
            case '2': return Push(Top());
            case ')': return Push(new PickleTuple([]));
            case 't': return Push(new PickleTuple(PopMarked()));
            case '\u0085' or '\u0086' or '\u0087': return Push(new PickleTuple(PopLast(operation - 0x84)));
            case ']': return Push(new List<object?>());
            case 'l': return Push(new List<object?>(PopMarked()));
            case 'a': return Append([Pop()]);
            case 'e': return Append(PopMarked());
            case '}': return Push(new PickleDictionary(HasAttributes: false));
            case 'd':
                object?[] given = PopMarked();
                Push(new PickleDictionary(HasAttributes: false));
                return SetItems(given);
            case 's': return SetItems(PopLast(2));
            case 'u': return SetItems(PopMarked());
            case '\u008f': return Push(new PickleOpaque("set"));
            case '\u0090':
                PopMarked();
                return Top() is PickleOpaque ? true : throw Refused("items added to what is no set");
            case '\u0091':
                PopMarked();
                return Push(new PickleOpaque("frozenset"));
            case 'q': return Remember(input.ReadByte());
            case 'r': return Remember(U32());
            case 'p': return Remember(Number(input.ReadLine()) as long? ?? -1);
            case '\u0094': return Remember(memo.Count);
            case 'h': return Recall(input.ReadByte());
            case 'j': return Recall(U32());
            case 'g': return Recall(Number(input.ReadLine()) as long? ?? -1);
            default: return false;
        }
    }

    private bool Append(object?[] items)
    {
        if (Top() is List<object?> list) list.AddRange(items);
        else if (Top() is not PickleOpaque) throw Refused("items appended to what is no list");
        return true;
    }

    private bool SetItems(object?[] items)
    {
        if (items.Length % 2 != 0) throw Damaged("has a key without a value");
        if (Top() is not PickleDictionary dictionary) throw Refused("items set in what is no dictionary");
        for (int i = 0; i < items.Length; i += 2) dictionary.Items.Add((items[i], items[i + 1]));
        return true;
    }

    private bool Remember(long key)
    {
        memo[key] = Top();
        return true;
    }

    private bool Recall(long key) => memo.TryGetValue(key, out object? value) ? Push(value) : throw Damaged($"recalls entry {key}, which it never made");

    private bool Push(object? value)
    {
        stack.Add(value);
        return true;
    }

    private object? Top() => stack.Count > Floor ? stack[^1] : throw Damaged("takes a value where there is none");

    private object? Pop()
    {
        object? value = Top();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private object?[] PopLast(int count)
    {
        if (stack.Count - count < Floor) throw Damaged("takes a value where there is none");
        object?[] items = [.. stack[^count..]];
        stack.RemoveRange(stack.Count - count, count);
        return items;
    }

    private object?[] PopMarked()
    {
        if (marks.Count == 0) throw Damaged("takes a mark where there is none");
        object?[] items = PopLast(stack.Count - marks[^1]);
        marks.RemoveAt(marks.Count - 1);
        return items;
    }

    private int Floor => marks.Count > 0 ? marks[^1] : 0;

    private string Text(long length) => Encoding.UTF8.GetString(input.ReadBytes(length));

    private long U32() => BinaryPrimitives.ReadUInt32LittleEndian(input.ReadFew(4));

    private long I64() => BinaryPrimitives.ReadInt64LittleEndian(input.ReadFew(8));

    /// <summary>A whole number as long where it fits; only the container's magic number is larger and of interest.</summary>
    private static object Number(byte[] bytes)
    {
        if (bytes.Length > 16) return new PickleOpaque("int");
        var number = new BigInteger(bytes);
        return number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number;
    }

    private object Number(string line) => line switch
    {
        "00" => false,
        "01" => true,
        _ => long.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : throw Damaged("has a number that is none"),
    };

    private CheckpointException Damaged(string what) => new($"{input.Path}: its pickle {what}. The file is damaged or was cut short; fetch it again.");

    private CheckpointException Refused(string what)
        => new($"{input.Path}: its pickle holds {what}; only tensors and plain values are read, and no code is run. Save the weights alone: torch.save(model.state_dict(), path).");
}
