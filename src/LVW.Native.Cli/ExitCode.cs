namespace LVW.Native.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A defect of this program, or a failed self-check.</summary>
    public const int Defect = 1;

    /// <summary>Something that the user can mend.</summary>
    public const int UserError = 2;

    /// <summary>Stopped by a signal, as shells count it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
