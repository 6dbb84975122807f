using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.Cli.Runs;

/// <summary>Finds the pictures that a run was trained and tested on again, and those of other folders.</summary>
/// <param name="description">The run.</param>
/// <param name="root">Where its data set lies now; null for where it lay then.</param>
internal sealed class RunPictures(RunDescription description, string? root)
{
    private readonly string folder = DataSets.RootOf(root ?? description.DataRoot);
    private readonly IReadOnlyDictionary<string, int> labels = description.LabelsByKey();

    /// <summary>The pictures that the words were projected on.</summary>
    public PictureSet Train => Of(description.TrainPictures);

    /// <summary>The pictures that choices are judged on; may be none.</summary>
    public PictureSet Validation => Of(description.ValidationPictures);

    /// <summary>The pictures of the final figures.</summary>
    public PictureSet Test => Of(description.TestPictures);

    /// <summary>Whether a picture lies where it is looked for.</summary>
    public bool Has(string key) => File.Exists(Path.Combine(folder, key));

    /// <summary>The class of a file, if it is one of the run's pictures where they lie now, or lies in a folder of a class's name.</summary>
    public int? ClassOf(string path)
        => labels.TryGetValue(KeyOf(path), out int label) ? label : Pictures.ClassOf(path, description.Classes);

    /// <summary>Files given one by one; where all are the run's own, their endings have been accepted before.</summary>
    /// <exception cref="DataException">A file is missing or is a folder.</exception>
    public PictureSet Named(IReadOnlyList<string> files)
    {
        PictureSet named = Pictures.Named(files, description.Classes);
        return new PictureSet(named.Folder, named.Classes, named.Pictures) { IsListed = named.Pictures.All(picture => labels.ContainsKey(KeyOf(picture.Path))) };
    }

    /// <summary>Pictures by key.</summary>
    /// <exception cref="DataException">One is not there any more.</exception>
    public PictureSet Of(IEnumerable<string> keys) => new(folder, description.Classes, [.. keys.Select(Find)]) { IsListed = true };

    /// <summary>
    /// The pictures of a folder to test on: its test split; or those the run held out, where the folder is the run's own; or all of it. Classes
    /// that the run held out are left out.
    /// </summary>
    /// <exception cref="DataException">The folder has a class that the model does not know.</exception>
    public static PictureSet ToTest(RunDescription description, string folder)
    {
        DataSet given = DataSets.Read(folder);
        var own = new RunPictures(description, folder);
        if (given.Test is null && description.TestPictures.All(own.Has)) return own.Test;
        PictureSet set = given.Test ?? given.Train;
        HashSet<string> heldOut = [.. description.HeldOutClasses];
        int[] classes = [.. set.Classes.Select(name => heldOut.Contains(name) ? -1 : ClassIndex(description, name, given.Root))];
        return new PictureSet(
            set.Folder,
            description.Classes,
            [.. set.Pictures.Where(picture => classes[picture.ClassIndex] >= 0).Select(picture => picture with { ClassIndex = classes[picture.ClassIndex] })]) { IsListed = set.IsListed };
    }

    private static int ClassIndex(RunDescription description, string name, string root)
    {
        int index = description.Classes.ToList().IndexOf(name);
        return index >= 0 ? index : throw new DataException(
            Path.Combine(root, name),
            $"the model knows no class \"{name}\" (it knows {string.Join(", ", description.Classes.Take(8))}{(description.Classes.Count > 8 ? ", …" : "")})",
            "Evaluate on pictures of the classes that the run was trained on");
    }

    private string KeyOf(string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private Picture Find(string key)
    {
        string path = Path.Combine(folder, key);
        if (!File.Exists(path)) throw new DataException(path, "the run knows this picture but it is not there", "Give the folder where the run's pictures lie now with --data");
        if (labels.TryGetValue(key, out int label)) return new Picture(path, label, key);

        // Runs that tell no labels were trained on class folders.
        int index = Pictures.ClassOf(path, description.Classes)
            ?? throw new DataException(path, "its folder is none of the run's classes", "The run folder is damaged; train again");
        return new Picture(path, index, key);
    }
}
