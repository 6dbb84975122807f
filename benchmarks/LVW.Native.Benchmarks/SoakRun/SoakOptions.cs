using System.Globalization;

namespace LVW.Native.Benchmarks.SoakRun;

/// <summary>What a long run was asked for.</summary>
internal sealed record SoakOptions
{
    public const string Usage = "soak [--steps N] [--samples N] [--backbone NAME] [--side N] [--batch N] [--csv FILE]";

    /// <summary>Steps in all: half for the base model, half for the words.</summary>
    public int Steps { get; init; } = 200_000;

    /// <summary>How often memory is measured.</summary>
    public int Samples { get; init; } = 100;

    /// <summary>The backbone; the default is a network of two convolutions.</summary>
    public string Backbone { get; init; } = TinyNetwork.Variant.Name;

    /// <summary>Side of the pictures in pixels.</summary>
    public int Side { get; init; } = 32;

    /// <summary>Pictures in a step of each rank.</summary>
    public int Batch { get; init; } = 2;

    /// <summary>The file for the samples; null for none.</summary>
    public string? Csv { get; init; }

    /// <summary>Steps from one checkpoint to the next.</summary>
    public int StepsPerEpoch => Math.Max(50, Steps / 200);

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="ArgumentException">An argument is unknown or lacks its value.</exception>
    public static SoakOptions Parse(IReadOnlyList<string> args)
    {
        var options = new SoakOptions();
        for (int i = 0; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count) throw new ArgumentException($"{args[i]}: its value is missing. Use {Usage}.");
            string value = args[i + 1];
            options = args[i] switch
            {
                "--steps" => options with { Steps = Number(args[i], value, 400) },
                "--samples" => options with { Samples = Number(args[i], value, 20) },
                "--backbone" => options with { Backbone = value },
                "--side" => options with { Side = Number(args[i], value, 8) },
                "--batch" => options with { Batch = Number(args[i], value, 1) },
                "--csv" => options with { Csv = value },
                _ => throw new ArgumentException($"{args[i]}: this is unknown. Use {Usage}."),
            };
        }

        return options;
    }

    private static int Number(string name, string value, int least)
        => int.TryParse(value, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new ArgumentException($"{name} {value}: this is no number of at least {least}.");
}
