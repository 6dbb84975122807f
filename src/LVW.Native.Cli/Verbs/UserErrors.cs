using LVW.Native.Engine.Checkpoints;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Verbs;

/// <summary>Turns what a user can mend into one line and an exit code; everything else is a defect and keeps its stack trace.</summary>
internal static class UserErrors
{
    public const int Failure = 2;
    public const int Interrupted = 130;

    /// <summary>Runs a verb.</summary>
    public static int Guard(Action verb)
    {
        try
        {
            verb();
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Interrupted. A checkpoint was written; continue with --resume.");
            return Interrupted;
        }
        catch (Exception exception) when (IsUsers(exception))
        {
            Console.Error.WriteLine("error: " + exception.Message.ReplaceLineEndings(" "));
            return Failure;
        }
    }

    private static bool IsUsers(Exception exception) => exception
        is DataException
        or ImageFormatException
        or CheckpointException
        or SettingsException
        or RunFolderException
        or NonFiniteLossException
        or IOException
        or UnauthorizedAccessException;
}
