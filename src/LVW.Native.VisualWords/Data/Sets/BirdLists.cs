using System.Globalization;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data.Annotations;

namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>The lists of CUB-200-2011, which other sets have taken over: every line begins with a picture's number.</summary>
internal static class BirdLists
{
    /// <summary>The keys by number.</summary>
    /// <param name="root">The data set's folder.</param>
    /// <param name="folder">The folder that the list's paths are relative to.</param>
    public static Dictionary<int, string> Keys(string root, string folder)
    {
        var keys = new Dictionary<int, string>();
        foreach (ListLine line in ListFile.Read(root, "images.txt").Lines(2, restIsOne: true))
        {
            if (!keys.TryAdd(line.Integer(0), $"{folder}/{line[1]}")) throw line.File.Bad(line.Line, $"names picture {line[0]} a second time");
        }

        return keys;
    }

    /// <summary>A number for every picture, such as its class.</summary>
    /// <exception cref="DataException">The list has more or fewer pictures than <paramref name="keys"/>.</exception>
    public static Dictionary<int, int> Values(string root, string name, Dictionary<int, string> keys)
    {
        ListFile list = ListFile.Read(root, name);
        var values = new Dictionary<int, int>();
        foreach (ListLine line in list.Lines(2)) values[line.Integer(0)] = line.Integer(1);
        return values.Count == keys.Count && keys.Keys.All(values.ContainsKey) ? values : throw new DataException(
            list.Path, $"it has {values.Count} pictures but images.txt has {keys.Count}", "Unpack the data set's archives again");
    }

    /// <summary>The boxes of <c>bounding_boxes.txt</c> by key: number, left, top, width, height; none where there is no such list.</summary>
    public static Dictionary<string, AnnotatedBox> Boxes(string root, Dictionary<int, string> keys)
    {
        var boxes = new Dictionary<string, AnnotatedBox>(StringComparer.Ordinal);
        if (!File.Exists(Path.Combine(root, "bounding_boxes.txt"))) return boxes;
        foreach (ListLine line in ListFile.Read(root, "bounding_boxes.txt").Lines(5))
        {
            if (!keys.TryGetValue(line.Integer(0), out string? key)) throw line.File.Bad(line.Line, $"has a box of picture {line[0]}, which images.txt lacks");
            int[] sides = [.. Enumerable.Range(1, 4).Select(field => (int)Math.Round(line.Number(field)))];
            if (sides[2] < 1 || sides[3] < 1) throw line.File.Bad(line.Line, "has an empty box");
            boxes[key] = new AnnotatedBox(AnnotatedBox.Whole, new PixelBox(sides[0], sides[1], sides[2], sides[3]));
        }

        return boxes;
    }

    /// <summary>The visible parts of <c>parts/part_locs.txt</c> by key: number, part, column, row, visible; none where there is no such list.</summary>
    public static Dictionary<string, List<PartPoint>> Points(string root, Dictionary<int, string> keys)
    {
        var points = new Dictionary<string, List<PartPoint>>(StringComparer.Ordinal);
        string folder = Path.Combine(root, "parts");
        if (!File.Exists(Path.Combine(folder, "part_locs.txt"))) return points;
        var names = new Dictionary<int, string>();
        foreach (ListLine line in ListFile.Read(folder, "parts.txt").Lines(2, restIsOne: true))
        {
            if (!names.TryAdd(line.Integer(0), line[1])) throw line.File.Bad(line.Line, $"names part {line[0]} a second time");
        }

        foreach (ListLine line in ListFile.Read(folder, "part_locs.txt").Lines(5))
        {
            if (!keys.TryGetValue(line.Integer(0), out string? key)) throw line.File.Bad(line.Line, $"has a part of picture {line[0]}, which images.txt lacks");
            if (!names.TryGetValue(line.Integer(1), out string? part)) throw line.File.Bad(line.Line, $"has part {line[1]}, which parts.txt lacks");
            if (line.Integer(4) == 0) continue;
            if (!points.TryGetValue(key, out List<PartPoint>? list)) points.Add(key, list = []);
            list.Add(new PartPoint(part, line.Number(2), line.Number(3)));
        }

        return points;
    }

    /// <summary>Class names in the order of their numbers, which count from 1 without gaps.</summary>
    public static string[] Classes(ListFile list)
    {
        List<ListLine> lines = list.Lines(2, restIsOne: true);
        for (int i = 0; i < lines.Count; i++)
        {
            if (lines[i].Integer(0) != i + 1) throw list.Bad(lines[i].Line, string.Create(CultureInfo.InvariantCulture, $"has class {lines[i][0]} where {i + 1} is expected"));
        }

        return [.. lines.Select(line => line[1])];
    }
}
