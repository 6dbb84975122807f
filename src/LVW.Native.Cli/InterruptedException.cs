namespace LVW.Native.Cli;

/// <summary>The user stopped a verb that has something to say about how to go on.</summary>
/// <param name="message">How to go on.</param>
internal sealed class InterruptedException(string message) : OperationCanceledException(message);
