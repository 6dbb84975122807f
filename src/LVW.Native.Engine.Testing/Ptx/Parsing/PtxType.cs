namespace LVW.Native.Engine.Testing.Ptx.Parsing;

/// <summary>The types of PTX; untyped bits stand beside the unsigned integers of their size.</summary>
internal enum PtxType : byte
{
    None,
    Pred,
    U8,
    S8,
    U16,
    S16,
    F16,
    BF16,
    U32,
    S32,
    F32,
    TF32,
    BF16x2,
    U64,
    S64,
    F64,
}

/// <summary>Sizes and names of the types.</summary>
internal static class PtxTypes
{
    /// <summary>The type of a name such as <c>f32</c> or <c>b64</c>, or none.</summary>
    public static PtxType Parse(string name) => name switch
    {
        "pred" => PtxType.Pred,
        "b8" or "u8" => PtxType.U8,
        "s8" => PtxType.S8,
        "b16" or "u16" => PtxType.U16,
        "s16" => PtxType.S16,
        "f16" => PtxType.F16,
        "bf16" => PtxType.BF16,
        "b32" or "u32" => PtxType.U32,
        "s32" => PtxType.S32,
        "f32" => PtxType.F32,
        "tf32" => PtxType.TF32,
        "bf16x2" => PtxType.BF16x2,
        "b64" or "u64" => PtxType.U64,
        "s64" => PtxType.S64,
        "f64" => PtxType.F64,
        _ => PtxType.None,
    };

    public static int Size(this PtxType type) => type switch
    {
        PtxType.U8 or PtxType.S8 => 1,
        PtxType.U16 or PtxType.S16 or PtxType.F16 or PtxType.BF16 => 2,
        PtxType.U64 or PtxType.S64 or PtxType.F64 => 8,
        _ => 4,
    };

    public static bool IsFloat(this PtxType type) => type is PtxType.F16 or PtxType.BF16 or PtxType.F32 or PtxType.TF32 or PtxType.F64;

    public static bool IsInteger(this PtxType type)
        => type is PtxType.U8 or PtxType.S8 or PtxType.U16 or PtxType.S16 or PtxType.U32 or PtxType.S32 or PtxType.U64 or PtxType.S64;

    /// <summary>How a register of the type is kept: a bit for each lane, or 4 or 8 bytes for each lane.</summary>
    public static PtxSlot Slot(this PtxType type) => type switch
    {
        PtxType.Pred => PtxSlot.Predicate,
        PtxType.U64 or PtxType.S64 or PtxType.F64 => PtxSlot.Wide,
        _ => PtxSlot.Narrow,
    };
}

/// <summary>How a register is kept for the 32 lanes of a warp.</summary>
internal enum PtxSlot : byte
{
    /// <summary>One bit for each lane.</summary>
    Predicate,

    /// <summary>Four bytes for each lane; shorter values use the low bits, and what lies above them is ignored.</summary>
    Narrow,

    /// <summary>Eight bytes for each lane.</summary>
    Wide,
}
