using System.CommandLine;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.Viewer;
using LVW.Native.VisualWords.Data.Sets;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw serve</c>: a finished run in the browser of this machine, until Ctrl-C.</summary>
internal static class ServeVerb
{
    private const int DefaultPort = 7878;
    private const int LargestPort = 65535;

    public static Command Create(Terminal terminal)
    {
        Argument<string> run = CommonOptions.Run();
        Option<string?> data = CommonOptions.RunData();
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 for a free one", DefaultValueFactory = _ => DefaultPort };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("serve", "Look at a run in the browser: words, pictures, decisions; on this machine alone") { run, data, port, json };
        CommonOptions.RequireRange(port, 0, LargestPort);
        DeviceOptions device = DeviceOptions.For(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using LoadedRun loaded = LoadedRun.Open(parsed.GetValue(run)!, device.Of(parsed), terminal, edited: false);
            await using ViewerServer server = await ViewerServer.StartAsync(Viewed(loaded, parsed.GetValue(data), terminal), parsed.GetValue(port), cancellation);
            if (parsed.GetValue(json)) terminal.Document(new { Run = loaded.Folder.Path, Url = server.Address });
            else terminal.DataLine($"{server.Address}");
            terminal.Line("Ctrl-C ends it.");

            // Being ended is what it waits for, so that is no interruption.
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return ExitCode.Success;
        });
        return command;
    }

    private static ViewedRun Viewed(LoadedRun loaded, string? data, Terminal terminal)
    {
        var pictures = new RunPictures(loaded.Description, data);
        return new ViewedRun
        {
            Folder = loaded.Folder,
            Settings = loaded.Settings,
            Description = loaded.Description,
            History = loaded.History,
            Reader = loaded.Reader,
            Sources = loaded.Sources,
            Transform = loaded.Transform,
            Cache = loaded.Cache,
            Train = pictures.Train,
            Validation = pictures.Validation,
            Test = pictures.Test,
            Header = loaded.Header(DataSets.TitleOf(loaded.Description.DataRoot)),
            ErrorLine = UserErrors.LineFor,
            Defect = text => terminal.Line($"defect: {text}"),
        };
    }
}
