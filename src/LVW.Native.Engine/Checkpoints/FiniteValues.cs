namespace LVW.Native.Engine.Checkpoints;

/// <summary>Weights must be numbers: one NaN makes every answer of a network NaN, far from the file that brought it.</summary>
public static class FiniteValues
{
    /// <summary>Refuses tensors that hold NaN or infinity.</summary>
    /// <param name="tensors">Values by name.</param>
    /// <param name="source">What to call the source in errors: a path.</param>
    /// <exception cref="CheckpointException">Some do; the first is named and all are counted.</exception>
    public static void Require(IReadOnlyDictionary<string, HostTensor> tensors, string source)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        string? first = null;
        (int bad, long values) = (0, 0);
        foreach ((string name, HostTensor tensor) in tensors)
        {
            long count = Lost(tensor.Values);
            if (count == 0) continue;
            first ??= name;
            bad++;
            values += count;
        }

        if (first is null) return;
        throw new CheckpointException(
            $"{source}: NaN or infinity in {bad} of {tensors.Count} tensors ({values} {(values == 1 ? "value" : "values")}), first in '{first}'. "
            + "Give weights from before the training that lost them; lvw inspect --values lists them.");
    }

    private static long Lost(ReadOnlySpan<float> values)
    {
        long lost = 0;
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) lost++;
        }

        return lost;
    }
}
