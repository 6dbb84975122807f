using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>A run's numbers, as <c>metrics.json</c> holds them; what was not measured is left out.</summary>
public sealed record Metrics
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    /// <summary>The data that was trained and tested on.</summary>
    public DataMetrics Data { get; init; } = new();

    /// <summary>The base model.</summary>
    public BaseMetrics Base { get; init; } = new();

    /// <summary>The words.</summary>
    public WordMetrics Words { get; init; } = new();

    /// <summary>How faithfully the words explain the base model.</summary>
    public FidelityMetrics Fidelity { get; init; } = new();

    /// <summary>What is gained when the model may abstain; null where it was not measured.</summary>
    public AbstentionMetrics? Abstention { get; init; }

    /// <summary>The parts that words have found; null where no parts are known.</summary>
    public PartMetrics? Parts { get; init; }

    /// <summary>Seconds of each stage, in the order in which they ran: <c>trainSeconds</c> and so on.</summary>
    public IReadOnlyDictionary<string, double> Timings { get; init; } = new Dictionary<string, double>();

    /// <summary>The seed of everything that was drawn at random.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads that computed.</summary>
    public int Threads { get; init; }

    /// <summary>The device that computed.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>These numbers with what only the training knows.</summary>
    /// <param name="trained">What training left; its timings come before the evaluation's.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="threads">Threads that computed.</param>
    public Metrics With(TrainedModels trained, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(trained);
        return With(trained.Seconds, seed, threads) with
        {
            Words = Words with { TestAccuracyBeforeProjection = trained.TestAccuracyBeforeProjection, MaxProjectionDistance = trained.MaxProjectionDistance },
        };
    }

    /// <summary>These numbers with what only the training of a base model alone knows.</summary>
    /// <param name="trained">Seconds spent in each stage; they come before the evaluation's.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="threads">Threads that computed.</param>
    public Metrics With(IReadOnlyDictionary<string, double> trained, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(trained);
        var timings = new Dictionary<string, double>();
        foreach ((string stage, double seconds) in trained) timings[stage + "Seconds"] = seconds;
        foreach ((string stage, double seconds) in Timings) timings[stage] = seconds;
        return this with { Timings = timings, Seed = seed, Threads = threads };
    }

    /// <summary>Whether there are words; otherwise the run is of the base model alone, and the groups that are about words are left out.</summary>
    [JsonIgnore]
    public bool HasWords => Words.Count > 0;

    /// <summary>The numbers as JSON.</summary>
    public string ToJson()
    {
        if (HasWords) return JsonSerializer.Serialize(this, Json);
        JsonObject numbers = JsonSerializer.SerializeToNode(this, Json)!.AsObject();
        numbers.Remove("words");
        numbers.Remove("fidelity");
        return numbers.ToJsonString(Json);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such JSON.</exception>
    public static Metrics FromJson(string json) => JsonSerializer.Deserialize<Metrics>(json, Json) ?? throw new JsonException("Metrics: the text is null.");

    /// <summary>Writes the numbers to a file, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, ToJson() + "\n");
}
