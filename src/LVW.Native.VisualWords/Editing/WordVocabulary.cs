using System.Collections.Immutable;
using System.Globalization;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.VisualWords.Editing;

/// <summary>Which of a run's words are in use and what they are called; words keep their numbers whatever becomes of others.</summary>
public sealed class WordVocabulary
{
    private const int LongestName = 60;

    private readonly ImmutableDictionary<int, string> fates;
    private readonly ImmutableDictionary<int, string> names;

    private WordVocabulary(int count, ImmutableDictionary<int, string> fates, ImmutableDictionary<int, string> names)
    {
        (Count, this.fates, this.names) = (count, fates, names);
        InUse = [.. Enumerable.Range(0, count).Where(word => !fates.ContainsKey(word))];
    }

    /// <summary>P, all words of the run.</summary>
    public int Count { get; }

    /// <summary>Numbers of the words in use, ascending: the words of the edited model in order.</summary>
    public IReadOnlyList<int> InUse { get; }

    /// <summary>All words of a run in use and without names.</summary>
    public static WordVocabulary Of(int count) => new(count, ImmutableDictionary<int, string>.Empty, ImmutableDictionary<int, string>.Empty);

    /// <summary>Whether a word is in use.</summary>
    public bool IsInUse(int word) => !fates.ContainsKey(word);

    /// <summary>What became of a word: in use, disabled, merged into another, pruned.</summary>
    public string FateOf(int word) => fates.GetValueOrDefault(word, "in use");

    /// <summary>The name that a word was given, or null.</summary>
    public string? NameOf(int word) => names.GetValueOrDefault(word);

    /// <summary>The vocabulary after an edit; undoing is the history's.</summary>
    /// <exception cref="RunFolderException">A word is unknown, named twice or not in the state that the edit needs, or none would be left.</exception>
    public WordVocabulary After(WordEdit edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        RequireKnown(edit.Words);
        return edit.Kind switch
        {
            WordEditKind.Disable => Without(edit.Words, _ => "disabled"),
            WordEditKind.Prune => Without(edit.Words, _ => "pruned"),
            WordEditKind.Enable => With(edit.Words),
            WordEditKind.Merge => Merged(edit.Words),
            WordEditKind.Rename => Named(edit.Words, edit.Name),
            _ => throw new ArgumentException($"WordVocabulary: {edit.Kind} is no edit of words.", nameof(edit)),
        };
    }

    private WordVocabulary Without(IReadOnlyList<int> words, Func<int, string> fate)
    {
        foreach (int word in words) RequireInUse(word);
        if (words.Count == InUse.Count)
        {
            throw new RunFolderException(words.Count == 1
                ? $"word {words[0]}: it is the only word left in use. Take another into use first, with lvw words enable."
                : $"words: all {words.Count} words in use would be taken out. Leave at least one.");
        }

        return new WordVocabulary(Count, fates.AddRange(words.Select(word => KeyValuePair.Create(word, fate(word)))), names);
    }

    private WordVocabulary With(IReadOnlyList<int> words)
    {
        foreach (int word in words)
        {
            if (IsInUse(word)) throw new RunFolderException($"word {word}: it is in use already. lvw words list tells which are not.");
        }

        return new WordVocabulary(Count, fates.RemoveRange(words), names);
    }

    private WordVocabulary Merged(IReadOnlyList<int> words)
    {
        if (words.Count < 2) throw new RunFolderException("merge: it takes at least two words, such as 3,7; the first stays.");
        foreach (int word in words) RequireInUse(word);
        WordVocabulary merged = Without([.. words.Skip(1)], _ => string.Create(CultureInfo.InvariantCulture, $"merged into {words[0]}"));
        string? name = words.Select(NameOf).FirstOrDefault(given => given is not null);
        return name is null ? merged : new WordVocabulary(Count, merged.fates, names.SetItem(words[0], name));
    }

    private WordVocabulary Named(IReadOnlyList<int> words, string? name)
    {
        if (words.Count != 1) throw new RunFolderException("rename: it takes one word at a time.");
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl))
        {
            throw new RunFolderException($"rename: a name is one line of 1 to {LongestName} characters. Give a shorter or another name.");
        }

        return new WordVocabulary(Count, fates, names.SetItem(words[0], name.Trim()));
    }

    private void RequireKnown(IReadOnlyList<int> words)
    {
        if (words.Count == 0) throw new RunFolderException("words: none is named. Give their numbers, such as 3,7.");
        foreach (int word in words)
        {
            if (word < 0 || word >= Count) throw new RunFolderException($"word {word}: there is no such word; the run has words 0 to {Count - 1}. lvw words list shows them.");
        }

        if (words.GroupBy(word => word).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new RunFolderException($"word {twice.Key}: it is named twice. Name each word once.");
    }

    private void RequireInUse(int word)
    {
        if (!IsInUse(word)) throw new RunFolderException($"word {word}: it is not in use ({FateOf(word)}). Take it into use with lvw words enable first.");
    }
}
