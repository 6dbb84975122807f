using LVW.Native.VisualWords.Evaluation;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>What a pass over a run's pictures has found about a word; none of it changes when words are edited.</summary>
/// <param name="Own">The training patch that the word equals; null where it was never projected.</param>
/// <param name="Sharedness">Entropy of the classes of its nearest training patches over ln C.</param>
/// <param name="DuplicateOf">The first lower word that is the same, or null.</param>
/// <param name="NearestTrain">Nearest training patches, nearest first.</param>
/// <param name="NearestTest">Nearest test patches, nearest first.</param>
public sealed record WordFinding(
    PatchFinding? Own, double Sharedness, int? DuplicateOf, IReadOnlyList<PatchFinding> NearestTrain, IReadOnlyList<PatchFinding> NearestTest)
{
    /// <summary>Patches of each set that are kept.</summary>
    public const int Patches = 5;

    /// <summary>What statistics of the word tell.</summary>
    public static WordFinding Of(WordStatistic word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return new WordFinding(Found(word.Own), word.Sharedness, word.DuplicateOf, Nearest(word.NearestTrain, word.Own?.Key), Nearest(word.NearestTest, null));
    }

    /// <summary>The nearest of patches, without those of one picture.</summary>
    /// <param name="neighbours">The patches, nearest first.</param>
    /// <param name="own">The picture that is left out, or null.</param>
    public static IReadOnlyList<PatchFinding> Nearest(IReadOnlyList<WordNeighbour> neighbours, string? own)
    {
        ArgumentNullException.ThrowIfNull(neighbours);
        return [.. neighbours.Where(neighbour => neighbour.Key != own).Take(Patches).Select(neighbour => Found(neighbour)!)];
    }

    private static PatchFinding? Found(WordNeighbour? neighbour) => neighbour is null ? null : new PatchFinding(neighbour.Picture, neighbour.Distance, neighbour.Map);
}
