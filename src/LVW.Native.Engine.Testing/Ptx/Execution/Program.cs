using LVW.Native.Engine.Testing.Ptx.Parsing;

namespace LVW.Native.Engine.Testing.Ptx.Execution;

/// <summary>The decoded instructions of a kernel with their register file.</summary>
internal sealed class Program
{
    public required Instruction[] Code { get; init; }

    public required IReadOnlyList<Statement> Statements { get; init; }

    public required RegisterLayout Registers { get; init; }

    public required int LocalBytes { get; init; }

    /// <summary>Bytes that share one entry of the race checks: 4, or 1 where the kernel accesses single bytes or halves.</summary>
    public required int SharedGranule { get; init; }

    public required int GlobalGranule { get; init; }

    /// <summary>The text and line of an instruction, for messages.</summary>
    public string Describe(int pc) => pc < Statements.Count ? $"'{Statements[pc].Text}' (line {Statements[pc].Line})" : "the end of the kernel";
}
