using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.Engine.Layers;

/// <summary>Compares the keys and shapes that a model expects with those that a file holds.</summary>
internal static class StateDictMismatch
{
    private const int Shown = 6;

    public static void Check(IReadOnlyList<StateEntry> expected, IReadOnlyDictionary<string, HostTensor> given, string source)
        => Check(expected, given.ToDictionary(entry => entry.Key, entry => Sizes(entry.Value.Shape), StringComparer.Ordinal), source);

    public static void Check(IReadOnlyList<StateEntry> expected, IReadOnlyDictionary<string, IReadOnlyList<long>> given, string source)
    {
        if (Find(expected, given) is not { } differences) return;
        throw new CheckpointException($"{source}: the weights do not fit the model ({differences}). Give the weights of the same architecture and number of classes.");
    }

    /// <summary>What differs, in words; null if nothing does.</summary>
    public static string? Find(IReadOnlyList<StateEntry> expected, IReadOnlyDictionary<string, IReadOnlyList<long>> given)
    {
        HashSet<string> wanted = [.. expected.Select(entry => entry.Key)];
        string[] missing = [.. wanted.Where(key => !given.ContainsKey(key))];
        string[] unexpected = [.. given.Keys.Where(key => !wanted.Contains(key) && !key.EndsWith("num_batches_tracked", StringComparison.Ordinal))];
        string[] misshapen = [.. expected
            .Where(entry => given.TryGetValue(entry.Key, out IReadOnlyList<long>? sizes) && !sizes.SequenceEqual(Sizes(entry.FileShape)))
            .Select(entry => $"{entry.Key} is {RawTensor.Describe(given[entry.Key])}, expected {entry.FileShape}")];
        if (missing.Length + unexpected.Length + misshapen.Length == 0) return null;
        string[] parts = [Part("missing", missing), Part("unexpected", unexpected), Part("of another shape", misshapen)];
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }

    private static IReadOnlyList<long> Sizes(Shape shape) => [.. shape.Select(size => (long)size)];

    private static string Part(string kind, string[] keys) => keys.Length == 0
        ? ""
        : $"{keys.Length} {kind}: {string.Join(", ", keys.Take(Shown))}{(keys.Length > Shown ? ", …" : "")}";
}
