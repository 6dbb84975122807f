namespace LVW.Native.VisualWords.Data;

/// <summary>Pictures or folders that cannot be used: one line that names the path, the fact and the remedy.</summary>
public sealed class DataException : Exception
{
    /// <summary>Composes the message <c>path: fact. remedy.</c></summary>
    /// <param name="path">The folder or file at fault.</param>
    /// <param name="fact">What is wrong with it, without a full stop.</param>
    /// <param name="remedy">What the user can do about it, without a full stop.</param>
    /// <param name="inner">The cause, if another exception was.</param>
    public DataException(string path, string fact, string remedy, Exception? inner = null)
        : base($"{path}: {fact}. {remedy}.".ReplaceLineEndings(" "), inner)
    {
        Path = path;
    }

    /// <summary>The folder or file at fault.</summary>
    public string Path { get; }
}
