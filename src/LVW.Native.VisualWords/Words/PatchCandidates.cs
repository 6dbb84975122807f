namespace LVW.Native.VisualWords.Words;

/// <summary>The nearest patches of one word so far, nearest first; on equal distance the earlier patch stays in front.</summary>
/// <param name="capacity">Patches to keep.</param>
internal sealed class PatchCandidates(int capacity)
{
    private readonly List<(float Distance, long Patch)> nearest = new(capacity + 1);

    public IReadOnlyList<(float Distance, long Patch)> Nearest => nearest;

    /// <summary>The distance that a further patch must undercut.</summary>
    public float Limit { get; private set; } = float.PositiveInfinity;

    public void Offer(float distance, long patch)
    {
        if (distance >= Limit) return;
        int at = nearest.Count;
        while (at > 0 && distance < nearest[at - 1].Distance) at--;
        nearest.Insert(at, (distance, patch));
        if (nearest.Count > capacity) nearest.RemoveAt(capacity);
        if (nearest.Count == capacity) Limit = nearest[^1].Distance;
    }
}
