using LVW.Native.Engine.Testing.Ptx.Execution;
using LVW.Native.Engine.Testing.Ptx.Parsing;

namespace LVW.Native.Engine.Testing.Ptx.Decoding;

/// <summary>Turns statements into instructions: types choose the loop that is run, names become places in the register file.</summary>
internal sealed unsafe partial class Decoder(Parser parser)
{
    private readonly RegisterLayout layout = new();
    private Statement s = null!;
    private ulong taken;
    private int sharedGranule = 4;
    private int globalGranule = 4;

    public Program Decode()
    {
        // The last instruction is an exit of the decoder's own: where the text ends, so does the thread.
        var code = new Instruction[parser.Statements.Count + 1];
        for (int pc = 0; pc < parser.Statements.Count; pc++) code[pc] = Decode(parser.Statements[pc]);
        code[^1] = New(PtxOpClass.Control, null);
        code[^1].Kind = InstructionKind.Exit;
        PostDominators.Set(code);
        return new Program
        {
            Code = code,
            Statements = parser.Statements,
            Registers = layout,
            LocalBytes = (parser.LocalBytes + 15) / 16 * 16,
            SharedGranule = sharedGranule,
            GlobalGranule = globalGranule,
        };
    }

    private Instruction Decode(Statement statement)
    {
        s = statement;
        taken = 1;
        Instruction i = DecodeMove() ?? DecodeArithmetic() ?? DecodeFloatFunction() ?? DecodeMemory() ?? DecodeControl() ?? DecodeWarp()
            ?? throw s.Unsupported($"{s.Name} is no instruction of the interpreter.");
        for (int w = 0; w < s.Words.Length; w++)
        {
            if ((taken >> w & 1) == 0) throw s.Unsupported($"the interpreter does not know {s.Name} with .{s.Words[w]}.");
        }

        if (s.Guard is not { } guard) return i;
        i.Guard = Source(guard, PtxType.Pred);
        i.GuardNegated = guard.Negated;
        return i;
    }

    private static Instruction New(PtxOpClass kind, delegate*<Warp, in Instruction, uint, void> run)
        => new() { Run = run, Class = kind, Guard = -1, D = -1, A = -1, B = -1, C = -1, List = [], Targets = [] };

    private static PtxOpClass ClassOf(PtxType type) => type.IsFloat() ? PtxOpClass.Float : PtxOpClass.Integer;

    /// <summary>Takes a word between the dots, if it is there.</summary>
    private bool Take(string word)
    {
        int at = Array.IndexOf(s.Words, word, 1);
        if (at < 1) return false;
        taken |= 1ul << at;
        return true;
    }

    private void Ignore(params ReadOnlySpan<string> words)
    {
        foreach (string word in words) Take(word);
    }

    /// <summary>Takes the next type between the dots.</summary>
    private PtxType TakeType()
    {
        for (int w = 1; w < s.Words.Length; w++)
        {
            if ((taken >> w & 1) != 0) continue;
            PtxType type = PtxTypes.Parse(s.Words[w]);
            if (type == PtxType.None) continue;
            taken |= 1ul << w;
            return type;
        }

        throw s.Unsupported("a type is missing.");
    }

    private void Require(int least, int most)
    {
        if (s.Operands.Length < least || s.Operands.Length > most) throw s.Unsupported($"has {s.Operands.Length} operands.");
    }

    private PtxException NoType(PtxType type) => s.Unsupported($"the interpreter does not know {s.Name} for {type}.");

    private int Destination(int index, PtxType type) => Destination(s.Operands[index], type);

    private int Destination(Operand operand, PtxType type)
    {
        if (operand.Kind == OperandKind.Sink) return -1;
        if (operand.Kind != OperandKind.Register) throw s.Unsupported("the destination is no register.");
        return Register(operand.Symbol!, type);
    }

    private int Source(int index, PtxType type) => Source(s.Operands[index], type);

    private int Source(Operand operand, PtxType type)
    {
        switch (operand.Kind)
        {
            case OperandKind.Register: return Register(operand.Symbol!, type);
            case OperandKind.Variable: return layout.Constant((ulong)operand.Symbol!.Offset, type.Slot());
            case OperandKind.Integer or OperandKind.Single or OperandKind.Double:
                return layout.Constant(operand.BitsAs(type) ?? throw s.Unsupported($"a constant does not fit {type}."), type.Slot());
            case OperandKind.Special or OperandKind.Name when type.Slot() == PtxSlot.Narrow && SpecialRegisters.Parse(operand.Name) is { } special:
                return layout.Special(special);
            default: throw s.Unsupported($"{operand.Name} is not declared, or is no source of {type}.");
        }
    }

    private int Register(Symbol symbol, PtxType type)
    {
        if (symbol.Type.Slot() == type.Slot()) return layout.Register(symbol);
        throw s.Unsupported($"register {symbol.Name} is declared as {symbol.Type}, and {type} is expected.");
    }

    private int[] Registers(Operand operand, PtxType type, bool destination)
        => [.. Elements(operand).Select(item => destination ? Destination(item, type) : Source(item, type))];

    private static Operand[] Elements(Operand operand) => operand.Kind == OperandKind.Vector ? operand.Items : [operand];
}
