namespace LVW.Native.VisualWords.Training;

/// <summary>A run folder that cannot be used as asked; the message names it and the remedy.</summary>
public sealed class RunFolderException : Exception
{
    /// <summary>Creates the exception.</summary>
    public RunFolderException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the failure behind it.</summary>
    public RunFolderException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
