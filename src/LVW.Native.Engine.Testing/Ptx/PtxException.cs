namespace LVW.Native.Engine.Testing.Ptx;

/// <summary>PTX text that the interpreter does not understand; the message names the line.</summary>
/// <param name="message">What is wrong, and what is supported.</param>
/// <param name="line">The line in the PTX text, counted from 1.</param>
public sealed class PtxException(string message, int line) : Exception($"PTX line {line}: {message}")
{
    /// <summary>The line in the PTX text, counted from 1.</summary>
    public int Line { get; } = line;
}
