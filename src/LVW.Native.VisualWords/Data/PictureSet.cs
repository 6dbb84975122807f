using LVW.Native.VisualWords.Data.Generated;

namespace LVW.Native.VisualWords.Data;

/// <summary>Labelled pictures of one split, ordered by class and then by file name; those of shards as they lie there.</summary>
public sealed class PictureSet
{
    /// <summary>Collects pictures of one split.</summary>
    /// <param name="folder">The folder that holds the class folders; errors name it.</param>
    /// <param name="classes">Class names in the order of the labels; ordinal where folders are the classes.</param>
    /// <param name="pictures">The pictures, each with a class index below <c>classes.Count</c>.</param>
    public PictureSet(string folder, IReadOnlyList<string> classes, IReadOnlyList<Picture> pictures)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(pictures);
        foreach (Picture picture in pictures)
        {
            if ((uint)picture.ClassIndex >= (uint)classes.Count)
            {
                throw new ArgumentException(
                    $"PictureSet: {picture.Key} has class {picture.ClassIndex} but there are {classes.Count} classes.", nameof(pictures));
            }
        }

        Folder = folder;
        Classes = classes;
        Pictures = pictures;
    }

    /// <summary>The folder that holds the class folders.</summary>
    public string Folder { get; }

    /// <summary>Class names in the order of the labels; ordinal where folders are the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Whether an official list names the pictures: an ending that belies its content is then the list's, not the user's to mend.</summary>
    public bool IsListed { get; init; }

    /// <summary>The pictures, ordered by class and then by file name; those of shards as they lie there.</summary>
    public IReadOnlyList<Picture> Pictures { get; }

    /// <summary>Number of pictures of each class.</summary>
    public int[] CountPerClass()
    {
        int[] counts = new int[Classes.Count];
        foreach (Picture picture in Pictures) counts[picture.ClassIndex]++;
        return counts;
    }

    /// <summary>
    /// Sets aside round(fraction · n) of each class's n pictures, at least one and at most n − 1, chosen by a hash of seed and key:
    /// the same pictures on every machine, in whatever order the files were read.
    /// </summary>
    /// <param name="fraction">Share of the pictures to hold out, strictly between 0 and 1.</param>
    /// <param name="seed">Chooses which pictures.</param>
    /// <returns>The pictures that stay and those held out, both in this set's order; each class of two or more is in both.</returns>
    public (PictureSet Kept, PictureSet HeldOut) StratifiedSplit(double fraction, ulong seed)
    {
        if (!(fraction > 0 && fraction < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(fraction), fraction, "StratifiedSplit: the fraction to hold out must lie strictly between 0 and 1.");
        }

        bool[] held = new bool[Pictures.Count];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, Pictures.Count).GroupBy(i => Pictures[i].ClassIndex))
        {
            int[] ranked =
            [
                .. group.OrderBy(i => SplitMix64.Hash(seed, Pictures[i].Key)).ThenBy(i => Pictures[i].Key, StringComparer.Ordinal),
            ];
            int wanted = (int)Math.Round(fraction * ranked.Length, MidpointRounding.AwayFromZero);
            int taken = Math.Min(Math.Max(wanted, 1), ranked.Length - 1);
            for (int i = 0; i < taken; i++) held[ranked[i]] = true;
        }

        return (Where(i => !held[i]), Where(i => held[i]));
    }

    /// <summary>Checks that each class has enough pictures.</summary>
    /// <param name="minimum">Pictures that a class must have.</param>
    /// <exception cref="DataException">A class has fewer; the message names its folder.</exception>
    public void RequirePerClass(int minimum)
    {
        int[] counts = CountPerClass();
        for (int c = 0; c < counts.Length; c++)
        {
            if (counts[c] >= minimum) continue;
            throw new DataException(
                System.IO.Path.Combine(Folder, Classes[c]),
                $"class \"{Classes[c]}\" has {Counted(counts[c])} but needs at least {minimum}",
                $"Add pictures ({ImageFolder.ExtensionList}) or remove the folder");
        }
    }

    /// <summary>Other pictures of the same folder and classes.</summary>
    public PictureSet With(IReadOnlyList<Picture> pictures) => new(Folder, Classes, pictures) { IsListed = IsListed };

    internal static string Counted(int pictures) => pictures == 1 ? "1 picture" : $"{pictures} pictures";

    private PictureSet Where(Func<int, bool> keep) =>
        With([.. Enumerable.Range(0, Pictures.Count).Where(keep).Select(i => Pictures[i])]);
}
