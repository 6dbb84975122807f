namespace LVW.Native.Cli.Runs;

/// <summary>What a user can mend, known to all ranks at once: all of them end, and rank 0 tells it.</summary>
/// <param name="message">The line.</param>
internal sealed class SharedFaultException(string message) : Exception(message);
