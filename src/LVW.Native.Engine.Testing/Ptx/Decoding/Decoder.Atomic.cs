using System.Numerics;
using LVW.Native.Engine.Testing.Ptx.Execution;
using LVW.Native.Engine.Testing.Ptx.Parsing;

namespace LVW.Native.Engine.Testing.Ptx.Decoding;

// Atomics of global, shared and generic memory.
internal sealed unsafe partial class Decoder
{
    private Instruction Atomic(bool hasResult)
    {
        int first = hasResult ? 1 : 0;
        Require(first + 2, first + 3);
        Ignore("relaxed", "acquire", "release", "acq_rel", "cta", "gpu", "sys");
        Space space = TakeSpace();
        string operation = Array.Find(s.Words[1..], word => word is "add" or "min" or "max" or "and" or "or" or "xor" or "exch" or "cas")
            ?? throw s.Unsupported("the operation is not supported.");
        Take(operation);
        PtxType type = TakeType();
        (int register, ulong offset, bool wideAddress) = Address(s.Operands[first]);
        Instruction i = New(ClassOf(space), space switch
        {
            Space.Global => AtomicIn<GlobalSpace>(operation, type, wideAddress),
            Space.Shared => AtomicIn<SharedSpace>(operation, type, wideAddress),
            Space.Generic => AtomicIn<GenericSpace>(operation, type, wideAddress),
            _ => throw s.Unsupported("atomics access global or shared memory."),
        });
        i.A = register;
        i.Offset = offset;
        i.D = hasResult ? Destination(0, type) : -1;
        i.B = Source(first + 1, type);
        if (operation == "cas") i.C = Source(first + 2, type);
        return i;
    }

    private delegate*<Warp, in Instruction, uint, void> AtomicIn<TSpace>(string operation, PtxType type, bool wideAddress)
        where TSpace : struct, ISpace
        => wideAddress ? AtomicIn<TSpace, ulong>(operation, type) : AtomicIn<TSpace, uint>(operation, type);

    private delegate*<Warp, in Instruction, uint, void> AtomicIn<TSpace, TAddress>(string operation, PtxType type)
        where TSpace : struct, ISpace
        where TAddress : unmanaged, IBinaryInteger<TAddress>
        => type switch
        {
            PtxType.F32 when operation == "add" => &MemoryAccess.Atomic<TSpace, float, Add<float>, TAddress>,
            PtxType.F64 when operation == "add" => &MemoryAccess.Atomic<TSpace, double, Add<double>, TAddress>,
            PtxType.U32 => AtomicOf<TSpace, uint, TAddress>(operation),
            PtxType.S32 => AtomicOf<TSpace, int, TAddress>(operation),
            PtxType.U64 => AtomicOf<TSpace, ulong, TAddress>(operation),
            PtxType.S64 => AtomicOf<TSpace, long, TAddress>(operation),
            _ => throw NoType(type),
        };

    private static delegate*<Warp, in Instruction, uint, void> AtomicOf<TSpace, T, TAddress>(string operation)
        where TSpace : struct, ISpace
        where T : unmanaged, IBinaryInteger<T>
        where TAddress : unmanaged, IBinaryInteger<TAddress>
        => operation switch
        {
            "add" => &MemoryAccess.Atomic<TSpace, T, Add<T>, TAddress>,
            "min" => &MemoryAccess.Atomic<TSpace, T, Minimum<T>, TAddress>,
            "max" => &MemoryAccess.Atomic<TSpace, T, Maximum<T>, TAddress>,
            "and" => &MemoryAccess.Atomic<TSpace, T, And<T>, TAddress>,
            "or" => &MemoryAccess.Atomic<TSpace, T, Or<T>, TAddress>,
            "xor" => &MemoryAccess.Atomic<TSpace, T, Xor<T>, TAddress>,
            "exch" => &MemoryAccess.Atomic<TSpace, T, Second<T>, TAddress>,
            _ => &MemoryAccess.CompareAndSwap<TSpace, T, TAddress>,
        };
}
