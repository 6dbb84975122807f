namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>Reads one data set in its official layout.</summary>
internal interface ISetReader
{
    /// <summary>The descriptor's name.</summary>
    string Name { get; }

    /// <summary>The folders that the official archives may put everything into.</summary>
    IReadOnlyList<string> Folders { get; }

    /// <summary>Whether a folder has the layout's own files.</summary>
    bool Recognises(string root);

    /// <summary>Lists the pictures; no picture is opened, and missing ones are listed, not an error.</summary>
    /// <exception cref="DataException">A list is missing, damaged or disagrees with another.</exception>
    DataSet Read(string root);
}
