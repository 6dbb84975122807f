using LVW.Native.VisualWords.Data.Sets;

namespace LVW.Native.VisualWords.Data;

/// <summary>A data set divided for training: what is learned from, what choices are judged on, what is read once at the end.</summary>
/// <param name="Root">The data set's folder.</param>
/// <param name="Train">Pictures to learn from.</param>
/// <param name="Validation">Pictures to judge choices on; may be empty.</param>
/// <param name="Test">Pictures for the final figures.</param>
public sealed record DataSplits(string Root, PictureSet Train, PictureSet Validation, PictureSet Test)
{
    private const ulong TestSeed = 7;
    private const ulong ValidationSeed = 11;

    /// <summary>Class names in the order of the labels.</summary>
    public IReadOnlyList<string> Classes => Train.Classes;

    /// <summary>Uses the folder's own splits where it has them and divides the training pictures where it has not.</summary>
    /// <param name="folder">The data set.</param>
    /// <param name="validationFraction">Share of each class to validate on; 0 for none.</param>
    /// <param name="lastInOrder">Whether validation takes the last pictures of each class in file order, so that neighbours, often near-duplicates, stay together.</param>
    /// <param name="testFraction">Share of each class to test on.</param>
    public static DataSplits Of(ImageFolder folder, double validationFraction, bool lastInOrder, double testFraction)
        => Of(DataSets.Of(folder), validationFraction, lastInOrder, testFraction);

    /// <inheritdoc cref="Of(ImageFolder, double, bool, double)"/>
    public static DataSplits Of(DataSet folder, double validationFraction, bool lastInOrder, double testFraction)
    {
        ArgumentNullException.ThrowIfNull(folder);
        (PictureSet train, PictureSet test) = folder.Test is null ? folder.Train.StratifiedSplit(testFraction, TestSeed) : (folder.Train, folder.Test);
        if (folder.Validation is not null) return new DataSplits(folder.Root, train, folder.Validation, test);
        if (validationFraction == 0) return new DataSplits(folder.Root, train, train.With([]), test);
        (PictureSet kept, PictureSet validation) = lastInOrder ? LastOfEachClass(train, validationFraction) : train.StratifiedSplit(validationFraction, ValidationSeed);
        kept.RequirePerClass(1);
        return new DataSplits(folder.Root, kept, validation, test);
    }

    private static (PictureSet Kept, PictureSet HeldOut) LastOfEachClass(PictureSet set, double fraction)
    {
        var kept = new List<Picture>();
        var held = new List<Picture>();
        foreach (IGrouping<int, Picture> pictures in set.Pictures.GroupBy(picture => picture.ClassIndex))
        {
            Picture[] ordered = [.. pictures];
            int wanted = (int)Math.Round(fraction * ordered.Length, MidpointRounding.AwayFromZero);
            int count = Math.Min(Math.Max(wanted, 1), ordered.Length - 1);
            kept.AddRange(ordered[..^count]);
            held.AddRange(ordered[^count..]);
        }

        return (set.With(kept), set.With(held));
    }
}
