namespace LVW.Native.VisualWords.Explanation;

/// <summary>How far the account of one decision can be trusted: what a reader may ask of any explanation, answered for this one.</summary>
public sealed record LocalFidelity
{
    /// <summary>Whether the base model names the same class; null where it was not asked.</summary>
    public bool? SameClassAsBase { get; init; }

    /// <summary>Whether the words' attention overlaps the base model's more than chance would; null where there is none to compare with.</summary>
    public bool? LooksWhereBaseLooks { get; init; }

    /// <summary>
    /// Whether the listed words settle the class with every other word anywhere between its extremes on the training pictures (see
    /// <see cref="Evaluation.Sufficiency"/>); null where these are not known.
    /// </summary>
    public bool? ListedWordsSettle { get; init; }

    /// <summary>The same with the other words anywhere that any picture whatever could put them.</summary>
    public bool ListedWordsAlwaysSettle { get; init; }

    /// <summary>
    /// How often the listed words keep the class when the others are as in training pictures (see <see cref="Evaluation.DecisionPrecision"/>); null as above.
    /// </summary>
    public double? ListedWordsKeep { get; init; }

    /// <summary>Words, by contribution, that it takes to settle the class against those extremes, or else against any picture; null where all do not.</summary>
    public int? WordsToSettle { get; init; }

    /// <summary>ln Σ exp(logit): little for a picture unlike those that the words know.</summary>
    public double Energy { get; init; }

    /// <summary>The energy that a picture should have, which the share <see cref="Coverage"/> of the test pictures reaches; null where it is not known.</summary>
    public double? LeastEnergy { get; init; }

    /// <summary>That share.</summary>
    public double? Coverage { get; init; }

    /// <summary>Whether nothing of the above speaks against the account.</summary>
    public bool Trusted => SameClassAsBase != false && LooksWhereBaseLooks != false && (LeastEnergy is not { } least || Energy >= least) && !(ListedWordsKeep < 0.5);
}
