using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.VisualWords.Editing;

/// <summary>
/// The edits of a run's words. <c>words.safetensors</c> is never written: <c>edits.jsonl</c> holds the edits, and each edit that moves
/// the last layer has its weights in a file of its own.
/// </summary>
/// <remarks>
/// The file of weights is written first, then the lines are replaced as a whole by a rename: a crash between the two leaves the run as it
/// was before the edit, and a file that nothing points to, which the next edit overwrites. Both are written behind a lock, and only if nobody
/// has edited the run since the history was read: fits take minutes, and of two that began alike the second must not undo the first.
/// </remarks>
public sealed class EditHistory
{
    private const string WeightsKey = "head.last";

    private readonly string file;
    private readonly string lockFile;
    private readonly string wordsFile;
    private readonly List<WordEdit> edits;
    private readonly Stack<(WordEdit Edit, WordVocabulary Before, string? WeightsBefore)> standing = new();

    private string text;

    private EditHistory(RunFolder folder, int words, string text)
    {
        (file, lockFile, wordsFile, this.text) = (folder.EditsFile, folder.EditsLockFile, folder.WordsFile, text);
        edits = text.Length == 0 ? [] : [.. text.TrimEnd('\n').Split('\n').Select(WordEdit.Parse)];
        Vocabulary = WordVocabulary.Of(words);
        foreach (WordEdit edit in edits) Take(edit);
    }

    /// <summary>The words as they are now.</summary>
    public WordVocabulary Vocabulary { get; private set; }

    /// <summary>All edits and undoings, in order.</summary>
    public IReadOnlyList<WordEdit> Edits => edits;

    /// <summary>Edits that have not been undone.</summary>
    public int Standing => standing.Count;

    /// <summary>The file of the last layer as it is now; null where it is the run's own.</summary>
    public string? WeightsFile { get; private set; }

    /// <summary>Reads the history of a run; an empty one where there is none.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="words">P, the words of the run.</param>
    /// <exception cref="RunFolderException">The file is damaged, or was made for other words.</exception>
    public static EditHistory Read(RunFolder folder, int words)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!File.Exists(folder.EditsFile)) return new EditHistory(folder, words, "");
        EditHistory history;
        try
        {
            history = new EditHistory(folder, words, File.ReadAllText(folder.EditsFile));
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException or RunFolderException)
        {
            throw new RunFolderException($"{folder.EditsFile}: cannot be read ({exception.Message.TrimEnd('.')}). Delete it to go back to the words as they were trained.", exception);
        }

        return history.Standing == 0 || history.standing.Peek().Edit.Model == Checksum(folder.WordsFile) ? history : throw new RunFolderException(
            $"{folder.EditsFile}: these are edits of another {Path.GetFileName(folder.WordsFile)}. Put that file back, or delete the edits to begin with the words that are there.");
    }

    /// <summary>SHA-256 of a file, in hexadecimal digits.</summary>
    public static string Checksum(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>W of the words in use, [C, P in use].</summary>
    /// <exception cref="CheckpointException">The file is missing or damaged.</exception>
    public float[] Weights(int classes)
    {
        string path = WeightsFile ?? wordsFile;
        IReadOnlyDictionary<string, HostTensor> tensors = SafeTensors.Read(path).Tensors;
        if (!tensors.TryGetValue(WeightsKey, out HostTensor? last) || last.Shape.Rank != 2 || last.Shape[0] != classes || last.Shape[1] != Vocabulary.InUse.Count)
        {
            throw new CheckpointException($"{path}: it does not hold {WeightsKey} for {classes} classes and {Vocabulary.InUse.Count} words. Delete {Path.GetFileName(file)} to go back to the words as they were trained.");
        }

        FiniteValues.Require(new Dictionary<string, HostTensor> { [WeightsKey] = last }, path);
        return last.Values;
    }

    /// <summary>Adds an edit.</summary>
    /// <param name="edit">The edit; number and checksum are filled in.</param>
    /// <param name="weights">W of the words in use after it, [C, P in use]; null where it does not change.</param>
    /// <exception cref="RunFolderException">The edit cannot be made, or the run is or was edited by another program meanwhile.</exception>
    /// <returns>The edit as it was written.</returns>
    public WordEdit Commit(WordEdit edit, float[]? weights)
    {
        ArgumentNullException.ThrowIfNull(edit);
        WordVocabulary after = Vocabulary.After(edit);
        using FileStream held = Hold();
        int number = edits.Count + 1;
        string? name = weights is null ? null : string.Create(CultureInfo.InvariantCulture, $"{number:0000}.safetensors");
        WordEdit written = edit with { Number = number, Model = Checksum(wordsFile), Weights = name };
        if (name is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
            int words = after.InUse.Count;
            SafeTensors.Write(PathOf(name), new Dictionary<string, HostTensor> { [WeightsKey] = new([weights!.Length / words, words], weights) });
        }

        Append(written);
        return written;
    }

    /// <summary>Takes back the last edit that stands.</summary>
    /// <exception cref="RunFolderException">There is none, or the run is or was edited by another program meanwhile.</exception>
    /// <returns>The edit that was taken back.</returns>
    public WordEdit Undo(DateTimeOffset time)
    {
        using FileStream held = Hold();
        if (standing.Count == 0) throw new RunFolderException($"{file}: there is nothing to undo; the words are as they were trained.");
        WordEdit undone = standing.Peek().Edit;
        Append(new WordEdit { Number = edits.Count + 1, Kind = WordEditKind.Undo, Undoes = undone.Number, Model = undone.Model, Time = time });
        return undone;
    }

    private string PathOf(string weights) => Path.Combine(Path.GetDirectoryName(file)!, "edits", weights);

    // The lock's file stays: taken away, one process could hold what another can no longer see.
    private FileStream Hold()
    {
        FileStream held;
        try
        {
            held = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy) when (File.Exists(lockFile))
        {
            throw new RunFolderException($"{lockFile}: another program is editing this run ({busy.Message.TrimEnd('.')}). Run the same command again when it has finished.", busy);
        }

        if (text == (File.Exists(file) ? File.ReadAllText(file) : "")) return held;
        held.Dispose();
        throw new RunFolderException($"{file}: the run was edited by another program meanwhile, nothing was written. Run the same command again.");
    }

    private void Append(WordEdit edit)
    {
        string longer = $"{text}{(text.Length == 0 || text.EndsWith('\n') ? "" : "\n")}{edit.ToLine()}\n";
        AtomicFile.WriteText(file, longer);
        text = longer;
        edits.Add(edit);
        Take(edit);
    }

    private void Take(WordEdit edit)
    {
        if (edit.Kind == WordEditKind.Undo)
        {
            (_, Vocabulary, WeightsFile) = standing.Pop();
            return;
        }

        standing.Push((edit, Vocabulary, WeightsFile));
        Vocabulary = Vocabulary.After(edit);
        if (edit.Weights is not null) WeightsFile = PathOf(edit.Weights);
    }
}
