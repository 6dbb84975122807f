namespace LVW.Native.Cli.Output;

/// <summary>Names in a line for people, who do not read a thousand of them; JSON has all.</summary>
internal static class Names
{
    private const int Shown = 20;

    public static string Some(IReadOnlyList<string> names)
        => names.Count <= Shown ? string.Join(", ", names) : $"{string.Join(", ", names.Take(Shown))} and {names.Count - Shown} more";
}
