using System.Globalization;
using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Backbones;

namespace LVW.Native.Benchmarks.ModelRun;

/// <summary>What a model run was asked for.</summary>
internal sealed record ModelOptions
{
    public const string Usage =
        "model [--backbone NAME] [--side N] [--batch N] [--classes N] [--what train,infer,...] [--threads N] [--width 512|256|128|32] [--rounds N] "
        + "[--ops] [--json FILE] [--peer COMMAND] [--serve]";

    /// <summary>The backbone's name in the catalogue.</summary>
    public string Backbone { get; init; } = "resnet34";

    /// <summary>Side of the pictures in pixels; 0: what the backbone is made for.</summary>
    public int Side { get; init; }

    /// <summary>Pictures in a step.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>Classes; the head has five words for each.</summary>
    public int Classes { get; init; } = 37;

    /// <summary>The kinds of work, of <see cref="WholeModel.Kinds"/>.</summary>
    public IReadOnlyList<string> What { get; init; } = ["train", "infer", "forward", "forward-backward", "adam"];

    /// <summary>Threads that compute; 0 means all cores.</summary>
    public int Threads { get; init; }

    /// <summary>Vector width; null: the best that the hardware has.</summary>
    public SimdWidth? Width { get; init; }

    /// <summary>Timed repetitions of each kind of work.</summary>
    public int Rounds { get; init; } = 9;

    /// <summary>Whether a table of ops follows each row.</summary>
    public bool Ops { get; init; }

    /// <summary>The file for the results; null for none.</summary>
    public string? Json { get; init; }

    /// <summary>A command that serves the same work, to take turns with; null for none.</summary>
    public string? Peer { get; init; }

    /// <summary>Whether work is done when a line of the input asks for it.</summary>
    public bool Serve { get; init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="ArgumentException">An argument is unknown or lacks its value.</exception>
    public static ModelOptions Parse(IReadOnlyList<string> args)
    {
        var options = new ModelOptions();
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i];
            if (name is "--serve" or "--ops")
            {
                options = name == "--serve" ? options with { Serve = true } : options with { Ops = true };
                continue;
            }

            if (++i == args.Count) throw new ArgumentException($"{name}: its value is missing, or the option is unknown. Use {Usage}.");
            options = options.With(name, args[i]);
        }

        return options.Side > 0 ? options : options with { Side = BackboneCatalogue.Default.InputSide(options.Backbone) };
    }

    private ModelOptions With(string name, string value) => name switch
    {
        "--backbone" when BackboneCatalogue.Default.Names.Contains(value) => this with { Backbone = value },
        "--backbone" => throw new ArgumentException($"--backbone {value}: there is none of that name. Choose one of {string.Join(", ", BackboneCatalogue.Default.Names)}."),
        "--side" => this with { Side = Number(name, value, 1) },
        "--batch" => this with { Batch = Number(name, value, 1) },
        "--classes" => this with { Classes = Number(name, value, 2) },
        "--what" => this with { What = Kinds(value) },
        "--threads" => this with { Threads = Number(name, value, 0) },
        "--width" => this with { Width = (SimdWidth)(Number(name, value, 32) / 32) },
        "--rounds" => this with { Rounds = Number(name, value, 1) },
        "--json" => this with { Json = value },
        "--peer" => this with { Peer = value },
        _ => throw new ArgumentException($"{name}: this is unknown. Use {Usage}."),
    };

    private static int Number(string name, string value, int least)
        => int.TryParse(value, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new ArgumentException($"{name} {value}: this is no number of at least {least}.");

    private static string[] Kinds(string value)
    {
        string[] kinds = value.Split(',');
        foreach (string kind in kinds)
        {
            if (!WholeModel.Kinds.Contains(kind)) throw new ArgumentException($"--what {kind}: this is unknown. Choose among {string.Join(", ", WholeModel.Kinds)}.");
        }

        return kinds;
    }
}
