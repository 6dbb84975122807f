using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Engine.Devices;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw devices</c>: what <c>--device</c> can be on this machine, and what was looked for.</summary>
internal static class DevicesVerb
{
    public static Command Create(Terminal terminal)
    {
        Option<bool> json = CommonOptions.Json();
        var command = new Command("devices", "List the devices that lvw can compute on") { json };
        command.SetAction(parsed =>
        {
            IReadOnlyList<DeviceDescription> found = DeviceCatalogue.Found();
            string automatic = DeviceCatalogue.Automatic();
            IReadOnlyList<string> searched = DeviceCatalogue.Searched();
            if (parsed.GetValue(json))
            {
                terminal.Document(new { Devices = found, Auto = automatic, Searched = searched });
                return ExitCode.Success;
            }

            terminal.Table(["--device", "what it is", "memory"], [.. found.Select(Row)]);
            terminal.DataLine($"auto means {automatic} here");
            foreach (string line in searched) terminal.Line(line);
            return ExitCode.Success;
        });
        return command;
    }

    private static string[] Row(DeviceDescription device) =>
    [
        device.Name,
        device.Description,
        device.MemoryBytes == 0 ? "the machine's" : string.Create(CultureInfo.InvariantCulture, $"{device.MemoryBytes / (double)(1L << 30):F1} GiB"),
    ];
}
