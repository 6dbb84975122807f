namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>A data set whose pictures lie in few binary files.</summary>
internal interface IPackedSet
{
    /// <summary>The descriptor's name.</summary>
    string Name { get; }

    /// <summary>The folders that the official archive may put everything into.</summary>
    IReadOnlyList<string> Folders { get; }

    /// <summary>Whether a folder has the layout's own files.</summary>
    bool Recognises(string root);

    /// <summary>Checks sizes and labels and lists the records of each split.</summary>
    /// <exception cref="DataException">A file is missing, of the wrong size, or has a label that is no class.</exception>
    PackedPictures Open(string root);
}
