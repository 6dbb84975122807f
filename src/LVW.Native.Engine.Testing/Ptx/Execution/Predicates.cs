namespace LVW.Native.Engine.Testing.Ptx.Execution;

/// <summary>How a comparison is joined with a further predicate.</summary>
internal enum PredicateJoin
{
    None,
    And,
    Or,
    Xor,
}

/// <summary>Comparisons and the arithmetic of predicates, which hold a bit for each lane.</summary>
internal static unsafe class Predicates
{
    /// <summary>D = (a ? b) joined with C; the register in B of a pair gets (not (a ? b)) joined with C.</summary>
    public static void Compare<T, TOp>(Warp warp, in Instruction i, uint mask)
        where T : unmanaged
        where TOp : struct, ICompare<T>
    {
        var a = (T*)(warp.Registers + i.A);
        var b = (T*)(warp.Registers + i.B);
        uint result = 0;
        for (int l = 0; l < 32; l++) result |= (TOp.Invoke(a[l], b[l]) ? 1u : 0u) << l;
        uint other = i.E == (int)PredicateJoin.None ? 0 : *(uint*)(warp.Registers + i.C) ^ (i.NegatedC ? uint.MaxValue : 0);
        foreach (int register in i.List)
        {
            if (register >= 0) Store(warp, register, mask, Join((PredicateJoin)i.E, result, other));
            result = ~result;
        }
    }

    public static void And(Warp warp, in Instruction i, uint mask) => Store(warp, i.D, mask, A(warp, i) & B(warp, i));

    public static void Or(Warp warp, in Instruction i, uint mask) => Store(warp, i.D, mask, A(warp, i) | B(warp, i));

    public static void Xor(Warp warp, in Instruction i, uint mask) => Store(warp, i.D, mask, A(warp, i) ^ B(warp, i));

    public static void Not(Warp warp, in Instruction i, uint mask) => Store(warp, i.D, mask, ~A(warp, i));

    public static void Move(Warp warp, in Instruction i, uint mask) => Store(warp, i.D, mask, A(warp, i));

    /// <summary>Writes the bits of the active lanes alone.</summary>
    public static void Store(Warp warp, int register, uint mask, uint bits)
    {
        var d = (uint*)(warp.Registers + register);
        *d = (*d & ~mask) | (bits & mask);
    }

    private static uint Join(PredicateJoin join, uint result, uint other) => join switch
    {
        PredicateJoin.And => result & other,
        PredicateJoin.Or => result | other,
        PredicateJoin.Xor => result ^ other,
        _ => result,
    };

    private static uint A(Warp warp, in Instruction i) => *(uint*)(warp.Registers + i.A);

    private static uint B(Warp warp, in Instruction i) => *(uint*)(warp.Registers + i.B);
}
