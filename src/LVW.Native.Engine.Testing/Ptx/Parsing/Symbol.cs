namespace LVW.Native.Engine.Testing.Ptx.Parsing;

/// <summary>What a name stands for.</summary>
internal enum SymbolKind : byte
{
    Register,
    Shared,
    Local,
    Parameter,
}

/// <summary>A register, a variable or a parameter.</summary>
internal sealed class Symbol(string name, SymbolKind kind, PtxType type)
{
    public string Name { get; } = name;

    public SymbolKind Kind { get; } = kind;

    public PtxType Type { get; } = type;

    /// <summary>A register's place in the register file (given at its first use), a variable's address, a parameter's offset.</summary>
    public int Offset { get; set; } = -1;

    /// <summary>A variable's or parameter's bytes.</summary>
    public int Size { get; init; }
}
