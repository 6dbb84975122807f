namespace LVW.Native.Engine.Testing.Ptx;

/// <summary>A kernel did something wrong; the message names the fault, the instruction, the block and the thread.</summary>
/// <param name="fault">What went wrong.</param>
/// <param name="message">The facts: instruction, line, block, thread, address and, for races, the other access.</param>
public sealed class PtxFaultException(PtxFault fault, string message) : Exception(message)
{
    /// <summary>What went wrong.</summary>
    public PtxFault Fault { get; } = fault;
}
