namespace LVW.Native.Cli.Runs;

/// <summary>What a network says of a picture.</summary>
/// <param name="Picture">The file.</param>
/// <param name="Label">The index of its true class, where it is known.</param>
/// <param name="Logits">A number for each class.</param>
/// <param name="Classes">The classes' names.</param>
internal sealed record Classification(string Picture, int Label, float[] Logits, IReadOnlyList<string> Classes)
{
    private readonly Guess[] ranked = Guess.Ranked(Logits, Classes, Classes.Count);

    public string Class => ranked[0].Class;

    public double Probability => ranked[0].Probability;

    public bool IsRight => Array.IndexOf(Logits, Logits.Max()) == Label;

    public Guess[] Top(int count) => ranked[..Math.Min(count, ranked.Length)];
}
