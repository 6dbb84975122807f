namespace LVW.Native.Engine.Checkpoints;

/// <summary>A file of weights that cannot be read, or does not fit the model; the message names the file and the remedy.</summary>
public sealed class CheckpointException : IOException
{
    /// <summary>Creates the exception.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the failure behind it.</summary>
    public CheckpointException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
