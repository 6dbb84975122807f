namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>
/// The nine classes of creatures: the words of the tetracode, (head, wings, tail, coat) = (i, j, i + j, i + 2j) mod 3.
/// </summary>
/// <remarks>
/// Each part occurs in three classes, any two classes have exactly one part in common, and any two parts together name the class
/// (the ternary Hamming code of length 4 and distance 3).
    /// The code is perfect: with one part exchanged, the other three still name the class.
/// </remarks>
public static class SceneClasses
{
    /// <summary>Number of classes.</summary>
    public const int Count = 9;

    /// <summary>Names in ordinal order: class i + 3j has head i and wings j.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "amberwisp", "bramblet", "cinderkin", "duskling", "emberlo", "fernwick", "gossamel", "hazelpuff", "inkwing",
    ];

    /// <summary>Head, wings, tail and coat of a class.</summary>
    /// <param name="classIndex">Index into <see cref="Names"/>.</param>
    public static IReadOnlyList<ScenePart> Parts(int classIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(classIndex, Count);
        int head = classIndex % 3, wings = classIndex / 3;
        return
        [
            ScenePart.CatHead + head,
            ScenePart.ButterflyWings + wings,
            ScenePart.CurlTail + ((head + wings) % 3),
            ScenePart.StripedCoat + ((head + (2 * wings)) % 3),
        ];
    }
}
