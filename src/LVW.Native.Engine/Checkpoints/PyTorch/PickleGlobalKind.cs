namespace LVW.Native.Engine.Checkpoints.PyTorch;

/// <summary>What may be done with an allowed name.</summary>
internal enum PickleGlobalKind
{
    /// <summary>A name that is only mentioned.</summary>
    Mentioned,

    /// <summary>A storage's type.</summary>
    Storage,

    /// <summary>A tensor's type.</summary>
    Type,

    /// <summary>Makes a dictionary.</summary>
    Dictionary,

    /// <summary>Makes a tuple of its argument.</summary>
    Tuple,

    /// <summary>Makes a tensor of a typed storage.</summary>
    Tensor,

    /// <summary>Makes a tensor of an untyped storage and a type.</summary>
    TypedTensor,

    /// <summary>Gives back its first argument, a tensor.</summary>
    Parameter,

    /// <summary>Makes what its first argument makes of its third: a tensor that was given attributes, which are dropped.</summary>
    Subclass,

    /// <summary>Makes a value that is passed over.</summary>
    Opaque,
}
