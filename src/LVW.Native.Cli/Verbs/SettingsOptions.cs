using System.Collections;
using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Runs;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Verbs;

/// <summary>The options that say how a run is made; shared by the verbs that train.</summary>
internal sealed class SettingsOptions
{
    private readonly Option<string?> backbone = new("--backbone") { Description = $"Convolutional network: {string.Join(", ", BackboneCatalogue.Default.Names)}" };
    private readonly Option<string?> weights = new("--weights") { Description = "Pretrained weights: .pth, .safetensors or .npz" };
    private readonly Option<string?> preset = new("--preset") { Description = $"Starting point: {string.Join(", ", Presets.Names)}" };
    private readonly Option<string?> config = new("--config") { Description = "JSON file of settings" };
    private readonly Option<bool> skipBad = CommonOptions.SkipBad();
    private readonly Option<string[]> set = CommonOptions.Set(
        $"key=value, such as joint.epochs=30; may be repeated. The environment sets values too: {SettingsReader.EnvironmentPrefix}JOINT__EPOCHS=30");

    private SettingsOptions()
    {
    }

    /// <summary>Gives a verb the options.</summary>
    public static SettingsOptions For(Command command)
    {
        var options = new SettingsOptions();
        foreach (Option option in (Option[])[options.backbone, options.weights, options.preset, options.config, options.skipBad, options.set]) command.Options.Add(option);
        return options;
    }

    /// <summary>The settings that a command line asks for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="choice">Where to compute.</param>
    /// <param name="own">The verb's own settings as <c>key=value</c>; those of --set come after them.</param>
    /// <exception cref="SettingsException">A key is unknown or a value does not fit.</exception>
    public TrainingSettings Read(ParseResult parsed, DeviceChoice choice, params IReadOnlyList<string> own)
    {
        var assignments = new List<string>();
        Assign("backbone", parsed.GetValue(backbone));
        Assign("weights", parsed.GetValue(weights));
        Assign("threads", choice.Threads?.ToString(CultureInfo.InvariantCulture));
        Assign("device", choice.Device);
        Assign("precision", choice.Precision);
        if (parsed.GetValue(skipBad)) assignments.Add("data.skipBad=true");
        assignments.AddRange(own);
        assignments.AddRange(parsed.GetValue(set)!);
        return SettingsReader.Read(parsed.GetValue(preset), parsed.GetValue(config), EnvironmentVariables(), assignments);

        void Assign(string key, string? value)
        {
            if (value is not null) assignments.Add($"{key}={value}");
        }
    }

    /// <summary>The settings that environment variables may hold.</summary>
    public static Dictionary<string, string> EnvironmentVariables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
}
