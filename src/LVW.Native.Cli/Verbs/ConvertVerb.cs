using System.CommandLine;
using LVW.Native.Cli.Output;
using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw convert</c>: weights from one format to another, types kept.</summary>
internal static class ConvertVerb
{
    public static Command Create(Terminal terminal)
    {
        var input = new Argument<string>("in") { Description = "File of weights: safetensors, .pth, .pt, .bin, .npz, .npy; told by its content" };
        var output = new Argument<string>("out") { Description = "File to write; its ending names the format: .safetensors, .pth, .pt or .npz" };
        var force = new Option<bool>("--force") { Description = "Replace the file if it is there" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("convert", "Convert weights between PyTorch, safetensors and NumPy") { input, output, force, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(output)!;
            CheckpointFormat format = CheckpointWriter.FormatOf(path);
            if (Path.Exists(path) && !parsed.GetValue(force)) throw new CheckpointException($"{path}: is there already. Name another file, or give --force to replace it.");
            using CheckpointFile file = CheckpointFile.Open(parsed.GetValue(input)!);
            IReadOnlyList<string> lost = CheckpointWriter.Write(path, file.Tensors, file.Metadata);
            foreach (string line in lost) terminal.Line($"note: {line}");
            if (file.PassedOver.Count > 0) terminal.Line($"note: Not weights, left out: {Names.Some(file.PassedOver)}.");
            if (parsed.GetValue(json))
            {
                terminal.Document(new
                {
                    Input = file.Path,
                    InputFormat = FormatNames.Of(file.Format),
                    Output = path,
                    OutputFormat = FormatNames.Of(format),
                    Tensors = file.Tensors.Count,
                    Values = file.Tensors.Sum(tensor => tensor.Count),
                    LeftOut = file.PassedOver,
                    Notes = lost,
                });
            }
            else
            {
                terminal.DataLine($"{path}: {FormatNames.Of(format)}, {file.Tensors.Count} tensors of {file.Path} ({FormatNames.Of(file.Format)})");
            }

            return ExitCode.Success;
        });
        return command;
    }
}
