using System.Globalization;

namespace LVW.Native.Engine.Testing.Ptx.Parsing;

/// <summary>What an operand is.</summary>
internal enum OperandKind : byte
{
    Register,
    Special,
    Integer,
    Single,
    Double,
    Variable,
    Vector,
    Address,
    Name,
    Sink,
}

/// <summary>An operand of an instruction, with its names resolved.</summary>
internal sealed class Operand
{
    public required OperandKind Kind { get; init; }

    /// <summary>The text of a name or special register.</summary>
    public string Name { get; init; } = "";

    /// <summary>The register or variable.</summary>
    public Symbol? Symbol { get; init; }

    /// <summary>A predicate with <c>!</c> before it.</summary>
    public bool Negated { get; init; }

    /// <summary>The bits of a constant; the offset of an address.</summary>
    public ulong Bits { get; init; }

    /// <summary>The elements of a vector, the base of an address, the second of a pair <c>p|q</c>.</summary>
    public Operand[] Items { get; init; } = [];

    public bool IsConstant => Kind is OperandKind.Integer or OperandKind.Single or OperandKind.Double;

    /// <summary>Reads a number, or returns null.</summary>
    public static Operand? Number(string text, bool negative)
    {
        if (!char.IsAsciiDigit(text[0])) return null;
        if (text.StartsWith("0f", StringComparison.OrdinalIgnoreCase) && text.Length == 10)
        {
            uint single = uint.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return new Operand { Kind = OperandKind.Single, Bits = negative ? single ^ 0x80000000u : single };
        }

        if (text.StartsWith("0d", StringComparison.OrdinalIgnoreCase) && text.Length == 18)
        {
            ulong bits = ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return new Operand { Kind = OperandKind.Double, Bits = negative ? bits ^ (1ul << 63) : bits };
        }

        bool hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        string digits = (hex ? text[2..] : text).TrimEnd('U');
        if (ulong.TryParse(digits, hex ? NumberStyles.HexNumber : NumberStyles.None, CultureInfo.InvariantCulture, out ulong whole))
        {
            return new Operand { Kind = OperandKind.Integer, Bits = negative ? 0ul - whole : whole };
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) return null;
        return new Operand { Kind = OperandKind.Double, Bits = BitConverter.DoubleToUInt64Bits(negative ? -value : value) };
    }

    /// <summary>The bits of a constant where a type is expected, or null where the constant does not fit the type.</summary>
    public ulong? BitsAs(PtxType type) => Kind switch
    {
        OperandKind.Integer when type.IsFloat() && Bits != 0 => null,
        OperandKind.Integer => Bits,
        OperandKind.Single when type == PtxType.F64 => BitConverter.DoubleToUInt64Bits(BitConverter.UInt32BitsToSingle((uint)Bits)),
        OperandKind.Double when type == PtxType.F32 => BitConverter.SingleToUInt32Bits((float)BitConverter.UInt64BitsToDouble(Bits)),
        OperandKind.Single when type.Size() == 4 => Bits,
        OperandKind.Double when type.Size() == 8 => Bits,
        _ => null,
    };
}
