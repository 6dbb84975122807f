using System.Numerics;
using LVW.Native.Engine.Testing.Ptx.Execution;
using LVW.Native.Engine.Testing.Ptx.Parsing;

namespace LVW.Native.Engine.Testing.Ptx.Decoding;

// Loads, stores, atomics and asynchronous copies.
internal sealed unsafe partial class Decoder
{
    private enum Space
    {
        Generic,
        Global,
        Shared,
        Local,
        Parameter,
    }

    private Instruction? DecodeMemory() => s.Name switch
    {
        "ld" or "ldu" => Load(),
        "st" => Store(),
        "atom" => Atomic(hasResult: true),
        "red" => Atomic(hasResult: false),
        "cp" => Copy(),
        "prefetch" or "prefetchu" => Prefetch(),
        _ => null,
    };

    private Instruction Load()
    {
        Require(2, 2);
        (Space space, int elements, PtxType type) = Access();
        Operand destination = s.Operands[0];
        if (Elements(destination).Length != elements) throw s.Unsupported($"{elements} registers are expected.");
        bool wide = elements > 0 && IsWide(Elements(destination), type);
        Instruction i;
        if (space == Space.Parameter) i = Parameter(type, elements, wide);
        else
        {
            (int register, ulong offset, bool wideAddress) = Address(s.Operands[1]);
            i = New(ClassOf(space), space switch
            {
                Space.Global => LoadFrom<GlobalSpace>(type, wide, wideAddress),
                Space.Shared => LoadFrom<SharedSpace>(type, wide, wideAddress),
                Space.Local => LoadFrom<LocalSpace>(type, wide, wideAddress),
                _ => LoadFrom<GenericSpace>(type, wide, wideAddress),
            });
            i.A = register;
            i.Offset = offset;
        }

        i.List = Registers(destination, wide ? PtxType.U64 : PtxType.U32, destination: true);
        return i;
    }

    private Instruction Store()
    {
        Require(2, 2);
        (Space space, int elements, PtxType type) = Access();
        Operand source = s.Operands[1];
        if (Elements(source).Length != elements) throw s.Unsupported($"{elements} registers are expected.");
        bool wide = IsWide(Elements(source), type);
        (int register, ulong offset, bool wideAddress) = Address(s.Operands[0]);
        Instruction i = New(ClassOf(space), space switch
        {
            Space.Global => StoreTo<GlobalSpace>(type, wide, wideAddress),
            Space.Shared => StoreTo<SharedSpace>(type, wide, wideAddress),
            Space.Local => StoreTo<LocalSpace>(type, wide, wideAddress),
            Space.Generic => StoreTo<GenericSpace>(type, wide, wideAddress),
            _ => throw s.Unsupported("parameters cannot be written."),
        });
        i.A = register;
        i.Offset = offset;
        i.List = [.. Elements(source).Select(item => Source(item, item.IsConstant ? type : wide ? PtxType.U64 : PtxType.U32))];
        return i;
    }

    private (Space Space, int Elements, PtxType Type) Access()
    {
        Ignore("weak", "volatile", "relaxed", "acquire", "release", "cta", "gpu", "sys", "nc", "ca", "cg", "cs", "lu", "cv", "wb", "wt");
        Ignore("L1::evict_normal", "L1::evict_unchanged", "L1::evict_first", "L1::evict_last", "L1::no_allocate", "L2::64B", "L2::128B", "L2::256B");
        Space space = TakeSpace();
        int elements = Take("v2") ? 2 : Take("v4") ? 4 : 1;
        PtxType type = TakeType();
        if (elements * type.Size() > 16) throw s.Unsupported("a vector has at most 16 bytes.");
        if (type.Size() < 4 && elements * type.Size() < 4)
        {
            if (space is Space.Shared or Space.Generic) sharedGranule = 1;
            if (space is Space.Global or Space.Generic && s.Name == "st") globalGranule = 1;
        }

        return (space, elements, type);
    }

    private Space TakeSpace()
    {
        if (Take("global")) return Space.Global;
        if (Take("shared") || Take("shared::cta")) return Space.Shared;
        if (Take("local")) return Space.Local;
        return Take("param") ? Space.Parameter : Space.Generic;
    }

    private static PtxOpClass ClassOf(Space space) => space switch
    {
        Space.Global or Space.Parameter => PtxOpClass.Global,
        Space.Shared => PtxOpClass.Shared,
        _ => PtxOpClass.Local,
    };

    // A register may be wider than the memory it is loaded from or stored to.
    private static bool IsWide(Operand[] elements, PtxType type)
    {
        Operand? register = Array.Find(elements, item => item.Kind == OperandKind.Register);
        return (register?.Symbol!.Type ?? type).Slot() == PtxSlot.Wide;
    }

    private (int Register, ulong Offset, bool Wide) Address(Operand operand)
    {
        if (operand.Kind != OperandKind.Address) throw s.Unsupported("an address in brackets is expected.");
        Operand origin = operand.Items[0];
        bool wide = origin.Kind != OperandKind.Register || origin.Symbol!.Type.Slot() == PtxSlot.Wide;
        return (Source(origin, wide ? PtxType.U64 : PtxType.U32), operand.Bits, wide);
    }

    private Instruction Parameter(PtxType type, int elements, bool wide)
    {
        Operand address = s.Operands[1];
        Symbol? symbol = address.Kind == OperandKind.Address ? address.Items[0].Symbol : null;
        if (symbol?.Kind != SymbolKind.Parameter) throw s.Unsupported("a parameter is addressed by its name and a constant.");
        long end = (long)address.Bits + (elements * type.Size());
        if ((long)address.Bits < 0 || end > symbol.Size) throw s.Unsupported($"{symbol.Name} has {symbol.Size} bytes.");
        Instruction i = New(PtxOpClass.Global, type switch
        {
            PtxType.S8 => wide ? &MemoryAccess.LoadParameter<sbyte, ulong> : &MemoryAccess.LoadParameter<sbyte, uint>,
            PtxType.S16 => wide ? &MemoryAccess.LoadParameter<short, ulong> : &MemoryAccess.LoadParameter<short, uint>,
            PtxType.S32 => wide ? &MemoryAccess.LoadParameter<int, ulong> : &MemoryAccess.LoadParameter<int, uint>,
            _ => type.Size() switch
            {
                1 => wide ? &MemoryAccess.LoadParameter<byte, ulong> : &MemoryAccess.LoadParameter<byte, uint>,
                2 => wide ? &MemoryAccess.LoadParameter<ushort, ulong> : &MemoryAccess.LoadParameter<ushort, uint>,
                4 => wide ? &MemoryAccess.LoadParameter<uint, ulong> : &MemoryAccess.LoadParameter<uint, uint>,
                _ => wide ? &MemoryAccess.LoadParameter<ulong, ulong> : throw NoType(type),
            },
        });
        i.Offset = (ulong)symbol.Offset + address.Bits;
        return i;
    }

    private delegate*<Warp, in Instruction, uint, void> LoadFrom<TSpace>(PtxType type, bool wide, bool wideAddress)
        where TSpace : struct, ISpace
        => type switch
        {
            PtxType.S8 => LoadAs<TSpace, sbyte>(wide, wideAddress),
            PtxType.S16 => LoadAs<TSpace, short>(wide, wideAddress),
            PtxType.S32 => LoadAs<TSpace, int>(wide, wideAddress),
            _ => type.Size() switch
            {
                1 => LoadAs<TSpace, byte>(wide, wideAddress),
                2 => LoadAs<TSpace, ushort>(wide, wideAddress),
                4 => LoadAs<TSpace, uint>(wide, wideAddress),
                _ => wide ? LoadAs<TSpace, ulong>(wide, wideAddress) : throw NoType(type),
            },
        };

    private static delegate*<Warp, in Instruction, uint, void> LoadAs<TSpace, T>(bool wide, bool wideAddress)
        where TSpace : struct, ISpace
        where T : unmanaged, IBinaryInteger<T>
    {
        if (wideAddress) return wide ? &MemoryAccess.Load<TSpace, T, ulong, ulong> : &MemoryAccess.Load<TSpace, T, uint, ulong>;
        return wide ? &MemoryAccess.Load<TSpace, T, ulong, uint> : &MemoryAccess.Load<TSpace, T, uint, uint>;
    }

    private delegate*<Warp, in Instruction, uint, void> StoreTo<TSpace>(PtxType type, bool wide, bool wideAddress)
        where TSpace : struct, ISpace
        => type.Size() switch
        {
            1 => StoreAs<TSpace, byte>(wide, wideAddress),
            2 => StoreAs<TSpace, ushort>(wide, wideAddress),
            4 => StoreAs<TSpace, uint>(wide, wideAddress),
            _ => wide ? StoreAs<TSpace, ulong>(wide, wideAddress) : throw NoType(type),
        };

    private static delegate*<Warp, in Instruction, uint, void> StoreAs<TSpace, T>(bool wide, bool wideAddress)
        where TSpace : struct, ISpace
        where T : unmanaged, IBinaryInteger<T>
    {
        if (wideAddress) return wide ? &MemoryAccess.Store<TSpace, T, ulong, ulong> : &MemoryAccess.Store<TSpace, T, uint, ulong>;
        return wide ? &MemoryAccess.Store<TSpace, T, ulong, uint> : &MemoryAccess.Store<TSpace, T, uint, uint>;
    }

    private Instruction Prefetch()
    {
        taken = ulong.MaxValue;
        return New(PtxOpClass.Global, &Collectives.Nothing);
    }

    // cp.async.cg.shared.global [destination], [source], size {, bytes taken or a predicate}; and its groups.
    private Instruction Copy()
    {
        if (!Take("async")) throw s.Unsupported("only cp.async is supported.");
        if (Take("commit_group")) return New(PtxOpClass.Shared, &MemoryAccess.CommitGroup);
        if (Take("wait_all")) return New(PtxOpClass.Shared, &MemoryAccess.WaitAll);
        if (Take("wait_group"))
        {
            Require(1, 1);
            Instruction wait = New(PtxOpClass.Shared, &MemoryAccess.WaitGroup);
            wait.E = Whole(0);
            return wait;
        }

        Require(3, 4);
        bool bypass = Take("cg");
        Ignore("ca", "shared", "shared::cta", "global", "L2::64B", "L2::128B", "L2::256B");
        (int destination, ulong offset, bool wide) = Address(s.Operands[0]);
        (int source, ulong sourceOffset, bool wideSource) = Address(s.Operands[1]);
        int size = Whole(2);
        if (size is not (4 or 8 or 16) || (bypass && size != 16)) throw s.Unsupported($"cp.async copies 4, 8 or 16 bytes, with .cg 16, not {size}.");
        if (!wideSource) throw s.Unsupported("the global address has 64 bits.");
        Instruction i = New(PtxOpClass.Shared, wide ? &MemoryAccess.CopyAsync<ulong> : &MemoryAccess.CopyAsync<uint>);
        i.A = destination;
        i.Offset = offset;
        i.B = source;
        i.List = [checked((int)(long)sourceOffset)];
        i.E = size;
        if (s.Operands.Length == 3) return i;
        Operand last = s.Operands[3];
        bool predicate = last.Symbol?.Type == PtxType.Pred;
        if (predicate) i.D = Source(last, PtxType.Pred);
        else i.C = Source(last, PtxType.U32);
        i.NegatedC = last.Negated;
        return i;
    }

    private int Whole(int index)
        => s.Operands[index].Kind == OperandKind.Integer ? checked((int)s.Operands[index].Bits) : throw s.Unsupported("a whole number is expected.");
}
