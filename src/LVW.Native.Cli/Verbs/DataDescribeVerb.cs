using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.VisualWords.Data.Sets;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw data list</c> and <c>lvw data describe</c>: what is known of data sets without a look at the network.</summary>
internal static class DataDescribeVerb
{
    public static Command List(Terminal terminal)
    {
        Option<bool> json = CommonOptions.Json();
        var command = new Command("list", "List the data sets that are known") { json };
        command.SetAction(parsed =>
        {
            IReadOnlyList<DataSetDescriptor> all = DataSetDescriptor.All();
            if (parsed.GetValue(json)) terminal.Document(all);
            else terminal.Table(["name", "title", "classes", "train", "validation", "test", "download"], [.. all.Select(Row)]);
            return ExitCode.Success;
        });
        return command;
    }

    public static Command Describe(Terminal terminal)
    {
        var name = new Argument<string>("set") { Description = "Name of a data set, or a folder of pictures, or shards" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("describe", "Tell a data set's classes, splits, sizes, licence and citation") { name, json };
        command.SetAction(parsed =>
        {
            string given = parsed.GetValue(name)!;
            DataSetVerification? found = Directory.Exists(given) || DataSets.IsShards(given) ? DataSetVerification.Of(given, expected: null, decode: false) : null;
            DataSetDescriptor? descriptor = found is null ? DataSetDescriptor.Find(given) : DataSetDescriptor.All().FirstOrDefault(one => one.Name == found.Name);
            if (parsed.GetValue(json)) terminal.Document(new { Descriptor = descriptor, Folder = found });
            else Print(terminal, descriptor, found);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The sizes of a descriptor's splits.</summary>
    public static string Splits(DataSetDescriptor descriptor)
        => string.Join(", ", descriptor.Pictures.Select(split => $"{Number(split.Value)} {split.Key}"));

    /// <summary>Bytes for a person.</summary>
    public static string Size(long? bytes) => bytes switch
    {
        null => "not published",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:F0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB"),
    };

    private static void Print(Terminal terminal, DataSetDescriptor? descriptor, DataSetVerification? found)
    {
        var rows = new List<string[]>();
        if (descriptor is not null)
        {
            rows.Add(["name", $"{descriptor.Name}: {descriptor.Title}"]);
            rows.Add(["classes", Number(descriptor.Classes)]);
            rows.Add(["pictures", Splits(descriptor)]);
            rows.AddRange(descriptor.Extras.Select(extra => new[] { "extra", extra }));
            rows.Add(["layout", descriptor.Layout]);
            rows.Add(["licence", descriptor.Licence]);
            rows.Add(["cite", descriptor.Citation]);
            rows.Add(["page", descriptor.Homepage]);
            rows.AddRange(descriptor.Files.Select(file => new[] { "file", $"{file.Address} ({Size(file.Bytes)}, checksum: {file.Checksum ?? "none"}, {file.ChecksumSource})" }));
            rows.AddRange(descriptor.Notes.Select(note => new[] { "note", note }));
        }

        if (found is not null)
        {
            rows.Add(["folder", $"{found.Root} ({found.Name})"]);
            rows.Add(["found", $"{Number(found.Classes)} classes; {string.Join(", ", found.Splits.Select(split => $"{Number(split.Found)} {split.Name}"))}"]);
            if (found.Missing.Count > 0) rows.Add(["missing", $"{Number(found.Missing.Count)} pictures; lvw data verify names them"]);
        }

        terminal.Table(["", ""], rows);
    }

    private static string[] Row(DataSetDescriptor set) =>
    [
        set.Name, set.Title, Number(set.Classes), Split(set, "train"), Split(set, "validation"), Split(set, "test"), Size(set.DownloadBytes),
    ];

    private static string Split(DataSetDescriptor set, string name) => set.Pictures.TryGetValue(name, out int count) ? Number(count) : "–";

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
