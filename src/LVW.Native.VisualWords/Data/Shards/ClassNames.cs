using System.Globalization;

namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>The classes of labelled shards, in the order of the labels.</summary>
/// <param name="names">The names.</param>
/// <param name="isGiven">Whether a list tells them, so that labels may be indices into it.</param>
internal sealed class ClassNames(IReadOnlyList<string> names, bool isGiven)
{
    public const string FileName = "classes.txt";

    private readonly Dictionary<string, int> indices = names.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);

    public IReadOnlyList<string> Names => names;

    /// <summary>Classes that a list tells.</summary>
    /// <exception cref="DataException">A name is empty or there twice.</exception>
    public static ClassNames Given(string place, IReadOnlyList<string> names)
    {
        const string Remedy = "Write one name for each class, in the order of the indices";
        if (names.Any(string.IsNullOrWhiteSpace)) throw new DataException(place, "a class has no name", Remedy);
        if (names.CountBy(name => name).FirstOrDefault(entry => entry.Value > 1).Key is { } twice) throw new DataException(place, $"\"{twice}\" is there twice", Remedy);
        return new ClassNames(names, isGiven: true);
    }

    /// <summary>Classes as the training labels tell them: numbers in their order, or names in ordinal order.</summary>
    /// <exception cref="DataException">Some labels are numbers and others names.</exception>
    public static ClassNames Of(string root, IEnumerable<string> labels)
    {
        string[] all = [.. labels.Select(Canonical).Distinct()];
        string? number = all.FirstOrDefault(label => Number(label) is not null), name = all.FirstOrDefault(label => Number(label) is null);
        if (number is not null && name is not null)
        {
            throw new DataException(root, $"some labels are indices (\"{number}\") and others names (\"{name}\")", $"Write {FileName} beside the shards, one name a line in the order of the indices");
        }

        return new ClassNames(number is null ? [.. all.Order(StringComparer.Ordinal)] : [.. all.OrderBy(label => Number(label))], isGiven: false);
    }

    /// <summary>The class of a label; null where there is none.</summary>
    public int? Find(string label)
    {
        if (isGiven && Number(label) is { } index) return index < names.Count ? index : null;
        return indices.TryGetValue(Canonical(label), out int known) ? known : null;
    }

    private static int? Number(string label) => int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static string Canonical(string label) => Number(label)?.ToString(CultureInfo.InvariantCulture) ?? label;
}
