using System.Text;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Tests.Data.Matlab;

namespace LVW.Native.VisualWords.Tests.Data.Sets;

/// <summary>Small folders in the layouts of real data sets.</summary>
internal static class Layouts
{
    public static string[] Names { get; } = ["cub-200-2011", "stanford-dogs", "awa2", "flowers-102", "oxford-iiit-pet", "food-101", "stanford-cars"];

    /// <summary>Writes a set and tells the key of its first training picture and the list that names it.</summary>
    public static (string Key, string List) Write(TemporaryFolder folder, string name, string root = "") => name switch
    {
        "cub-200-2011" => Cub(folder, root),
        "stanford-dogs" => Dogs(folder, root),
        "awa2" => Awa2(folder, root),
        "flowers-102" => Flowers(folder, root),
        "oxford-iiit-pet" => Pets(folder, root),
        "food-101" => Food(folder, root),
        _ => Cars(folder, root),
    };

    public static (string Key, string List) Cub(TemporaryFolder folder, string root = "")
    {
        Text(folder, root + "classes.txt", "1 001.Auk", "2 002.Wren");
        Text(folder, root + "images.txt", "1 001.Auk/a.jpg", "2 001.Auk/b.jpg", "3 002.Wren/a.jpg", "4 002.Wren/b.jpg");
        Text(folder, root + "image_class_labels.txt", "1 1", "2 1", "3 2", "4 2");
        Text(folder, root + "train_test_split.txt", "1 1", "2 0", "3 1", "4 0");
        Text(folder, root + "bounding_boxes.txt", "1 2.0 3.0 4.0 5.0", "2 0.0 0.0 8.0 8.0", "3 1.0 1.0 2.0 2.0", "4 1.0 1.0 2.0 2.0");
        Text(folder, root + "parts/parts.txt", "1 back", "2 left eye");
        Text(folder, root + "parts/part_locs.txt", "1 1 0.0 0.0 0", "1 2 5.5 6.0 1", "3 1 2.0 2.0 1");
        Pictures(folder, root + "images/", "001.Auk/a.jpg", "001.Auk/b.jpg", "002.Wren/a.jpg", "002.Wren/b.jpg");
        return ("images/001.Auk/a.jpg", "images.txt");
    }

    public static (string Key, string List) Dogs(TemporaryFolder folder, string root = "")
    {
        DogList(folder, root + "train_list.mat", ["n1-Pug/n1_1.jpg", "n2-Collie/n2_1.jpg"], 1, 2);
        DogList(folder, root + "test_list.mat", ["n1-Pug/n1_2.jpg", "n2-Collie/n2_2.jpg"], 1, 2);
        Pictures(folder, root + "Images/", "n1-Pug/n1_1.jpg", "n1-Pug/n1_2.jpg", "n2-Collie/n2_1.jpg", "n2-Collie/n2_2.jpg");
        Text(folder, root + "Annotation/n1-Pug/n1_1", Voc(25, 10, 276, 498));
        return ("Images/n1-Pug/n1_1.jpg", "train_list.mat");
    }

    public static void DogList(TemporaryFolder folder, string name, string[] files, params double[] labels)
        => folder.Add(name, MatWriter.File(true, ("", MatWriter.Cells("file_list", [.. files.Select(file => MatWriter.Text("", file))])), ("", MatWriter.Numbers("labels", labels))));

    public static (string Key, string List) Awa2(TemporaryFolder folder, string root = "")
    {
        Text(folder, root + "classes.txt", "     1\tox", "     2\tblue+whale");
        Text(folder, root + "testclasses.txt", "blue+whale");
        Text(folder, root + "predicates.txt", "     1\tblack", "     2\tblue", "     3\thorns");
        Text(folder, root + "predicate-matrix-binary.txt", "1 0 1", "0 1 0");
        Pictures(folder, root + "JPEGImages/", "ox/ox_1.jpg", "ox/ox_2.jpg", "blue+whale/w_1.jpg", "blue+whale/w_2.jpg");
        return ("JPEGImages/ox/ox_1.jpg", "classes.txt");
    }

    public static (string Key, string List) Flowers(TemporaryFolder folder, string root = "")
    {
        folder.Add(root + "imagelabels.mat", MatWriter.File(true, ("", MatWriter.Bytes("labels", 2, 1, 1, 2, 1, 2))));
        folder.Add(root + "setid.mat", MatWriter.File(true, ("", MatWriter.Numbers("trnid", 4, 2)), ("", MatWriter.Bytes("valid", 1, 3)), ("", MatWriter.Numbers("tstid", 6, 5))));
        Pictures(folder, root + "jpg/", [.. Enumerable.Range(1, 6).Select(i => $"image_0000{i}.jpg")]);
        return ("jpg/image_00002.jpg", "setid.mat");
    }

    public static (string Key, string List) Pets(TemporaryFolder folder, string root = "")
    {
        Text(folder, root + "annotations/trainval.txt", "#Image CLASS-ID SPECIES BREED ID", "Birman_1 7 1 5", "american_bulldog_1 2 2 1");
        Text(folder, root + "annotations/test.txt", "Birman_2 7 1 5", "american_bulldog_2 2 2 1");
        Text(folder, root + "annotations/xmls/Birman_1.xml", Voc(3, 2, 5, 6));
        RgbImage trimap = new(9, 8);
        for (int i = 0; i < trimap.Pixels.Length; i++) trimap.Pixels[i] = (byte)(1 + (i / 3 % 3));
        Save(folder, root + "annotations/trimaps/Birman_1.png", trimap);
        Pictures(folder, root + "images/", "Birman_1.jpg", "Birman_2.jpg", "american_bulldog_1.jpg", "american_bulldog_2.jpg", "Unlisted_1.jpg");
        return ("images/american_bulldog_1.jpg", "annotations/trainval.txt");
    }

    public static (string Key, string List) Food(TemporaryFolder folder, string root = "")
    {
        Text(folder, root + "meta/classes.txt", "apple_pie", "waffles");
        Text(folder, root + "meta/train.json", """{"apple_pie": ["apple_pie/1"], "waffles": ["waffles/1"]}""");
        Text(folder, root + "meta/test.json", """{"apple_pie": ["apple_pie/2"], "waffles": ["waffles/2"]}""");
        Pictures(folder, root + "images/", "apple_pie/1.jpg", "apple_pie/2.jpg", "waffles/1.jpg", "waffles/2.jpg");
        return ("images/apple_pie/1.jpg", "meta/train.json");
    }

    public static (string Key, string List) Cars(TemporaryFolder folder, string root = "")
    {
        folder.Add(root + "devkit/cars_meta.mat", MatWriter.File(true, ("", MatWriter.Cells("class_names", MatWriter.Text("", "Ram C/V 2012"), MatWriter.Text("", "smart 2012")))));
        CarList(folder, root + "devkit/cars_train_annos.mat", (1, "00001.jpg"), (2, "00002.jpg"));
        CarList(folder, root + "cars_test_annos_withlabels.mat", (2, "00001.jpg"), (1, "00002.jpg"));
        Pictures(folder, root, "cars_train/00001.jpg", "cars_train/00002.jpg", "cars_test/00001.jpg", "cars_test/00002.jpg");
        return ("cars_train/00001.jpg", "devkit/cars_train_annos.mat");
    }

    public static void Text(TemporaryFolder folder, string name, params string[] lines) => folder.Add(name, Encoding.UTF8.GetBytes(string.Join("\n", lines) + "\n"));

    private static void CarList(TemporaryFolder folder, string name, params (byte Class, string File)[] cars)
        => folder.Add(name, MatWriter.File(true, ("", MatWriter.Structs(
            "annotations",
            ["bbox_x1", "bbox_y1", "bbox_x2", "bbox_y2", "class", "fname"],
            [.. cars.SelectMany(car => new[] { MatWriter.Bytes("", 3), MatWriter.Bytes("", 2), MatWriter.Bytes("", 8), MatWriter.Bytes("", 4), MatWriter.Bytes("", car.Class), MatWriter.Text("", car.File) })]))));

    private static string Voc(int left, int top, int right, int bottom)
        => $"<annotation><object><name>x</name><bndbox><xmin>{left}</xmin><ymin>{top}</ymin><xmax>{right}</xmax><ymax>{bottom}</ymax></bndbox></object></annotation>";

    // The content is a PNG whatever the ending says, as some pictures of real sets are.
    private static void Pictures(TemporaryFolder folder, string root, params string[] names)
    {
        for (int i = 0; i < names.Length; i++) Save(folder, root + names[i], TinyPictures.Noise(9, 8, i));
    }

    private static void Save(TemporaryFolder folder, string name, RgbImage image)
    {
        string png = folder.In("picture.png");
        ImageFile.Save(png, image);
        folder.Add(name, File.ReadAllBytes(png));
        File.Delete(png);
    }
}
