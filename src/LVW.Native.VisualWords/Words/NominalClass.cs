namespace LVW.Native.VisualWords.Words;

/// <summary>The class that a word begins in, ⌊j / (P / C)⌋; where words are not shared among classes it stays the word's own (Chen et al. 2019).</summary>
public static class NominalClass
{
    /// <summary>The class of a word.</summary>
    /// <param name="word">j.</param>
    /// <param name="words">P.</param>
    /// <param name="classes">C.</param>
    public static int Of(int word, int words, int classes) => (int)((long)word * classes / words);

    /// <summary>Which weights of the last layer join a word to its own class, [C, P].</summary>
    /// <param name="words">P.</param>
    /// <param name="classes">C.</param>
    public static bool[] OwnWeights(int words, int classes) => OwnWeights([.. Enumerable.Range(0, words)], words, classes);

    /// <summary>The same for some of the words, [C, chosen].</summary>
    /// <param name="chosen">The words.</param>
    /// <param name="words">P.</param>
    /// <param name="classes">C.</param>
    public static bool[] OwnWeights(IReadOnlyList<int> chosen, int words, int classes)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        bool[] own = new bool[classes * chosen.Count];
        for (int i = 0; i < chosen.Count; i++) own[(Of(chosen[i], words, classes) * chosen.Count) + i] = true;
        return own;
    }
}
