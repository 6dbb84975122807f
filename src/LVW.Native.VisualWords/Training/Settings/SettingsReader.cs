using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>Layers settings: preset, then file, then environment, then command line, then method; keys are camelCase paths such as <c>joint.epochs</c>.</summary>
public static class SettingsReader
{
    /// <summary>Environment variables that set a value begin so: <c>LVW_SET_JOINT__EPOCHS=30</c>.</summary>
    public const string EnvironmentPrefix = "LVW_SET_";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        RespectNullableAnnotations = true,

        // A setting that is null does not say whether it is a number: what is assigned to it arrives as text.
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>The effective settings.</summary>
    /// <param name="preset">The preset to start from, or null for the file's, or else the default.</param>
    /// <param name="file">A JSON file (comments and trailing commas allowed), or null.</param>
    /// <param name="environment">Environment variables; those without the prefix are passed over.</param>
    /// <param name="assignments"><c>key=value</c> pairs, the last word.</param>
    /// <exception cref="SettingsException">A key is unknown or a value does not fit; the message names it.</exception>
    public static TrainingSettings Read(
        string? preset, string? file, IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> assignments)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(assignments);
        JsonObject? fromFile = file is null ? null : ReadFile(file);
        string name = preset ?? TextOf(fromFile?["preset"]) ?? Presets.Names[0];
        JsonObject settings = JsonSerializer.SerializeToNode(Presets.Get(name), Json)!.AsObject();
        if (fromFile is not null) Merge(settings, fromFile, file!, "");
        foreach ((string variable, string value) in environment.Where(entry => entry.Key.StartsWith(EnvironmentPrefix, StringComparison.Ordinal)))
        {
            string key = variable[EnvironmentPrefix.Length..].Replace("__", ".", StringComparison.Ordinal);
            Assign(settings, key, value, variable);
        }

        foreach (string assignment in assignments) Assign(settings, assignment);
        settings["preset"] = name;
        TrainingSettings read = Deserialize(settings);
        TrainingSettings effective = With(read, Methods.Get(read.Method));
        RequireKept(effective, assignments);
        return effective;
    }

    /// <summary>Settings with a method in place of theirs.</summary>
    /// <exception cref="SettingsException">A value that the method does not decide does not fit it.</exception>
    public static TrainingSettings With(TrainingSettings settings, TrainingMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return SettingsValidation.Checked(method.Over(settings));
    }

    /// <summary>The settings as JSON, as they are written to a run folder.</summary>
    public static string Write(TrainingSettings settings) => JsonSerializer.Serialize(settings, Json);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="SettingsException">The file cannot be understood.</exception>
    public static TrainingSettings ReadEffective(string file) => SettingsValidation.Checked(Deserialize(ReadFile(file)));

    private static JsonObject ReadFile(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file), documentOptions: Lenient) as JsonObject
                ?? throw new SettingsException($"{file}: expected a JSON object of settings.");
        }
        catch (JsonException exception)
        {
            string place = exception.LineNumber is { } line ? $" at line {line + 1}" : $" ({exception.Message.TrimEnd('.')})";
            throw new SettingsException($"{file}: not valid JSON{place}. Comments and trailing commas are allowed.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{file}: cannot be read ({exception.Message.TrimEnd('.')}). Check the path.", exception);
        }
    }

    // What the command line asks for and the method decides otherwise would be lost silently.
    private static void RequireKept(TrainingSettings effective, IEnumerable<string> assignments)
    {
        var last = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string assignment in assignments) last[assignment.Split('=')[0]] = assignment;
        foreach ((string key, string assignment) in last)
        {
            JsonObject settings = JsonSerializer.SerializeToNode(effective, Json)!.AsObject();
            Assign(settings, assignment);
            if (key.Equals("preset", StringComparison.OrdinalIgnoreCase) || Deserialize(settings) == effective) continue;
            throw new SettingsException($"--set {assignment}: the method {effective.Method} decides {key} otherwise. Leave it out, or choose another method.");
        }
    }

    private static void Assign(JsonObject settings, string assignment)
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1) throw new SettingsException($"--set {assignment}: expected key=value, such as joint.epochs=30.");
        Assign(settings, assignment[..equals], assignment[(equals + 1)..], $"--set {assignment}");
    }

    private static void Merge(JsonObject target, JsonObject source, string origin, string path)
    {
        foreach ((string key, JsonNode? value) in source)
        {
            if (!target.ContainsKey(key)) throw Unknown(origin, path + key, target, path);
            if (target[key] is JsonObject inner && value is JsonObject innerSource) Merge(inner, innerSource, origin, $"{path}{key}.");
            else target[key] = value?.DeepClone();
        }
    }

    private static void Assign(JsonObject settings, string key, string value, string origin)
    {
        JsonObject target = settings;
        string[] parts = key.Split('.');
        string path = "";
        foreach (string part in parts[..^1])
        {
            if (Match(target, part) is not { } name || target[name] is not JsonObject inner) throw Unknown(origin, key, target, path);
            target = inner;
            path += name + ".";
        }

        string last = Match(target, parts[^1]) ?? throw Unknown(origin, key, target, path);
        if (target[last] is JsonObject) throw new SettingsException($"{origin}: '{key}' is a group of settings; set one of {Keys(target[last]!.AsObject(), path + last + ".")}.");
        target[last] = Parse(value, target[last]);
    }

    private static string? Match(JsonObject target, string key)
        => target.Select(entry => entry.Key).FirstOrDefault(name => string.Equals(name, key, StringComparison.OrdinalIgnoreCase));

    // Texts stay texts where the setting is one; everything else must be a JSON value.
    private static JsonNode? Parse(string value, JsonNode? current)
    {
        if (current is null || current.GetValueKind() == JsonValueKind.String) return value == "null" ? null : JsonValue.Create(value);
        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            return JsonValue.Create(value);
        }
    }

    private static TrainingSettings Deserialize(JsonObject settings)
    {
        try
        {
            return settings.Deserialize<TrainingSettings>(Json)!;
        }
        catch (JsonException exception)
        {
            string key = (exception.Path ?? "$").Replace("$.", "", StringComparison.Ordinal);
            throw new SettingsException($"{key}: the value does not fit; it takes {Wanted(exception.Message)}.", exception);
        }
    }

    // The serializer tells the type alone.
    private static string Wanted(string message)
        => message.Contains("System.Int", StringComparison.Ordinal) ? "a whole number"
            : message.Contains("System.UInt", StringComparison.Ordinal) ? "a whole number of at least 0"
            : message.Contains("System.Double", StringComparison.Ordinal) ? "a number"
            : message.Contains("System.Boolean", StringComparison.Ordinal) ? "true or false"
            : message.Contains("System.String", StringComparison.Ordinal) ? "a text"
            : $"something else ({message.Split(". Path")[0]})";

    private static string? TextOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    private static SettingsException Unknown(string origin, string key, JsonObject known, string path)
        => new(string.Create(CultureInfo.InvariantCulture, $"{origin}: there is no setting '{key}'. Known here: {Keys(known, path)}."));

    private static string Keys(JsonObject known, string path) => string.Join(", ", known.Select(entry => path + entry.Key));
}
