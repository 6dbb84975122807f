using System.Globalization;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>Says where an explanation is not to be trusted.</summary>
internal static class ExplanationWarnings
{
    private const double Unsure = 0.5;
    private const double SmallShare = 0.5;

    public static IEnumerable<string> Of(LocalExplanation explanation)
    {
        if (explanation.Base is { } model && model.Index != explanation.Predicted.Index)
        {
            yield return $"The base model says {model.Class}, the words say {explanation.Predicted.Class}: this is no explanation of the base model.";
        }

        if (explanation.Predicted.Probability < Unsure)
        {
            yield return Text($"The words are unsure: the predicted class has a probability of {explanation.Predicted.Probability:P0}.");
        }

        if (explanation.AttentionIoU50 is { } overlap && overlap < explanation.ChanceIoU50)
        {
            yield return Text($"The words look elsewhere than the base model: attention IoU {overlap:F2} is below chance, {explanation.ChanceIoU50:F2}.");
        }

        if (explanation.Base is not null && explanation.AttentionIoU50 is null)
        {
            yield return "The base model's attention is nowhere positive, so no overlap was measured.";
        }

        foreach (string warning in OfCalibration(explanation)) yield return warning;

        if (explanation.Fidelity.ListedWordsKeep is { } kept and < Unsure)
        {
            yield return Text($"The listed words are not the reason alone: with the others as in training pictures they keep the class only {kept:P0} of the time.");
        }

        double listed = explanation.Words.Sum(word => word.Contribution);
        if (explanation.Logit > 0 && listed < SmallShare * explanation.Logit)
        {
            yield return Text($"The listed words make up {listed / explanation.Logit:P0} of the logit; many words decide a little each.");
        }
    }

    /// <summary>Those of them that a card must add to what it tells anyway.</summary>
    public static IEnumerable<string> OfCalibration(LocalExplanation explanation)
    {
        LocalFidelity fidelity = explanation.Fidelity;
        if (fidelity is { LeastEnergy: { } least, Coverage: { } coverage } && fidelity.Energy < least)
        {
            yield return Text($"The picture is unlike those that the words know: its energy {fidelity.Energy:F1} is below {least:F1}, which {coverage:P0} of the test pictures reach.");
        }
    }

    /// <summary>Whether the listed words settle the class, in a sentence.</summary>
    public static string Settled(LocalExplanation explanation)
    {
        LocalFidelity fidelity = explanation.Fidelity;
        if (fidelity.ListedWordsAlwaysSettle) return "The listed words settle the class: whatever the others were, no other class could win.";
        if (fidelity.ListedWordsSettle == true) return "The listed words settle the class: wherever the others lay between their extremes on the training pictures, no other class could win.";
        string start = fidelity.ListedWordsKeep is { } kept ? Text($"With the other words as they are in training pictures, the listed ones keep the class {kept:P0} of the time; ") : "";
        string others = fidelity.ListedWordsSettle is null ? "whatever the others are" : "wherever the others lie between their extremes on the training pictures";
        string end = fidelity.WordsToSettle is { } needed ? Text($"it takes {needed} words to settle it {others}.") : "even all words leave a tie.";
        return start.Length > 0 ? start + end : char.ToUpperInvariant(end[0]) + end[1..];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
