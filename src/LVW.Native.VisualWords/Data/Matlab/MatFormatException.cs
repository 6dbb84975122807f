namespace LVW.Native.VisualWords.Data.Matlab;

/// <summary>A MATLAB file is damaged or holds what is not read; <see cref="MatFile"/> adds the file's name.</summary>
internal sealed class MatFormatException(string message) : Exception(message);
