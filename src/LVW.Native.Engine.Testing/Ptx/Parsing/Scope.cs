namespace LVW.Native.Engine.Testing.Ptx.Parsing;

/// <summary>The names of a block in braces; inner names hide outer ones.</summary>
internal sealed class Scope(Scope? parent)
{
    private readonly Dictionary<string, Symbol> symbols = [];
    private readonly Dictionary<string, int> labels = [];
    private readonly Dictionary<string, string[]> branchTargets = [];

    public Scope? Parent { get; } = parent;

    public void Declare(Symbol symbol, int line)
    {
        if (!symbols.TryAdd(symbol.Name, symbol)) throw new PtxException($"{symbol.Name} is declared twice in one scope.", line);
    }

    public void Label(string name, int index, int line)
    {
        if (!labels.TryAdd(name, index)) throw new PtxException($"label {name} is declared twice in one scope.", line);
    }

    public void BranchTargets(string label, string[] targets) => branchTargets[label] = targets;

    public Symbol? Find(string name) => symbols.TryGetValue(name, out Symbol? symbol) ? symbol : Parent?.Find(name);

    /// <summary>The index of the instruction after a label.</summary>
    public int Target(string name, int line)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.labels.TryGetValue(name, out int index)) return index;
        }

        throw new PtxException($"label {name} is not declared.", line);
    }

    /// <summary>The labels that <c>.branchtargets</c> lists.</summary>
    public string[] TargetsOf(string name, int line)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.branchTargets.TryGetValue(name, out string[]? targets)) return targets;
        }

        throw new PtxException($"{name} names no .branchtargets.", line);
    }
}
