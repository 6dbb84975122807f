using LVW.Native.Engine.Distributed;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.VisualWords.Words;

/// <summary>
/// Gives every word the value of its nearest patch among all training pictures, of any class or of its own; the first patch in (picture, row,
/// column) order wins ties.
/// </summary>
public sealed class WordProjection
{
    private readonly PatchCandidates[] candidates;
    private readonly int words;
    private readonly bool distinct;
    private readonly int ownClasses;
    private int height;
    private int width;

    /// <summary>Begins a projection.</summary>
    /// <param name="words">P.</param>
    /// <param name="distinct">Whether no two words may take the same patch: the nearer word keeps it, the other takes its next.</param>
    /// <param name="ownClasses">C, where each word searches the pictures of its <see cref="NominalClass"/> alone; 0 where it searches all.</param>
    public WordProjection(int words, bool distinct, int ownClasses = 0)
    {
        (this.words, this.distinct, this.ownClasses) = (words, distinct, ownClasses);
        candidates = [.. Enumerable.Range(0, words).Select(_ => new PatchCandidates(distinct ? words : 1))];
    }

    /// <summary>Takes note of a picture's distances; pictures come in order.</summary>
    /// <param name="picture">Position of the picture in its set.</param>
    /// <param name="distances">d of the picture, [h, w, P].</param>
    /// <param name="rows">h.</param>
    /// <param name="columns">w.</param>
    /// <param name="classIndex">The picture's class; it matters where words search their own class alone.</param>
    public void Observe(int picture, ReadOnlySpan<float> distances, int rows, int columns, int classIndex = 0)
    {
        (height, width) = (rows, columns);
        int cells = rows * columns;
        for (int cell = 0; cell < cells; cell++)
        {
            ReadOnlySpan<float> row = distances.Slice(cell * words, words);
            for (int j = 0; j < words; j++)
            {
                if (ownClasses > 0 && NominalClass.Of(j, words, ownClasses) != classIndex) continue;
                if (row[j] < candidates[j].Limit) candidates[j].Offer(row[j], ((long)picture * cells) + cell);
            }
        }
    }

    /// <summary>Takes note of what the other ranks have observed; each has seen pictures that come after those of the ranks before it.</summary>
    internal void Merge(ICollective ranks)
    {
        if (ranks.Size == 1) return;
        int[] counts = ranks.Gather<int>([.. candidates.Select(candidate => candidate.Nearest.Count), height, width]);
        (float, long)[] all = ranks.Gather(candidates.SelectMany(candidate => candidate.Nearest).ToArray());
        int at = 0;
        PatchCandidates[] merged = [.. Enumerable.Range(0, words).Select(_ => new PatchCandidates(distinct ? words : 1))];
        foreach (int[] rank in counts.Chunk(words + 2))
        {
            for (int j = 0; j < words; j++)
            {
                for (int i = 0; i < rank[j]; i++, at++) merged[j].Offer(all[at].Item1, all[at].Item2);
            }

            (height, width) = (Math.Max(height, rank[words]), Math.Max(width, rank[words + 1]));
        }

        merged.CopyTo(candidates, 0);
    }

    /// <summary>The patch of every word, after all pictures have been observed.</summary>
    /// <param name="describe">Key and class of a picture by position.</param>
    /// <exception cref="NonFiniteLossException">A word has no finite distance to any patch.</exception>
    public IReadOnlyList<WordSource> Sources(Func<int, (string Key, int ClassIndex)> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        int cells = height * width;
        return [.. Assign().Select((choice, word) =>
        {
            int picture = (int)(choice.Patch / cells);
            int cell = (int)(choice.Patch % cells);
            (string key, int classIndex) = describe(picture);
            return new WordSource(word, picture, key, classIndex, cell / width, cell % width, choice.Distance);
        })];
    }

    // Words choose in the order of their smallest distance; with as many candidates as words, each finds a free one.
    private (float Distance, long Patch)[] Assign()
    {
        int lost = Array.FindIndex(candidates, candidate => candidate.Nearest.Count == 0);
        if (lost >= 0)
        {
            throw new NonFiniteLossException($"projection: word {lost} has no finite distance to any patch. A weight or a feature is not a number; lower the learning rates.");
        }

        var choices = new (float, long)[words];
        var taken = new HashSet<long>();
        foreach (int word in Enumerable.Range(0, words).OrderBy(word => candidates[word].Nearest[0].Distance).ThenBy(word => word))
        {
            (float Distance, long Patch) choice = distinct
                ? candidates[word].Nearest.FirstOrDefault(candidate => !taken.Contains(candidate.Patch), candidates[word].Nearest[0])
                : candidates[word].Nearest[0];
            taken.Add(choice.Patch);
            choices[word] = choice;
        }

        return choices;
    }
}
