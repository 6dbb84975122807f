using System.CommandLine;
using LVW.Native.Cli.Output;
using LVW.Native.VisualWords.Data.Sets;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw data prepare</c>: pictures of binary files become files, once.</summary>
internal static class DataPrepareVerb
{
    private const int Pace = 5000;

    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("folder") { Description = "Folder with the binary files of STL-10, CIFAR-10 or CIFAR-100" };
        Option<string> output = CommonOptions.Out("Folder for the pictures");
        Option<bool> json = CommonOptions.Json();
        var command = new Command("prepare", "Write the pictures of binary files as PNG, without loss, in folders by split and class") { folder, output, json };
        command.SetAction((parsed, cancellation) =>
        {
            string target = Path.GetFullPath(parsed.GetValue(output)!);
            PreparedSet prepared = PreparedSet.Write(parsed.GetValue(folder)!, target, done =>
            {
                if (done % Pace == 0) terminal.Line($"{done} pictures written");
            }, cancellation);
            if (parsed.GetValue(json)) terminal.Document(new { prepared.Name, Folder = target, prepared.Classes, prepared.Pictures });
            else terminal.Data.WriteLine($"{target}: {prepared.Name}, {prepared.Classes} classes, {prepared.Pictures} pictures; train with --data {target}");
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }
}
