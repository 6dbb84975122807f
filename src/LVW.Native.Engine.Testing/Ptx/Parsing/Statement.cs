namespace LVW.Native.Engine.Testing.Ptx.Parsing;

/// <summary>An instruction as written, with its names resolved.</summary>
internal sealed class Statement
{
    /// <summary>The instruction's words between its dots: <c>ld</c>, <c>global</c>, <c>f32</c>.</summary>
    public required string[] Words { get; init; }

    public required Operand[] Operands { get; init; }

    /// <summary>The predicate before the instruction, or null.</summary>
    public required Operand? Guard { get; init; }

    /// <summary>Where its labels are looked up.</summary>
    public required Scope Scope { get; init; }

    public required int Line { get; init; }

    /// <summary>The instruction's text on one line.</summary>
    public required string Text { get; init; }

    public string Name => Words[0];

    public bool Has(string word) => Array.IndexOf(Words, word, 1) > 0;

    /// <summary>The instruction is unknown, or a form of it is not supported.</summary>
    public PtxException Unsupported(string why) => new($"{Text}: {why}", Line);
}
