using LVW.Native.Engine;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Losses;

/// <summary>The terms of the loss where each word belongs to a class (Chen et al., "This looks like that", NeurIPS 2019).</summary>
internal static class ClassWords
{
    // More than any distance in word space; what is taken out by it never is the smallest, and what stays is not rounded.
    private const float Out = 1e9f;

    /// <summary>The mean distance of each picture to the nearest word of its own class.</summary>
    public static Tensor Cluster(Tensor scores, int[] labels, int classes) => scores.Add(Masked(scores, labels, classes, own: false)).Min(1).Mean();

    /// <summary>Minus the mean distance of each picture to the nearest word of any other class.</summary>
    public static Tensor Separation(Tensor scores, int[] labels, int classes) => scores.Add(Masked(scores, labels, classes, own: true)).Min(1).Mean().Multiply(-1);

    /// <summary>The mean distance of each word to its nearest patch among the batch's pictures of its class; words of classes that the batch lacks are left out.</summary>
    public static Tensor Coverage(Tensor scores, int[] labels, int classes)
    {
        int words = scores.Shape[1];
        return Nearest(scores, labels, classes).Multiply(scores.Step.Input(Shares(labels, words, classes), [words])).Sum();
    }

    /// <summary>The distance of each word to its nearest patch among the batch's pictures of its class, [P]; beyond all distances where there is none.</summary>
    public static Tensor Nearest(Tensor scores, int[] labels, int classes) => scores.Add(Masked(scores, labels, classes, own: false)).Min(0);

    /// <summary>What each word counts in a mean over those of the classes that are present, [P].</summary>
    public static float[] Shares(int[] labels, int words, int classes)
    {
        var present = labels.ToHashSet();
        float[] shares = [.. Enumerable.Range(0, words).Select(j => present.Contains(NominalClass.Of(j, words, classes)) ? 1f : 0f)];
        float count = shares.Sum();
        for (int j = 0; j < words; j++) shares[j] /= count;
        return shares;
    }

    /// <summary>Σ|W| over the weights that join a word to another class than its own.</summary>
    /// <param name="weights">W, [C, P].</param>
    public static Tensor L1(Tensor weights)
    {
        float[] others = [.. NominalClass.OwnWeights(weights.Shape[1], weights.Shape[0]).Select(own => own ? 0f : 1f)];
        return weights.Multiply(weights.Step.Input(others, weights.Shape)).L1Norm();
    }

    // [N, P]: 0, and a distance beyond all others for the words of a picture's own class, or for those of all other classes.
    private static Tensor Masked(Tensor scores, int[] labels, int classes, bool own)
    {
        int words = scores.Shape[1];
        float[] mask = new float[labels.Length * words];
        for (int n = 0; n < labels.Length; n++)
        {
            for (int j = 0; j < words; j++) mask[(n * words) + j] = NominalClass.Of(j, words, classes) == labels[n] == own ? Out : 0;
        }

        return scores.Step.Input(mask, scores.Shape);
    }
}
