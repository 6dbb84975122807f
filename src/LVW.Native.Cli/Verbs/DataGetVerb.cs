using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Downloads;
using LVW.Native.VisualWords.Data.Sets;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw data get</c>: the only verb that uses the network, and only once the licence is accepted.</summary>
internal static class DataGetVerb
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("set") { Description = "Name of a data set (lvw data list), or a descriptor file" };
        Option<string> output = CommonOptions.Out("Folder of the data set");
        var accept = new Option<bool>("--accept-licence") { Description = "Accept the licence that the data set's source states" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("get", "Download and unpack a data set; a broken download goes on where it stopped") { name, output, accept, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            DataSetDescriptor descriptor = DataSetDescriptor.Find(parsed.GetValue(name)!);
            string folder = Path.GetFullPath(parsed.GetValue(output)!);
            terminal.Line($"{descriptor.Title}: {descriptor.Files.Count} file{(descriptor.Files.Count == 1 ? "" : "s")}, {DataDescribeVerb.Size(descriptor.DownloadBytes)}");
            terminal.Line($"licence, as its source states it: {descriptor.Licence}");
            terminal.Line($"page: {descriptor.Homepage}");
            if (!parsed.GetValue(accept))
            {
                throw new DataException(descriptor.Name, "its licence has not been accepted, nothing was downloaded", "Read the licence and the page, then add --accept-licence");
            }

            await new DataSetDownload(descriptor, folder).RunAsync(Progress(terminal), terminal.Line, cancellation);
            if (parsed.GetValue(json)) terminal.Document(new { descriptor.Name, Folder = folder, descriptor.Citation });
            else terminal.Data.WriteLine($"{folder}: {descriptor.Title}. Check it with lvw data verify {folder}; cite: {descriptor.Citation}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Action<string, long, long?> Progress(Terminal terminal)
    {
        long last = Stopwatch.GetTimestamp();
        return (file, have, all) =>
        {
            if (Stopwatch.GetElapsedTime(last) < Pace) return;
            last = Stopwatch.GetTimestamp();
            string share = all is > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {all / 1e6:F0} MB ({100.0 * have / all:F0} %)") : " MB";
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{file}: {have / 1e6:F0}{share}"));
        };
    }
}
