namespace LVW.Native.VisualWords.Training;

/// <summary>Training met a value that is not a number; the last good checkpoint is kept.</summary>
/// <param name="message">Where, which op produced it first, and the remedy.</param>
public sealed class NonFiniteLossException(string message) : Exception(message);
