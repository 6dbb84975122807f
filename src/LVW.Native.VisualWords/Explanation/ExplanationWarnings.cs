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

        double listed = explanation.Words.Sum(word => word.Contribution);
        if (explanation.Logit > 0 && listed < SmallShare * explanation.Logit)
        {
            yield return Text($"The listed words make up {listed / explanation.Logit:P0} of the logit; many words decide a little each.");
        }
    }

    /// <summary>Those of them that follow from what was found on whole sets.</summary>
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
        string range = fidelity.ListedWordsSettle is null ? "wherever a picture could put the others" : "wherever the others lay between their extremes on the training pictures";
        if (fidelity.ListedWordsSettle == true) return $"The listed words settle the class: {range}, no other class could win.";
        return fidelity.WordsToSettle is { } needed
            ? Text($"The listed words alone do not settle the class; {needed} words do, {range}.")
            : "The listed words alone do not settle the class, and all of them together leave a tie.";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
