namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>The methods that can be trained and compared, and their groups.</summary>
public static class Methods
{
    /// <summary>The method as the preset has it.</summary>
    public const string Default = "lvw";

    /// <summary>The base model alone: a run of it has no words.</summary>
    public const string BlackBox = "black-box";

    private const string Lvw = "Xiao, Ding and Liu 2022";
    private const string ProtoPNet = "Chen et al. 2019";

    /// <summary>All methods.</summary>
    public static IReadOnlyList<TrainingMethod> All { get; } =
    [
        Of(Default, "words that serve all classes, aligned with the base model's attention: the preset as it is", Lvw, settings => settings),
        Of(BlackBox, "the base model alone, seen through its own attention", "He et al. 2016; Selvaraju et al. 2017", settings => settings),
        Of("protopnet", "class-specific words with cluster and separation terms and a fixed last layer until the convex fit; no alignment, no distillation", ProtoPNet, MethodOverlays.ProtoPNet),
        Of("lvw-no-alignment", "lvw without the terms that align maps with the base model's attention", Lvw, MethodOverlays.WithoutAlignment),
        Of("lvw-no-sharing", "lvw with class-specific words and the separation term", $"{Lvw}; {ProtoPNet}", MethodOverlays.WithoutSharing),
        Of("lvw-neither", "lvw with class-specific words and without the terms that align maps", $"{Lvw}; {ProtoPNet}", settings => MethodOverlays.WithoutAlignment(MethodOverlays.WithoutSharing(settings))),
        .. Corrections.All,
    ];

    /// <summary>The names of all methods.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(method => method.Name)];

    /// <summary>The groups by name: lists of methods, the one that others are held against first.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Groups { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["ablation"] = [Default, "lvw-no-alignment", "lvw-no-sharing", "lvw-neither"],
        ["corrections"] = [Default, .. Corrections.All.Select(method => method.Name)],
        ["all"] = Names,
    };

    /// <summary>A method by its name.</summary>
    /// <exception cref="SettingsException">There is no such method.</exception>
    public static TrainingMethod Get(string name)
        => All.FirstOrDefault(method => method.Name == name) ?? throw new SettingsException($"method: there is no '{name}'. Choose one of {string.Join(", ", Names)}.");

    /// <summary>The methods that a list of names of methods and groups, separated by commas, asks for; each once, in the list's order.</summary>
    /// <exception cref="SettingsException">There is no method or group of a name, or the list is empty.</exception>
    public static IReadOnlyList<TrainingMethod> Parse(string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        string[] names = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0) throw new SettingsException($"methods: the list is empty. {Known}");
        return
        [
            .. names.SelectMany(name => Groups.TryGetValue(name, out IReadOnlyList<string>? group) ? group
                : Names.Contains(name) ? [name]
                : throw new SettingsException($"methods: there is no '{name}'. {Known}")).Distinct().Select(Get),
        ];
    }

    private static string Known => $"Methods are {string.Join(", ", Names)}; groups are {string.Join(", ", Groups.Keys)}.";

    internal static TrainingMethod Of(string name, string description, string source, Func<TrainingSettings, TrainingSettings> overlay)
        => new(name, description, source, overlay);
}
