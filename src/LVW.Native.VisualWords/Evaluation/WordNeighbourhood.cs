using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Finds each word's nearest patches in a set, one for each picture, and its own patch, while readings pass by.</summary>
public sealed class WordNeighbourhood
{
    private readonly List<WordNeighbour>[] nearest;
    private readonly WordNeighbour?[] own;
    private readonly ILookup<string, WordSource> sources;
    private readonly PictureSet set;
    private readonly int capacity;

    /// <summary>Begins with nothing.</summary>
    /// <param name="set">The pictures that will be observed.</param>
    /// <param name="words">P.</param>
    /// <param name="capacity">Patches to keep for each word.</param>
    /// <param name="sources">The words' own patches; those in this set are kept too.</param>
    public WordNeighbourhood(PictureSet set, int words, int capacity, IEnumerable<WordSource>? sources = null)
    {
        this.set = set;
        this.capacity = capacity;
        nearest = [.. Enumerable.Range(0, words).Select(_ => new List<WordNeighbour>(capacity + 1))];
        own = new WordNeighbour?[words];
        this.sources = (sources ?? []).ToLookup(source => source.Key, StringComparer.Ordinal);
    }

    /// <summary>P.</summary>
    public int Words => nearest.Length;

    /// <summary>A word's nearest patches, nearest first; on equal distance the earlier picture comes first.</summary>
    public IReadOnlyList<WordNeighbour> this[int word] => nearest[word];

    /// <summary>The patch that a word is, with the distance at its very cell; null where its picture was not observed.</summary>
    public WordNeighbour? Own(int word) => own[word];

    /// <summary>Takes note of a reading; readings come in the order of the set.</summary>
    public void Observe(BatchReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        for (int n = 0; n < reading.Count; n++)
        {
            for (int word = 0; word < Words; word++)
            {
                float distance = reading.Scores[(n * Words) + word];
                List<WordNeighbour> found = nearest[word];
                if (found.Count == capacity && distance >= found[^1].Distance) continue;
                int at = found.Count;
                while (at > 0 && distance < found[at - 1].Distance) at--;
                found.Insert(at, Describe(reading, n, word, reading.Cells[(n * Words) + word]));
                if (found.Count > capacity) found.RemoveAt(capacity);
            }

            foreach (WordSource source in sources[set.Pictures[reading.Indices[n]].Key])
            {
                own[source.Word] = Describe(reading, n, source.Word, (source.Row * reading.Width) + source.Column);
            }
        }
    }

    private WordNeighbour Describe(BatchReading reading, int n, int word, int cell)
    {
        var map = new FloatMap(reading.Width, reading.Height);
        reading.CopyMap(n, word, map.Values);
        float distance = reading.Distances[(((n * reading.Height * reading.Width) + cell) * Words) + word];
        Picture picture = set.Pictures[reading.Indices[n]];
        return new WordNeighbour(reading.Indices[n], picture.Key, picture.ClassIndex, cell / reading.Width, cell % reading.Width, distance, map);
    }
}
