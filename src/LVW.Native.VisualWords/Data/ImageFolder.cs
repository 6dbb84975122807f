using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Data;

/// <summary>
/// A data set in the usual layout: <c>root/{train,val,test}/class/picture</c>, or <c>root/class/picture</c> without splits.
/// </summary>
/// <remarks>
/// Classes are the train folder's, sorted ordinally. <c>validation</c> and <c>valid</c> mean <c>val</c>; case of split names and
/// extensions is of no matter. Folders inside a class folder are not entered, names that begin with a dot are skipped. A folder that is
/// named like a split but holds pictures instead of class folders is a class: there are pictures of trains.
/// </remarks>
public sealed class ImageFolder
{
    internal const string ExtensionList = "jpg, jpeg, png, bmp";

    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp"];
    private static readonly string[] TrainNames = ["train"];
    private static readonly string[] ValidationNames = ["val", "validation", "valid"];
    private static readonly string[] TestNames = ["test"];

    private readonly HashSet<string> extensions;

    private ImageFolder(string root, ImageCodecs? codecs)
    {
        Root = root;
        extensions = new HashSet<string>(Extensions.Concat(codecs?.All.SelectMany(codec => codec.Extensions) ?? []), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Full path of the data set's folder; keys are relative to it.</summary>
    public string Root { get; }

    /// <summary>The training pictures, or all pictures where the folder has no splits.</summary>
    public PictureSet Train { get; private set; } = null!;

    /// <summary>The validation pictures, if the folder has them.</summary>
    public PictureSet? Validation { get; private set; }

    /// <summary>The test pictures, if the folder has them.</summary>
    public PictureSet? Test { get; private set; }

    /// <summary>Class names in ordinal order.</summary>
    public IReadOnlyList<string> Classes => Train.Classes;

    /// <summary>Number of files in class folders that were passed over because their extension is not a picture's.</summary>
    public int IgnoredFiles { get; private set; }

    /// <summary>Lists the pictures of a folder; no file is opened.</summary>
    /// <param name="root">The data set's folder.</param>
    /// <param name="codecs">Codecs whose endings are pictures too, beside jpg, jpeg, png and bmp; give them to whatever reads the pictures as well.</param>
    /// <exception cref="DataException">
    /// The folder is missing, empty, unreadable, has one class only, a class with fewer than two training pictures,
    /// or a validation or test class that the train folder lacks.
    /// </exception>
    public static ImageFolder Read(string root, ImageCodecs? codecs = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        try
        {
            return ReadExisting(full, codecs);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new DataException(full, $"the folder cannot be read ({failure.Message.TrimEnd('.')})", "Check its permissions", failure);
        }
    }

    private static ImageFolder ReadExisting(string root, ImageCodecs? codecs)
    {
        if (File.Exists(root))
        {
            throw new DataException(root, "this is a file, not a folder", "Give the folder that holds the class folders");
        }

        if (!Directory.Exists(root)) throw new DataException(root, "there is no such folder", "Check the path given as data");
        if (!Directory.EnumerateFileSystemEntries(root).Any())
        {
            throw new DataException(
                root, "the folder is empty", "Put one folder of pictures per class into it, or train/ and test/ with such folders");
        }

        var folder = new ImageFolder(root, codecs);
        string? train = folder.Split(TrainNames), validation = folder.Split(ValidationNames), test = folder.Split(TestNames);
        if (train is null && (validation ?? test) is { } lone)
        {
            throw new DataException(
                root, $"there is a {Path.GetFileName(lone)} folder but no train folder", "Add train/ with one folder per class");
        }

        string trainFolder = train ?? root;
        string[] classes = [.. Folders(trainFolder).Select(f => Path.GetFileName(f)!)];
        folder.Train = folder.Pictures(trainFolder, classes);
        folder.RequireTrainable();
        folder.Validation = folder.HeldOut(validation, trainFolder, classes);
        folder.Test = folder.HeldOut(test, trainFolder, classes);
        return folder;
    }

    private void RequireTrainable()
    {
        PictureSet train = Train;
        if (train.Classes.Count == 0)
        {
            bool loose = Directory.EnumerateFiles(train.Folder).Any(IsPicture);
            throw new DataException(
                train.Folder,
                loose ? "pictures lie here without class folders" : "there are no class folders",
                "Put the pictures of each class into a folder with the class's name");
        }

        if (train.Pictures.Count == 0)
        {
            throw new DataException(
                train.Folder, $"no class folder holds a picture ({ExtensionList})", "Put the pictures directly into the class folders");
        }

        if (train.Classes.Count == 1)
        {
            throw new DataException(
                train.Folder, $"there is only one class, \"{train.Classes[0]}\"", "Add a folder for at least one more class");
        }

        train.RequirePerClass(2);
    }

    private PictureSet? HeldOut(string? folder, string trainFolder, string[] classes)
    {
        if (folder is null) return null;
        foreach (string name in Folders(folder).Select(f => Path.GetFileName(f)!))
        {
            if (Array.BinarySearch(classes, name, StringComparer.Ordinal) >= 0) continue;
            throw new DataException(
                Path.Combine(folder, name),
                $"class \"{name}\" is not among the {classes.Length} classes of {trainFolder}",
                "Add it to the train folder or remove it here");
        }

        PictureSet set = Pictures(folder, classes);
        if (set.Pictures.Count == 0)
        {
            throw new DataException(folder, $"the folder holds no picture ({ExtensionList})", "Fill it or remove it");
        }

        return set;
    }

    private PictureSet Pictures(string folder, string[] classes)
    {
        var pictures = new List<Picture>();
        for (int c = 0; c < classes.Length; c++)
        {
            string classFolder = Path.Combine(folder, classes[c]);
            if (!Directory.Exists(classFolder)) continue;
            string[] files = Directory.GetFiles(classFolder);
            Array.Sort(files, StringComparer.Ordinal);
            foreach (string file in files)
            {
                if (IsPicture(file)) pictures.Add(new Picture(file, c, Path.GetRelativePath(Root, file).Replace('\\', '/')));
                else IgnoredFiles++;
            }
        }

        return new PictureSet(folder, classes, pictures);
    }

    private string? Split(string[] names)
    {
        string[] found =
        [
            .. Folders(Root).Where(f => names.Contains(Path.GetFileName(f), StringComparer.OrdinalIgnoreCase) && !HoldsPicturesOnly(f)),
        ];
        if (found.Length < 2) return found.SingleOrDefault();
        throw new DataException(
            Root, $"{Path.GetFileName(found[0])} and {Path.GetFileName(found[1])} name the same split", "Keep one of the two folders");
    }

    private bool HoldsPicturesOnly(string folder) => !Folders(folder).Any() && Directory.EnumerateFiles(folder).Any(IsPicture);

    private static IEnumerable<string> Folders(string folder)
    {
        string[] folders = [.. Directory.EnumerateDirectories(folder).Where(f => !Path.GetFileName(f).StartsWith('.'))];
        Array.Sort(folders, StringComparer.Ordinal);
        return folders;
    }

    private bool IsPicture(string file) =>
        extensions.Contains(Path.GetExtension(file)) && !Path.GetFileName(file).StartsWith('.');
}
