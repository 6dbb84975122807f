using System.Buffers.Binary;
using System.Text;

namespace LVW.Native.Engine.Checkpoints.PyTorch;

/// <summary>The operations of pickle's protocol 2 that a state dict needs.</summary>
internal sealed class PickleWriter
{
    private readonly MemoryStream bytes = new();

    public PickleWriter() => bytes.Write([0x80, 2]);

    public void Mark() => bytes.WriteByte((byte)'(');

    public void Tuple() => bytes.WriteByte((byte)'t');

    public void Reduce() => bytes.WriteByte((byte)'R');

    public void PersistentId() => bytes.WriteByte((byte)'Q');

    public void SetItems() => bytes.WriteByte((byte)'u');

    public void False() => bytes.WriteByte(0x89);

    public void Global(string module, string name) => bytes.Write(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));

    public void EmptyOrderedDict()
    {
        Global("collections", "OrderedDict");
        bytes.Write(")R"u8);
    }

    public void Text(string text)
    {
        byte[] letters = Encoding.UTF8.GetBytes(text);
        bytes.WriteByte((byte)'X');
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, letters.Length);
        bytes.Write(length);
        bytes.Write(letters);
    }

    public void Numbers(IEnumerable<long> numbers)
    {
        Mark();
        foreach (long number in numbers) Number(number);
        Tuple();
    }

    public void Number(long number)
    {
        Span<byte> digits = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(digits, number);
        if (number is >= 0 and <= byte.MaxValue) bytes.Write([(byte)'K', digits[0]]);
        else if (number is >= int.MinValue and <= int.MaxValue) bytes.Write([(byte)'J', .. digits[..4]]);
        else bytes.Write([0x8a, 8, .. digits]);
    }

    public byte[] End()
    {
        bytes.WriteByte((byte)'.');
        return bytes.ToArray();
    }
}
