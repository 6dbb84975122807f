namespace LVW.Native.Engine.Checkpoints;

/// <summary>The type of a stored tensor's elements, by safetensors' names; all little-endian.</summary>
public enum ElementType
{
    /// <summary>IEEE double.</summary>
    F64,

    /// <summary>IEEE single.</summary>
    F32,

    /// <summary>IEEE half.</summary>
    F16,

    /// <summary>The upper half of an IEEE single.</summary>
    BF16,

    /// <summary>Signed, eight bytes.</summary>
    I64,

    /// <summary>Signed, four bytes.</summary>
    I32,

    /// <summary>Signed, two bytes.</summary>
    I16,

    /// <summary>Signed, one byte.</summary>
    I8,

    /// <summary>Unsigned, eight bytes.</summary>
    U64,

    /// <summary>Unsigned, four bytes.</summary>
    U32,

    /// <summary>Unsigned, two bytes.</summary>
    U16,

    /// <summary>Unsigned, one byte.</summary>
    U8,

    /// <summary>One byte, 0 or 1.</summary>
    BOOL,
}
