namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>A setting that is unknown, of the wrong kind or out of range; the message names the key and the remedy.</summary>
public sealed class SettingsException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SettingsException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the failure behind it.</summary>
    public SettingsException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
