namespace LVW.Native.Imaging;

/// <summary>A file or stream is not a picture that can be read: says what is wrong with it and what to do about it.</summary>
public sealed class ImageFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and the remedy, in one line.</param>
    /// <param name="inner">The cause, where there is one.</param>
    public ImageFormatException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    private ImageFormatException(string path, ImageFormatException original)
        : base($"{path}: {original.Message}", original.InnerException) => Path = path;

    /// <summary>The file, where it is known; the message then starts with it.</summary>
    public string? Path { get; }

    /// <summary>The same exception with the file named.</summary>
    /// <param name="path">The file.</param>
    public ImageFormatException WithPath(string path) => new(path, this);
}
