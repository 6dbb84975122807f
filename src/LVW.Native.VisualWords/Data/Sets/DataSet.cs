using LVW.Native.VisualWords.Data.Annotations;

namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>A data set's pictures in the splits that it has, and what it tells of them beside their classes.</summary>
public sealed class DataSet
{
    /// <summary>Collects what a reader found.</summary>
    /// <param name="name">The descriptor's name, or <see cref="DataSets.ImageFolderName"/>.</param>
    /// <param name="root">Full path of the folder that keys are relative to.</param>
    /// <param name="train">The training pictures, or all pictures of a set without splits.</param>
    /// <param name="validation">The validation pictures, if the set has them.</param>
    /// <param name="test">The test pictures, if the set has them.</param>
    public DataSet(string name, string root, PictureSet train, PictureSet? validation, PictureSet? test)
    {
        ArgumentNullException.ThrowIfNull(train);
        (Name, Root, Train, Validation, Test) = (name, root, train, validation, test);
    }

    /// <summary>The descriptor's name, or <see cref="DataSets.ImageFolderName"/>.</summary>
    public string Name { get; }

    /// <summary>Full path of the folder that keys are relative to.</summary>
    public string Root { get; }

    /// <summary>The training pictures, or all pictures of a set without splits.</summary>
    public PictureSet Train { get; }

    /// <summary>The validation pictures, if the set has them.</summary>
    public PictureSet? Validation { get; }

    /// <summary>The test pictures, if the set has them.</summary>
    public PictureSet? Test { get; }

    /// <summary>Class names in the order of the labels.</summary>
    public IReadOnlyList<string> Classes => Train.Classes;

    /// <summary>Keys that the lists name but whose files are not there.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>What a user should know of the folder, each in one line.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the set tells of its classes, if it does.</summary>
    public ClassAttributes? Attributes { get; init; }

    /// <summary>Whether the set tells more of its pictures than their classes.</summary>
    public bool HasAnnotations => Annotate is not null;

    internal Func<string, PictureAnnotations>? Annotate { get; init; }

    /// <summary>Mask, boxes and part points of a picture; read from the files when asked.</summary>
    /// <param name="key">The picture's <see cref="Picture.Key"/>.</param>
    /// <exception cref="DataException">The picture's annotations are damaged.</exception>
    public PictureAnnotations Annotations(string key) => Annotate?.Invoke(key) ?? PictureAnnotations.None;
}
