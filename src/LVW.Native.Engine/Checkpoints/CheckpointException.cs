using LVW.Native.Engine.Diagnostics;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>A file of weights that cannot be read, or does not fit the model; the message names the file and the remedy.</summary>
/// <remarks>Messages quote names out of files, which may hold anything: they stay one line of a bounded length.</remarks>
public sealed class CheckpointException : IOException
{
    private const int Longest = 4000;

    /// <summary>Creates the exception.</summary>
    public CheckpointException(string message)
        : base(Bounded(message))
    {
    }

    /// <summary>Creates the exception with the failure behind it.</summary>
    public CheckpointException(string message, Exception inner)
        : base(Bounded(message), inner)
    {
    }

    private static string Bounded(string message)
    {
        string line = OneLine.Of(message);
        return line.Length <= Longest ? line : string.Concat(line.AsSpan(0, Longest), "….");
    }
}
