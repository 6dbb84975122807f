using LVW.Native.VisualWords.Data.Generated;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Data;

/// <summary>Classes that a run never sees, so that its words can be tried on them afterwards.</summary>
public static class ClassHoldOut
{
    private const int Fewest = 2;

    /// <summary>The classes that settings leave out, in ordinal order; none as a rule.</summary>
    /// <param name="folder">The data set's folder, for errors.</param>
    /// <param name="classes">All its classes.</param>
    /// <param name="settings">Names, or a number to draw.</param>
    /// <param name="seed">Draws: equal seeds leave out equal classes, on every machine.</param>
    /// <exception cref="DataException">A name is no class, or too few classes would be left.</exception>
    public static IReadOnlyList<string> Choose(string folder, IReadOnlyList<string> classes, DataSettings settings, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(settings);
        string[] named = settings.HoldOutClasses.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] chosen = named.Length > 0
            ? [.. named.Distinct()]
            : [.. classes.OrderBy(name => SplitMix64.Hash(seed, name)).ThenBy(name => name, StringComparer.Ordinal).Take(settings.HoldOut)];
        if (chosen.FirstOrDefault(name => !classes.Contains(name)) is { } unknown)
        {
            throw new DataException(folder, $"there is no class \"{unknown}\" to hold out", $"Name classes of the folder, such as {string.Join(",", classes.Take(Fewest))}");
        }

        int wanted = named.Length > 0 ? chosen.Length : settings.HoldOut;
        if (wanted > 0 && classes.Count - wanted < Fewest)
        {
            throw new DataException(folder, $"holding out {wanted} of {classes.Count} classes leaves too few to train on", $"Hold out at most {Math.Max(0, classes.Count - Fewest)}");
        }

        return [.. chosen.Order(StringComparer.Ordinal)];
    }

    /// <summary>The pictures of some classes, which are numbered anew.</summary>
    /// <param name="splits">Divided data.</param>
    /// <param name="classes">The classes to keep, in their new order.</param>
    public static DataSplits Restrict(DataSplits splits, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(splits);
        return splits with { Train = Restrict(splits.Train, classes), Validation = Restrict(splits.Validation, classes), Test = Restrict(splits.Test, classes) };
    }

    private static PictureSet Restrict(PictureSet set, IReadOnlyList<string> classes)
    {
        Dictionary<string, int> index = classes.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return new PictureSet(
            set.Folder,
            classes,
            [.. set.Pictures.Where(picture => index.ContainsKey(set.Classes[picture.ClassIndex])).Select(picture => picture with { ClassIndex = index[set.Classes[picture.ClassIndex]] })])
        {
            IsListed = set.IsListed,
        };
    }
}
