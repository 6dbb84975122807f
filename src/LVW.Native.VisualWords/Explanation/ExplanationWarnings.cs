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

        double listed = explanation.Words.Sum(word => word.Contribution);
        if (explanation.Logit > 0 && listed < SmallShare * explanation.Logit)
        {
            yield return Text($"The listed words make up {listed / explanation.Logit:P0} of the logit; many words decide a little each.");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
