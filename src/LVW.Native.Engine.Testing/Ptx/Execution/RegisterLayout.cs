using LVW.Native.Engine.Testing.Ptx.Parsing;

namespace LVW.Native.Engine.Testing.Ptx.Execution;

/// <summary>Places registers, constants and special registers in the register file of a warp, lane after lane for each register.</summary>
internal sealed class RegisterLayout
{
    private readonly Dictionary<(ulong Bits, PtxSlot Slot), int> constants = [];
    private readonly Dictionary<SpecialRegister, int> specials = [];

    /// <summary>Bytes of the register file.</summary>
    public int Size { get; private set; }

    public IReadOnlyDictionary<SpecialRegister, int> Specials => specials;

    /// <summary>The offset of a register, given at its first use.</summary>
    public int Register(Symbol symbol)
    {
        if (symbol.Offset < 0) symbol.Offset = Allocate(symbol.Type.Slot());
        return symbol.Offset;
    }

    public int Constant(ulong bits, PtxSlot slot)
    {
        if (slot == PtxSlot.Narrow) bits = (uint)bits;
        if (!constants.TryGetValue((bits, slot), out int offset)) constants[(bits, slot)] = offset = Allocate(slot);
        return offset;
    }

    public int Special(SpecialRegister special)
    {
        if (!specials.TryGetValue(special, out int offset)) specials[special] = offset = Allocate(PtxSlot.Narrow);
        return offset;
    }

    /// <summary>A register that no name stands for.</summary>
    public int Allocate(PtxSlot slot)
    {
        int offset = Size;
        Size += slot switch { PtxSlot.Predicate => 8, PtxSlot.Narrow => 32 * sizeof(uint), _ => 32 * sizeof(ulong) };
        return offset;
    }

    /// <summary>Fills a warp's registers with a pattern that shows (not a number), and its constants with their values.</summary>
    public unsafe void Initialise(byte* registers)
    {
        new Span<byte>(registers, Size).Fill(0xFF);
        foreach (((ulong bits, PtxSlot slot), int offset) in constants)
        {
            if (slot == PtxSlot.Predicate) *(uint*)(registers + offset) = bits != 0 ? uint.MaxValue : 0;
            else if (slot == PtxSlot.Narrow) new Span<uint>(registers + offset, 32).Fill((uint)bits);
            else new Span<ulong>(registers + offset, 32).Fill(bits);
        }
    }
}
