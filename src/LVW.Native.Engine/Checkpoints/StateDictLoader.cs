using LVW.Native.Engine.Layers;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>Gives a module the tensors of an open file.</summary>
public static class StateDictLoader
{
    /// <summary>Whether <see cref="Load"/> would find the names and shapes that it needs, and no others.</summary>
    public static bool Fits(Module module, IReadOnlyDictionary<string, RawTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(tensors);
        return StateDictMismatch.Find([.. module.State()], Sizes(tensors)) is null;
    }

    /// <summary>Loads a module's values; names and shapes are compared before a value is read, so that a file of another model costs no memory.</summary>
    /// <param name="module">What is loaded.</param>
    /// <param name="tensors">Tensors of an open file by the module's keys; batch norm's <c>num_batches_tracked</c> is ignored.</param>
    /// <param name="source">What to call the source in errors: a path.</param>
    /// <exception cref="CheckpointException">Keys are missing, unexpected or misshapen, or values are NaN or infinite; nothing is loaded.</exception>
    public static void Load(Module module, IReadOnlyDictionary<string, RawTensor> tensors, string source)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(tensors);
        List<StateEntry> expected = [.. module.State()];
        StateDictMismatch.Check(expected, Sizes(tensors), source);
        Dictionary<string, HostTensor> values = expected.ToDictionary(entry => entry.Key, entry => tensors[entry.Key].ToHostTensor(), StringComparer.Ordinal);
        FiniteValues.Require(values, source);
        module.LoadStateDict(values, source);
    }

    private static Dictionary<string, IReadOnlyList<long>> Sizes(IReadOnlyDictionary<string, RawTensor> tensors)
        => tensors.ToDictionary(entry => entry.Key, entry => entry.Value.Sizes, StringComparer.Ordinal);
}
