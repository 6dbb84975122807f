using System.Globalization;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Evaluation;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>
/// What evaluation has found in a run's pictures, kept so that pages which show it need no pass over them: <c>findings.safetensors</c> of a run.
/// Similarities instead of predictions are kept, because these hold whatever words are edited: a logit is a row of them times a row of W.
/// </summary>
/// <param name="Similarities">g of all words of the run in the test pictures, [N, P].</param>
/// <param name="BaseClasses">The class that the base model predicts for each test picture, [N]; empty where it was not asked.</param>
/// <param name="Words">What was found about each word, [P].</param>
public sealed record RunFindings(float[] Similarities, int[] BaseClasses, IReadOnlyList<WordFinding> Words)
{
    // 128 MiB of similarities.
    private const int MostValues = 32 << 20;
    private const string GridKey = "grid";

    /// <summary>What an evaluation of all words of a run has found.</summary>
    /// <param name="result">The evaluation.</param>
    /// <param name="epsilon">ε of the similarity.</param>
    public static RunFindings Of(EvaluationResult result, double epsilon)
    {
        ArgumentNullException.ThrowIfNull(result);
        Predictions predictions = result.Predictions;
        int classes = predictions.Classes;
        int[] seen = predictions.BaseLogits.Length == 0
            ? []
            : [.. Enumerable.Range(0, predictions.Pictures).Select(n => Ranking.Largest(predictions.BaseLogits.AsSpan(n * classes, classes)))];
        return new RunFindings(predictions.Similarities(epsilon), seen, [.. result.Words.Select(WordFinding.Of)]);
    }

    /// <summary>Writes the file, whole or not at all; sets whose similarities would fill more than 128 MiB are left out, and are read when they are asked for.</summary>
    /// <param name="path">The file.</param>
    public void Write(string path)
    {
        FloatMap? any = Words.SelectMany(word => word.NearestTest).FirstOrDefault()?.Map;
        if (any is null || Similarities.Length > MostValues) return;
        int cells = any.Values.Length;
        var tensors = new Dictionary<string, HostTensor>
        {
            ["similarities"] = new([Similarities.Length / Words.Count, Words.Count], Similarities),
            ["sharedness"] = Row(Words.Select(word => (float)word.Sharedness)),
            ["duplicateOf"] = Row(Words.Select(word => (float)(word.DuplicateOf ?? -1))),
        };
        if (BaseClasses.Length > 0) tensors["baseClasses"] = Row(BaseClasses.Select(c => (float)c));
        Add(tensors, "own", word => word.Own is { } own ? [own] : [], 1, cells);
        Add(tensors, "train", word => word.NearestTrain, WordFinding.Patches, cells);
        Add(tensors, "test", word => word.NearestTest, WordFinding.Patches, cells);
        SafeTensors.Write(path, tensors, new Dictionary<string, string>
        {
            [GridKey] = string.Create(CultureInfo.InvariantCulture, $"{any.Width} {any.Height}"),
        });
    }

    /// <summary>Reads a file; null where there is none, as in runs of older versions, or where it is damaged or of other words or pictures.</summary>
    /// <param name="path">The file.</param>
    /// <param name="words">P.</param>
    /// <param name="train">Training pictures of the run.</param>
    /// <param name="test">Test pictures of the run.</param>
    public static RunFindings? TryRead(string path, int words, int train, int test)
    {
        if (!File.Exists(path)) return null;
        try
        {
            SafeTensorsContent content = SafeTensors.Read(path);
            float[] similarities = content.Tensors["similarities"].Values;
            if (similarities.Length != (long)words * test) return null;
            int[] grid = [.. content.Metadata[GridKey].Split(' ').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
            float[] sharedness = content.Tensors["sharedness"].Values, duplicates = content.Tensors["duplicateOf"].Values;
            int[] seen = content.Tensors.TryGetValue("baseClasses", out HostTensor? classes) ? [.. classes.Values.Select(value => (int)value)] : [];
            if (seen.Length > 0 && seen.Length != test) return null;
            PatchFinding[][] own = Take(content, "own", words, train, grid), near = Take(content, "train", words, train, grid), nearTest = Take(content, "test", words, test, grid);
            return new RunFindings(similarities, seen, [.. Enumerable.Range(0, words).Select(word => new WordFinding(
                own[word].FirstOrDefault(), sharedness[word], duplicates[word] < 0 ? null : (int)duplicates[word], near[word], nearTest[word]))]);
        }
        catch (Exception exception) when (exception is CheckpointException or KeyNotFoundException or FormatException or IndexOutOfRangeException or ArgumentException)
        {
            return null;
        }
    }

    private static HostTensor Row(IEnumerable<float> values)
    {
        float[] all = [.. values];
        return new HostTensor([all.Length], all);
    }

    // Places without a patch have the picture −1.
    private void Add(Dictionary<string, HostTensor> tensors, string name, Func<WordFinding, IReadOnlyList<PatchFinding>> patches, int most, int cells)
    {
        float[] pictures = new float[Words.Count * most], distances = new float[pictures.Length], maps = new float[pictures.Length * cells];
        Array.Fill(pictures, -1);
        for (int word = 0; word < Words.Count; word++)
        {
            foreach ((int k, PatchFinding patch) in patches(Words[word]).Take(most).Index())
            {
                int at = (word * most) + k;
                (pictures[at], distances[at]) = (patch.Picture, (float)patch.Distance);
                patch.Map.Values.CopyTo(maps.AsSpan(at * cells));
            }
        }

        tensors[name + ".pictures"] = new([Words.Count, most], pictures);
        tensors[name + ".distances"] = new([Words.Count, most], distances);
        tensors[name + ".maps"] = new([Words.Count, most, cells], maps);
    }

    private static PatchFinding[][] Take(SafeTensorsContent content, string name, int words, int pictures, int[] grid)
    {
        float[] found = content.Tensors[name + ".pictures"].Values, distances = content.Tensors[name + ".distances"].Values, maps = content.Tensors[name + ".maps"].Values;
        (int most, int cells) = (found.Length / words, grid[0] * grid[1]);
        return
        [
            .. Enumerable.Range(0, words).Select(word => Enumerable.Range(word * most, most)
                .Where(at => found[at] >= 0 && found[at] < pictures)
                .Select(at => new PatchFinding((int)found[at], distances[at], new FloatMap(grid[0], grid[1], maps[(at * cells)..((at + 1) * cells)])))
                .ToArray()),
        ];
    }
}
