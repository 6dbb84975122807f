namespace LVW.Native.Engine.Testing.Ptx.Execution;

/// <summary>How the warp proceeds at an instruction.</summary>
internal enum InstructionKind : byte
{
    /// <summary>Executed for the active lanes at once; the next instruction follows.</summary>
    Lanes,
    Branch,
    IndexedBranch,
    Exit,

    /// <summary>Every thread of the block waits for all others.</summary>
    Barrier,

    /// <summary>All 32 lanes of a warp execute it together.</summary>
    AlignedCollective,

    /// <summary>The lanes that a mask names (operand C) execute it together.</summary>
    MaskedCollective,
}

/// <summary>A decoded instruction; operands are byte offsets into the warp's register file, constants included.</summary>
internal unsafe struct Instruction
{
    /// <summary>The work of one warp: the warp, the instruction, the lanes that are active.</summary>
    public delegate*<Warp, in Instruction, uint, void> Run;

    public InstructionKind Kind;
    public PtxOpClass Class;

    /// <summary>The predicate register before the instruction, or -1.</summary>
    public int Guard;
    public bool GuardNegated;

    /// <summary>Destination and sources.</summary>
    public int D;
    public int A;
    public int B;
    public int C;

    /// <summary>A further source, a mode or a size.</summary>
    public int E;

    /// <summary>Source C is a predicate to be negated.</summary>
    public bool NegatedC;

    /// <summary>The constant part of an address.</summary>
    public ulong Offset;

    /// <summary>The registers of vectors and fragments.</summary>
    public int[] List;

    /// <summary>Where a branch goes.</summary>
    public int[] Targets;

    /// <summary>Where lanes that a branch has parted meet again; the number of instructions where they do not.</summary>
    public int Reconvergence;
}
