namespace LVW.Native.Cli.Runs;

/// <summary>A class that a model thinks possible.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Probability">Its softmax probability, 0 to 1.</param>
internal sealed record Guess(string Class, double Probability)
{
    /// <summary>The most probable classes, the likeliest first; the lower index wins ties.</summary>
    /// <param name="logits">A row of logits.</param>
    /// <param name="classes">Their classes' names.</param>
    /// <param name="count">How many are wanted.</param>
    public static Guess[] Ranked(ReadOnlySpan<float> logits, IReadOnlyList<string> classes, int count)
    {
        double[] exponentials = new double[logits.Length];
        double most = double.NegativeInfinity;
        foreach (float logit in logits) most = Math.Max(most, logit);
        for (int c = 0; c < exponentials.Length; c++) exponentials[c] = Math.Exp(logits[c] - most);
        double sum = exponentials.Sum();
        return [.. exponentials.Select((value, c) => new Guess(classes[c], value / sum)).OrderByDescending(guess => guess.Probability).Take(count)];
    }
}
