using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.Cli.Runs;

/// <summary>Finds the pictures that a run was trained and tested on again, and those of other folders.</summary>
/// <param name="description">The run.</param>
/// <param name="places">Where its data set lies now.</param>
internal sealed class RunPictures(RunDescription description, PicturePlaces places)
{
    private readonly IReadOnlyDictionary<string, int> labels = description.LabelsByKey();

    /// <param name="description">The run.</param>
    /// <param name="root">Where its data set lies now; null for where it lay then.</param>
    public RunPictures(RunDescription description, string? root)
        : this(description, new PicturePlaces(root ?? description.DataRoot))
    {
    }

    /// <summary>The pictures that the words were projected on.</summary>
    public PictureSet Train => Of(description.TrainPictures);

    /// <summary>The pictures that choices are judged on; may be none.</summary>
    public PictureSet Validation => Of(description.ValidationPictures);

    /// <summary>The pictures of the final figures.</summary>
    public PictureSet Test => Of(description.TestPictures);

    /// <summary>Whether a picture lies where it is looked for; in shards that cannot be read none does.</summary>
    public bool Has(string key)
    {
        try
        {
            return places.Find(key) is not null;
        }
        catch (DataException) when (places.IsShards)
        {
            return false;
        }
    }

    /// <summary>The class of a picture, if it is one of the run's where they lie now, or lies in a folder of a class's name.</summary>
    public int? ClassOf(Picture picture)
        => labels.TryGetValue(KeyOf(picture), out int label) ? label : Pictures.ClassOf(picture.Path, description.Classes);

    /// <summary>Files given one by one or by patterns, or keys of pictures in the run's shards; where all are the run's own, their endings have been accepted before.</summary>
    /// <exception cref="DataException">A file is missing or is a folder.</exception>
    public PictureSet Named(IReadOnlyList<string> files)
    {
        Picture[] pictures = [.. files.SelectMany(file => Member(file) is { } member ? [member] : Pictures.Named([file], description.Classes).Pictures)];
        return new PictureSet(Environment.CurrentDirectory, description.Classes, pictures) { IsListed = pictures.All(picture => labels.ContainsKey(KeyOf(picture))) };
    }

    /// <summary>Pictures by key.</summary>
    /// <exception cref="DataException">One is not there any more.</exception>
    public PictureSet Of(IEnumerable<string> keys) => new(places.Root, description.Classes, [.. keys.Select(Find)]) { IsListed = true };

    /// <summary>
    /// The pictures of a folder to test on: its test split; or those the run held out, where the folder is the run's own; or all of it. Classes
    /// that the run held out are left out.
    /// </summary>
    /// <exception cref="DataException">The folder has a class that the model does not know.</exception>
    public static PictureSet ToTest(RunDescription description, PicturePlaces places)
    {
        DataSet given = places.Read();
        var own = new RunPictures(description, places);
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

    // A file that was named one by one has its full path as key.
    private string KeyOf(Picture picture) => places.IsShards ? picture.Key : Path.GetRelativePath(places.Root, picture.Path).Replace('\\', '/');

    private Picture? Member(string key)
        => places.IsShards && !File.Exists(key) && labels.TryGetValue(key, out int label) && places.Find(key) is { } member ? member with { ClassIndex = label } : null;

    private Picture Find(string key)
    {
        Picture picture = places.Find(key)
            ?? throw new DataException(Path.Combine(places.Root, key), "the run knows this picture but it is not there", "Give the folder where the run's pictures lie now with --data");
        if (labels.TryGetValue(key, out int label)) return picture with { ClassIndex = label };

        // Runs that tell no labels were trained on class folders.
        int index = Pictures.ClassOf(picture.Path, description.Classes)
            ?? throw new DataException(picture.Path, "its folder is none of the run's classes", "The run folder is damaged; train again");
        return picture with { ClassIndex = index };
    }
}
