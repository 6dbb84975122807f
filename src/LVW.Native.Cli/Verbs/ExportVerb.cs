using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.Engine.Onnx;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Explanation;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw export</c>: the model of a run as a file for other programs.</summary>
internal static class ExportVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> run = CommonOptions.Run();
        var onnx = new Option<string>("--onnx") { Description = "ONNX file to write; it takes RGB pixels, 0 to 255", Required = true };
        var ofBase = new Option<bool>("--base") { Description = "Export the base model instead of the words" };
        var force = new Option<bool>("--force") { Description = "Replace the file if there is one" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("export", "Write a run's model as ONNX, for other programs and languages") { run, onnx, ofBase, force, json };
        DeviceOptions device = DeviceOptions.For(command);
        command.SetAction((parsed, _) =>
        {
            string path = Path.GetFullPath(parsed.GetValue(onnx)!);
            if (Directory.Exists(path)) throw new DataException(path, "this is a folder", $"Name a file, for example {Path.Combine(path, "words.onnx")}");
            if (!Directory.Exists(Path.GetDirectoryName(path))) throw new DataException(path, "its folder does not exist", "Check the path, or create the folder");
            if (File.Exists(path) && !parsed.GetValue(force)) throw new DataException(path, "there is such a file already", "Name another, or replace it with --force");
            using LoadedRun loaded = LoadedRun.Open(parsed.GetValue(run)!, device.Of(parsed), terminal);
            var export = new OnnxExport(loaded.Transform.Normalization, loaded.Transform.Options, loaded.Description.Classes);
            OnnxExportResult written = parsed.GetValue(ofBase) ? export.Write(path, loaded.Reader.Base!) : export.Write(path, loaded.Reader.Words, loaded.Sources);
            if (parsed.GetValue(json)) terminal.Document(new { Run = loaded.Folder.Path, File = path, written.Bytes, written.Inputs, written.Outputs });
            else Print(terminal, path, written);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static void Print(Terminal terminal, string path, OnnxExportResult written)
    {
        string[] Row(string kind, OnnxPort port) => [kind, port.Name, port.Shape, port.Description];
        terminal.Table(["", "name", "shape", "what"], [.. written.Inputs.Select(port => Row("input", port)), .. written.Outputs.Select(port => Row("output", port))]);
        terminal.DataLine(string.Create(CultureInfo.InvariantCulture, $"file: {path}, {written.Bytes / 1e6:F1} MB"));
    }
}
