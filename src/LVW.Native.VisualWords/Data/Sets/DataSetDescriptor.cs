using System.Text.Json;
using System.Text.Json.Serialization;

namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>What is known of a data set before its pictures are there: a JSON file each under <c>datasets/</c>.</summary>
public sealed record DataSetDescriptor
{
    private const string Prefix = "datasets/";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    /// <summary>Name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>Full name.</summary>
    public required string Title { get; init; }

    /// <summary>The paper to cite.</summary>
    public required string Citation { get; init; }

    /// <summary>The set's page.</summary>
    public required string Homepage { get; init; }

    /// <summary>The licence as its source states it.</summary>
    public required string Licence { get; init; }

    /// <summary>Files to download.</summary>
    public required IReadOnlyList<RemoteFile> Files { get; init; }

    /// <summary>How the unpacked folder is laid out.</summary>
    public required string Layout { get; init; }

    /// <summary>Number of classes.</summary>
    public required int Classes { get; init; }

    /// <summary>Number of pictures in each split: <c>train</c>, <c>validation</c>, <c>test</c>.</summary>
    public required IReadOnlyDictionary<string, int> Pictures { get; init; }

    /// <summary>What it has beside classes: masks, boxes, parts, attributes.</summary>
    public IReadOnlyList<string> Extras { get; init; } = [];

    /// <summary>What a user should know, each in one line.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Bytes to download, where all sizes are known.</summary>
    [JsonIgnore]
    public long? DownloadBytes => Files.All(file => file.Bytes is not null) ? Files.Sum(file => file.Bytes) : null;

    /// <summary>The descriptors that come with the program, by name.</summary>
    public static IReadOnlyList<DataSetDescriptor> All()
    {
        var assembly = typeof(DataSetDescriptor).Assembly;
        var all = new List<DataSetDescriptor>();
        foreach (string resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            all.Add(Parse(reader.ReadToEnd(), resource));
        }

        return all;
    }

    /// <summary>A descriptor by the name of its set, or from a file of the user's own.</summary>
    /// <param name="nameOrFile">A name of <see cref="All"/>, or the path of a JSON file.</param>
    /// <exception cref="DataException">There is neither such a set nor such a file, or the file is damaged.</exception>
    public static DataSetDescriptor Find(string nameOrFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrFile);
        IReadOnlyList<DataSetDescriptor> all = All();
        if (all.FirstOrDefault(one => one.Name == nameOrFile) is { } known) return known;
        if (!File.Exists(nameOrFile))
        {
            throw new DataException(nameOrFile, "there is no data set of this name", $"Choose one of {string.Join(", ", all.Select(one => one.Name))}, or name a descriptor file");
        }

        try
        {
            return Parse(File.ReadAllText(nameOrFile), nameOrFile);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException(nameOrFile, $"the descriptor cannot be read ({failure.Message.TrimEnd('.')})", "Check its permissions", failure);
        }
    }

    private static DataSetDescriptor Parse(string text, string source)
    {
        try
        {
            DataSetDescriptor read = JsonSerializer.Deserialize<DataSetDescriptor>(text, Json) ?? throw new JsonException("null instead of a descriptor");
            foreach (RemoteFile file in read.Files) file.RequireSound();
            return read;
        }
        catch (JsonException failure)
        {
            throw new DataException(source, $"the descriptor is damaged ({failure.Message.TrimEnd('.')})", "Compare it with one under datasets/", failure);
        }
    }
}
