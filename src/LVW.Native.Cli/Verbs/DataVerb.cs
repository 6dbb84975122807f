using System.CommandLine;
using LVW.Native.Cli.Output;
using LVW.Native.VisualWords.Data.Generated;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw data</c>: data sets.</summary>
internal static class DataVerb
{
    public static Command Create(Terminal terminal) => new("data", "Data sets: list, download, check, describe, generate")
    {
        DataDescribeVerb.List(terminal),
        DataDescribeVerb.Describe(terminal),
        DataGetVerb.Create(terminal),
        DataVerifyVerb.Create(terminal),
        DataPrepareVerb.Create(terminal),
        Generate(terminal),
    };

    private static Command Generate(Terminal terminal)
    {
        Option<string> output = CommonOptions.Out("Folder for the pictures");
        var train = new Option<int>("--train") { Description = "Training pictures of each class", DefaultValueFactory = _ => 40 };
        var test = new Option<int>("--test") { Description = "Test pictures of each class", DefaultValueFactory = _ => 12 };
        var side = new Option<int>("--side") { Description = "Width and height in pixels", DefaultValueFactory = _ => new SceneOptions().Side };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the pictures", DefaultValueFactory = _ => new SceneOptions().Seed };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("generate", "Draw creatures whose classes share parts, with the parts' boxes") { output, train, test, side, seed, json };
        CommonOptions.RequireRange(train, 2, GeneratedDataSet.FirstTestIndex);
        CommonOptions.RequireRange(test, 0, GeneratedDataSet.FirstTestIndex);
        CommonOptions.RequireRange(side, 48, 1024);
        command.SetAction(parsed =>
        {
            (int trainCount, int testCount, int pixels) = (parsed.GetValue(train), parsed.GetValue(test), parsed.GetValue(side));
            string folder = Path.GetFullPath(parsed.GetValue(output)!);
            GeneratedDataSet.Write(folder, trainCount, testCount, new SceneOptions { Side = pixels, Seed = parsed.GetValue(seed) });
            if (parsed.GetValue(json))
            {
                terminal.Document(new { Folder = folder, Classes = SceneClasses.Names, TrainPerClass = trainCount, TestPerClass = testCount, Side = pixels });
            }
            else
            {
                terminal.DataLine($"{folder}: {SceneClasses.Count} classes, {trainCount} training and {testCount} test pictures each, {pixels}×{pixels}; boxes in {GeneratedDataSet.PartsFile}");
            }

            return ExitCode.Success;
        });
        return command;
    }
}
