using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.VisualWords.Backbones;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw backbones</c>: what <c>--backbone</c> can be, what each costs and how much of a picture its features see.</summary>
internal static class BackbonesVerb
{
    // Every network halves its input five times at most.
    private const int SmallestSide = 32;

    public static Command Create(Terminal terminal)
    {
        Option<bool> json = CommonOptions.Json();
        var side = new Option<int?>("--side") { Description = "Side of the pictures in pixels; otherwise what each backbone is made for" };
        CommonOptions.RequireRange(side, SmallestSide, BackboneFigures.LargestSide);
        var command = new Command("backbones", "List the backbones: parameters, arithmetic, feature map, receptive field") { side, json };
        command.SetAction(parsed =>
        {
            BackboneFigures[] figures = [.. BackboneCatalogue.Default.Names.Select(name => BackboneFigures.Of(BackboneCatalogue.Default, name, parsed.GetValue(side)))];
            if (parsed.GetValue(json))
            {
                terminal.Document(figures);
                return ExitCode.Success;
            }

            terminal.Table(["--backbone", "parameters", "GMACs", "features", "stride", "sees, px", "input, px"], [.. figures.Select(Row)]);
            terminal.Line("GMACs are multiply-adds of one picture, in thousand millions, as torchvision's tables count (there called GFLOPS); all without a classifier.");
            return ExitCode.Success;
        });
        return command;
    }

    private static string[] Row(BackboneFigures backbone) =>
    [
        backbone.Name,
        Number(backbone.Parameters, "N0"),
        Number(backbone.MultiplyAdds / 1e9, "F3"),
        string.Create(CultureInfo.InvariantCulture, $"{backbone.Height}×{backbone.Width}×{backbone.Channels}"),
        Number(backbone.Stride, "D"),
        Number(backbone.ReceptiveField, "D"),
        Number(backbone.InputSide, "D"),
    ];

    private static string Number(IFormattable value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
