namespace LVW.Native.VisualWords.Training;

/// <summary>Running sums over an epoch; part of a checkpoint, so that an epoch that was interrupted is logged as if it had not been.</summary>
internal sealed class EpochSums
{
    public int Pictures { get; set; }

    public int Right { get; set; }

    public double Seconds { get; set; }

    public Dictionary<string, double> Terms { get; set; } = [];

    /// <summary>Takes a step into account.</summary>
    public void Add(int pictures, int right, double seconds, IEnumerable<(string Name, double Value)> terms)
    {
        Pictures += pictures;
        Right += right;
        Seconds += seconds;
        foreach ((string name, double value) in terms) Terms[name] = Terms.GetValueOrDefault(name) + (value * pictures);
    }

    /// <summary>The mean of a term over the pictures.</summary>
    public double Mean(string name) => Terms.GetValueOrDefault(name) / Math.Max(1, Pictures);
}
