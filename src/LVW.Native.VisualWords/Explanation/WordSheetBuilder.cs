using LVW.Native.Imaging;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation.Report;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>Turns descriptions of words into the cards of a word sheet.</summary>
/// <param name="pictures">Where pictures and patches come from.</param>
/// <param name="classes">Class names.</param>
/// <param name="side">Side of the model's view in pixels.</param>
public sealed class WordSheetBuilder(ReportPictures pictures, IReadOnlyList<string> classes, int side)
{
    private const int NeighboursShown = 5;
    private const int VotesKept = 3;

    /// <summary>The cards of all words that have a source picture, in the order of the words.</summary>
    public IReadOnlyList<ReportWord> Build(IEnumerable<WordStatistic> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return [.. words.Where(HasSource).Select(Build)];
    }

    /// <summary>The patch's file name, without the folders before it.</summary>
    internal static string FileName(string key) => key[(key.LastIndexOf('/') + 1)..];

    private bool HasSource(WordStatistic word) => Place(word) is { } place && pictures.Has(place.Key);

    // A word that was never projected is shown by its nearest training patch.
    private static WordNeighbour? Place(WordStatistic word) => word.Own ?? (word.Source is null && word.NearestTrain.Count > 0 ? word.NearestTrain[0] : null);

    private ReportWord Build(WordStatistic word)
    {
        WordNeighbour place = Place(word)!;
        PixelBox box = MapBox.Around(place.Map, side);
        return new ReportWord
        {
            Index = word.Word,
            Name = word.Name,
            Source = pictures.Whole(place.Key),
            Box = pictures.Box(box),
            Patch = pictures.Patch(place.Key, box),
            SourceName = FileName(place.Key),
            SourceClass = classes[place.ClassIndex],
            NearestTrain = Neighbours(word.NearestTrain.Where(neighbour => neighbour.Key != place.Key)),
            NearestTest = Neighbours(word.NearestTest),
            ClassHistogram = [.. word.ClassHistogram.Select((count, c) => new ReportClassValue(classes[c], count)).Where(entry => entry.Value > 0)],
            Sharedness = word.Sharedness,
            WeightMass = word.WeightMass,
            Votes =
            [
                .. word.Weights.Select((weight, c) => new ReportClassValue(classes[c], weight)).OrderByDescending(vote => vote.Value).Take(VotesKept),
            ],
            ProjectionDistance = word.ProjectionDistance,
            IsDead = word.TimesNearest == 0,
            DuplicateOf = word.DuplicateOf,
        };
    }

    private IReadOnlyList<ReportNeighbour> Neighbours(IEnumerable<WordNeighbour> neighbours)
        =>
        [
            .. neighbours.Where(neighbour => pictures.Has(neighbour.Key)).Take(NeighboursShown).Select(neighbour => new ReportNeighbour(
                pictures.Patch(neighbour.Key, MapBox.Around(neighbour.Map, side)), classes[neighbour.ClassIndex], FileName(neighbour.Key), neighbour.Distance)),
        ];
}
