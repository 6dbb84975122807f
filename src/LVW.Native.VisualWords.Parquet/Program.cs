using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;

namespace LVW.Native.VisualWords.Parquet;

/// <summary>The command: a folder of tables becomes a folder of pictures.</summary>
internal static class Program
{
    private const int UserError = 2;
    private const int Interrupted = 130;
    private const int Pace = 5000;
    private const string Usage = "Usage: SOURCE TARGET [--image COLUMN] [--label COLUMN]. SOURCE holds data/train-00000-of-00001.parquet and the like; TARGET is a new folder.";

    public static async Task<int> Main(string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        return await Run(arguments, Console.Out, Console.Error, stop.Token);
    }

    public static async Task<int> Run(string[] arguments, TextWriter output, TextWriter messages, CancellationToken cancellation)
    {
        var folders = new List<string>();
        var options = new HuggingFaceOptions();
        for (int i = 0; i < arguments.Length; i++)
        {
            bool valued = i + 1 < arguments.Length;
            if (arguments[i] == "--image" && valued) options = options with { Image = arguments[++i] };
            else if (arguments[i] == "--label" && valued) options = options with { Label = arguments[++i] };
            else folders.Add(arguments[i]);
        }

        if (folders.Count != 2 || folders.Any(folder => folder.Length == 0 || folder.StartsWith('-')))
        {
            await messages.WriteLineAsync(Usage);
            return UserError;
        }

        try
        {
            PreparedSet prepared = await HuggingFaceParquet.PrepareAsync(folders[0], folders[1], options, done =>
            {
                if (done % Pace == 0) messages.WriteLine($"{done} pictures written");
            }, cancellation);
            string target = Path.GetFullPath(folders[1]);
            await output.WriteLineAsync($"{target}: {prepared.Classes} classes, {prepared.Pictures} pictures; train with lvw train --data {target}");
            return 0;
        }
        catch (DataException failure)
        {
            await messages.WriteLineAsync($"error: {failure.Message}");
            return UserError;
        }
        catch (OperationCanceledException)
        {
            await messages.WriteLineAsync("Interrupted; the same command begins anew.");
            return Interrupted;
        }
    }
}
