namespace LVW.Native.Engine.Testing.Ptx;

/// <summary>Kinds of instructions, as counted.</summary>
public enum PtxOpClass
{
    /// <summary>Moves, selections, comparisons and conversions.</summary>
    Move,

    /// <summary>Integer and bit arithmetic.</summary>
    Integer,

    /// <summary>Floating-point arithmetic.</summary>
    Float,

    /// <summary>Global loads, stores and atomics, and loads of parameters.</summary>
    Global,

    /// <summary>Shared loads and stores, <c>ldmatrix</c> and <c>cp.async</c>.</summary>
    Shared,

    /// <summary>Local and generic loads and stores.</summary>
    Local,

    /// <summary>Branches and exits.</summary>
    Control,

    /// <summary>Barriers, fences, shuffles and votes.</summary>
    Synchronise,

    /// <summary>Tensor-core products; 2·m·n·k operations for the 32 threads of a warp together.</summary>
    Tensor,
}
