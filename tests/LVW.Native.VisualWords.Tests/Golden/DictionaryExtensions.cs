namespace LVW.Native.VisualWords.Tests.Golden;

internal static class DictionaryExtensions
{
    /// <summary>The same dictionary with an entry added or replaced.</summary>
    public static Dictionary<string, T> With<T>(this Dictionary<string, T> dictionary, string key, T value)
    {
        dictionary[key] = value;
        return dictionary;
    }
}
