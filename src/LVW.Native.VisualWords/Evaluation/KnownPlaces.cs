using System.Collections.Concurrent;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Annotations;
using LVW.Native.VisualWords.Data.Sets;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Where subjects and parts are in the pictures of a data set, as its annotations tell: what <see cref="Evaluator"/> asks for.</summary>
/// <remarks>
/// The subject is the object of the picture's mask, or else the union of the boxes around whole objects. Parts are the other boxes and the part
/// points. Masks are read when asked for and not kept.
/// </remarks>
public sealed class KnownPlaces
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<(string Part, PixelBox Box)>> parts = new();
    private readonly DataSet? set;

    private KnownPlaces(DataSet? set, Func<string, IReadOnlyList<(string Part, PixelBox Box)>>? generated)
    {
        this.set = set;
        PartsOf = set is null ? generated : Parts;
        RegionOf = set is null ? null : Region;
    }

    /// <summary>The parts of a picture by its key, in pixels of the picture, points as boxes without area; null where the set tells nothing.</summary>
    /// <exception cref="DataException">When it is asked: the picture's annotations are damaged.</exception>
    public Func<string, IReadOnlyList<(string Part, PixelBox Box)>>? PartsOf { get; }

    /// <summary>The subject of a picture by its key, width and height; null where the set tells nothing, or where all parts together are the subject.</summary>
    /// <exception cref="DataException">When it is asked: the picture's annotations are damaged.</exception>
    public Func<string, int, int, PictureRegion?>? RegionOf { get; }

    /// <summary>What a data set tells.</summary>
    public static KnownPlaces Of(DataSet set)
    {
        ArgumentNullException.ThrowIfNull(set);

        // The parts of generated creatures cover them: their union is the subject.
        Func<string, IReadOnlyList<(string Part, PixelBox Box)>>? generated = PartFindings.PartsIn(set.Root);
        return new KnownPlaces(generated is null && set.HasAnnotations ? set : null, generated);
    }

    /// <summary>What the data set in a folder tells; nothing where the folder holds none that is known.</summary>
    /// <exception cref="DataException">The lists of a known set are damaged.</exception>
    public static KnownPlaces In(string folder)
        => DataSets.Known(folder) is { } known ? Of(known) : new KnownPlaces(null, PartFindings.PartsIn(folder));

    /// <summary>Reads the annotations of pictures, so that damaged ones are an error before hours of training rather than after them.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <exception cref="DataException">A picture's annotations are damaged; the first in order is named.</exception>
    public void Verify(IReadOnlyList<Picture> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (set is null) return;
        var faults = new DataException?[pictures.Count];
        Parallel.For(0, faults.Length, i =>
        {
            try
            {
                Told(pictures[i].Key);
            }
            catch (DataException fault)
            {
                faults[i] = fault;
            }
        });
        if (Array.Find(faults, fault => fault is not null) is { } first) throw first;
    }

    private IReadOnlyList<(string Part, PixelBox Box)> Parts(string key)
    {
        if (parts.TryGetValue(key, out IReadOnlyList<(string Part, PixelBox Box)>? known)) return known;
        Told(key);
        return parts[key];
    }

    private PictureRegion? Region(string key, int width, int height)
    {
        PictureAnnotations told = Told(key);
        if (told.Mask is not null) return PictureRegion.OfMask(told.Mask);
        PixelBox[] whole = [.. told.Boxes.Where(box => box.IsWhole).Select(box => box.Box)];
        return whole.Length == 0 ? null : PictureRegion.OfBoxes(width, height, whole);
    }

    // Parts are few numbers and are kept, so that asking for them does not decode the mask again.
    private PictureAnnotations Told(string key)
    {
        PictureAnnotations told = set!.Annotations(key);
        parts[key] =
        [
            .. told.Boxes.Where(box => !box.IsWhole).Select(box => (box.Name, box.Box)),
            .. told.Points.Select(point => (point.Part, new PixelBox((int)Math.Round(point.X), (int)Math.Round(point.Y), 0, 0))),
        ];
        return told;
    }
}
