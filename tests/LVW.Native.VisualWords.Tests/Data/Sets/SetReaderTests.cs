using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Annotations;
using LVW.Native.VisualWords.Data.Sets;
using LVW.Native.VisualWords.Tests.Data.Matlab;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Sets;

/// <summary>Small folders in each layout, whole and damaged.</summary>
public sealed class SetReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Names() => [.. Layouts.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_set_is_recognised_by_its_own_lists_and_divided_as_they_say(string name)
    {
        (string key, _) = Layouts.Write(folder, name);
        DataSet set = DataSets.Read(folder.Path);
        Assert.Equal(name, set.Name);
        Assert.Equal(2, set.Classes.Count);
        Assert.Equal(key, set.Train.Pictures[0].Key);
        Assert.Equal(name == "awa2" ? 4 : 2, set.Train.Pictures.Count);
        Assert.Equal(name == "awa2" ? null : 2, set.Test?.Pictures.Count);
        Assert.Equal(name == "flowers-102" ? 2 : null, set.Validation?.Pictures.Count);
        Assert.Equal([.. set.Train.Pictures.Select(picture => picture.ClassIndex).Order()], set.Train.Pictures.Select(picture => picture.ClassIndex));
        Assert.Equal([0, 1], set.Train.Pictures.Select(picture => picture.ClassIndex).Distinct());
        Assert.All(set.Train.Pictures, picture => Assert.True(File.Exists(picture.Path)));
        Assert.True(set.Train.IsListed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_set_is_found_in_the_folder_that_its_archive_makes(string name)
    {
        string inner = name switch
        {
            "cub-200-2011" => "CUB_200_2011/", "awa2" => "Animals_with_Attributes2/", "stanford-dogs" => "StanfordDogs/", "stanford-cars" => "stanford_cars/", _ => name + "/",
        };
        Layouts.Write(folder, name, inner);
        Assert.Equal(folder.In(inner.TrimEnd('/')), DataSets.RootOf(folder.Path));
        Assert.Equal(name, DataSets.Read(folder.Path).Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_missing_picture_is_one_line_that_names_it_and_the_remedy(string name)
    {
        (string key, _) = Layouts.Write(folder, name);
        if (name == "awa2") Directory.Delete(folder.In("JPEGImages/ox"), recursive: true);
        else File.Delete(folder.In(key));
        string path = name == "awa2" ? folder.In("JPEGImages/ox") : folder.In(key);
        Fails(() => DataSets.Read(folder.Path), path, "not there", "Unpack");
        if (name != "awa2") Assert.Equal([key], DataSets.Inspect(folder.Path).Missing);
    }

    [Theory]
    [InlineData("stanford-dogs")]
    [InlineData("flowers-102")]
    [InlineData("stanford-cars")]
    public void A_corrupt_matlab_list_is_one_line_that_names_it_and_the_remedy(string name)
    {
        (_, string list) = Layouts.Write(folder, name);
        byte[] bytes = File.ReadAllBytes(folder.In(list));
        File.WriteAllBytes(folder.In(list), bytes[..(bytes.Length - 20)]);
        Fails(() => DataSets.Read(folder.Path), folder.In(list), "damaged", "Download");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Lists_that_are_altered_give_a_set_or_the_one_error(string name)
    {
        Layouts.Write(folder, name);
        string[] lists = [.. Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".txt" or ".json" or ".mat" or ".xml")];
        byte[] letters = [.. "0123456789-.,/ \n\t\"[]{}:ax"u8];
        var random = new Random(1);
        int errors = 0;
        for (int i = 0; i < 150; i++)
        {
            string list = lists[i % lists.Length];
            byte[] whole = File.ReadAllBytes(list);
            byte[] bytes = [.. whole];
            for (int change = 0; change <= i % 4; change++) bytes[random.Next(bytes.Length)] = letters[random.Next(letters.Length)];
            File.WriteAllBytes(list, bytes);
            try
            {
                DataSet set = DataSets.Inspect(folder.Path);
                foreach (Picture picture in set.Train.Pictures) set.Annotations(picture.Key);
            }
            catch (DataException failure)
            {
                Assert.StartsWith(folder.Path, failure.Message);
                Assert.DoesNotContain('\n', failure.Message);
                errors++;
            }

            File.WriteAllBytes(list, whole);
        }

        Assert.InRange(errors, 10, 150);
    }

    [Theory]
    [InlineData("{\"apple_pie\": null}")]
    [InlineData("{\"apple_pie\": [null]}")]
    [InlineData("null")]
    public void A_list_of_food_with_nothing_where_names_are_expected_is_one_line(string json)
    {
        Layouts.Food(folder);
        Layouts.Text(folder, "meta/train.json", json);
        Fails(() => DataSets.Read(folder.Path), folder.In("meta/train.json"), "cannot be read", "Unpack");
    }

    [Fact]
    public void A_flower_of_a_class_beyond_all_pictures_is_a_damaged_list()
    {
        Layouts.Flowers(folder);
        folder.Add("imagelabels.mat", MatWriter.File(true, ("", MatWriter.Numbers("labels", 1, 1, 1, 2, 2, 2_000_000_000))));
        Fails(() => DataSets.Read(folder.Path), folder.In("imagelabels.mat"), "2000000000", "again");
    }

    [Fact]
    public void Lists_whose_counts_disagree_are_one_line_that_names_the_file()
    {
        Layouts.Dogs(folder, "dogs/");
        Layouts.DogList(folder, "dogs/train_list.mat", ["n1-Pug/n1_1.jpg", "n2-Collie/n2_1.jpg"], 1);
        Fails(() => DataSets.Read(folder.In("dogs")), folder.In("dogs/train_list.mat"), "names 2 pictures but has 1 labels", "again");

        Layouts.Cub(folder, "cub/");
        Layouts.Text(folder, "cub/image_class_labels.txt", "1 1", "2 1", "3 2");
        Fails(() => DataSets.Read(folder.In("cub")), folder.In("cub/image_class_labels.txt"), "it has 3 pictures but images.txt has 4", "again");

        Layouts.Flowers(folder, "flowers/");
        folder.Add("flowers/setid.mat", MatWriter.File(true, ("", MatWriter.Numbers("trnid", 7)), ("", MatWriter.Numbers("valid", 1)), ("", MatWriter.Numbers("tstid", 2))));
        Fails(() => DataSets.Read(folder.In("flowers")), folder.In("flowers/setid.mat"), "picture 7 but imagelabels.mat has 6", "again");

        Layouts.Awa2(folder, "awa/");
        Layouts.Text(folder, "awa/predicate-matrix-binary.txt", "1 0 1");
        Fails(() => DataSets.Read(folder.In("awa")), folder.In("awa/predicate-matrix-binary.txt"), "no table of 2 classes and 3 attributes", "again");
    }

    [Fact]
    public void A_list_whose_line_is_damaged_is_named_with_the_line()
    {
        Layouts.Pets(folder);
        Layouts.Text(folder, "annotations/test.txt", "Birman_2 7 1 5", "Birman_3 seven 1 5");
        Fails(() => DataSets.Read(folder.Path), folder.In("annotations/test.txt"), "line 2 has \"seven\"", "again");
    }

    [Fact]
    public void A_list_that_names_a_file_outside_of_the_folder_is_refused()
    {
        Layouts.Food(folder);
        Layouts.Text(folder, "meta/train.json", """{"apple_pie": ["apple_pie/../../../secret"]}""");
        Fails(() => DataSets.Read(folder.Path), folder.In("meta/train.json"), "no path inside", "own page");
    }

    [Fact]
    public void Test_labels_of_cars_come_in_a_file_of_their_own_and_are_missed()
    {
        Layouts.Cars(folder);
        File.Delete(folder.In("cars_test_annos_withlabels.mat"));
        Fails(() => DataSets.Read(folder.Path), folder.In("cars_test_annos_withlabels.mat"), "labels of the test pictures", "Download");
    }

    [Fact]
    public void Birds_have_boxes_and_the_points_of_visible_parts()
    {
        Layouts.Cub(folder);
        PictureAnnotations seen = DataSets.Read(folder.Path).Annotations("images/001.Auk/a.jpg");
        Assert.Equal(new AnnotatedBox("object", new PixelBox(2, 3, 4, 5)), Assert.Single(seen.Boxes));
        Assert.Equal(new PartPoint("left eye", 5.5, 6), Assert.Single(seen.Points));
        Assert.True(seen.Boxes[0].IsWhole);
    }

    [Fact]
    public void Pets_have_a_mask_and_a_head_and_unlisted_files_are_passed_over()
    {
        Layouts.Pets(folder);
        DataSet set = DataSets.Read(folder.Path);
        Assert.Equal(["american_bulldog", "Birman"], set.Classes);
        PictureAnnotations seen = set.Annotations("images/Birman_1.jpg");
        Assert.Equal(new AnnotatedBox("head", new PixelBox(2, 1, 3, 5)), Assert.Single(seen.Boxes));
        Assert.Equal((9, 8), (seen.Mask!.Width, seen.Mask.Height));
        Assert.Equal([MaskMeaning.Object, MaskMeaning.Background, MaskMeaning.Uncertain], Enumerable.Range(0, 3).Select(x => seen.Mask.At(x, 0)));
        Assert.True(set.Annotations("images/american_bulldog_1.jpg").IsEmpty);
        Assert.DoesNotContain(set.Train.Pictures.Concat(set.Test!.Pictures), picture => picture.Key.Contains("Unlisted"));
    }

    [Fact]
    public void Dogs_and_cars_have_boxes_in_the_counts_of_their_sources()
    {
        Layouts.Dogs(folder, "dogs/");
        Assert.Equal(new PixelBox(25, 10, 251, 488), Assert.Single(DataSets.Read(folder.In("dogs")).Annotations("Images/n1-Pug/n1_1.jpg").Boxes).Box);
        Layouts.Cars(folder, "cars/");
        DataSet cars = DataSets.Read(folder.In("cars"));
        Assert.Equal(new PixelBox(2, 1, 6, 3), Assert.Single(cars.Annotations("cars_train/00001.jpg").Boxes).Box);
        Assert.Equal(["Ram C/V 2012", "smart 2012"], cars.Classes);
    }

    [Fact]
    public void Dogs_with_numbered_lists_are_read_without_splits()
    {
        Layouts.Dogs(folder);
        File.Delete(folder.In("train_list.mat"));
        Layouts.Text(folder, "images.txt", "1 n1-Pug/n1_1.jpg", "2 n1-Pug/n1_2.jpg", "3 n2-Collie/n2_1.jpg", "4 n2-Collie/n2_2.jpg");
        Layouts.Text(folder, "bounding_boxes.txt", "1 25.0 10.0 251.0 488.0");
        DataSet set = DataSets.Read(folder.Path);
        Assert.Equal(4, set.Train.Pictures.Count);
        Assert.Null(set.Test);
        Assert.Contains("no splits", Assert.Single(set.Notes));
        Assert.Equal(new PixelBox(25, 10, 251, 488), Assert.Single(set.Annotations("Images/n1-Pug/n1_1.jpg").Boxes).Box);
    }

    [Fact]
    public void Animals_have_attributes_and_unseen_classes()
    {
        Layouts.Awa2(folder);
        ClassAttributes attributes = DataSets.Read(folder.Path).Attributes!;
        Assert.Equal(["black", "blue", "horns"], attributes.Names);
        Assert.Equal([true, false, true], attributes.Has[0]);
        Assert.Equal(["blue+whale"], attributes.UnseenClasses);
    }

    [Fact]
    public void Flowers_take_names_from_a_file_that_somebody_has_put_there()
    {
        Layouts.Flowers(folder);
        Assert.Equal(["001", "002"], DataSets.Read(folder.Path).Classes);
        Layouts.Text(folder, "cat_to_name.json", """{"1": "pink primrose"}""");
        Assert.Equal(["001 pink primrose", "002"], DataSets.Read(folder.Path).Classes);
    }

    [Fact]
    public void Food_is_read_from_text_lists_too()
    {
        Layouts.Food(folder);
        File.Delete(folder.In("meta/train.json"));
        Layouts.Text(folder, "meta/train.txt", "apple_pie/1", "waffles/1");
        Assert.Equal(["images/apple_pie/1.jpg", "images/waffles/1.jpg"], DataSets.Read(folder.Path).Train.Pictures.Select(picture => picture.Key));
    }

    [Fact]
    public void A_listed_picture_may_have_an_ending_that_is_not_its_own()
    {
        Layouts.Food(folder);
        Assert.Empty(DataSets.Read(folder.Path).Train.Verify(skipBad: false).Bad);
        File.WriteAllText(folder.In("images/waffles/1.jpg"), "no picture");
        Assert.Equal("images/waffles/1.jpg", Assert.Single(DataSets.Read(folder.Path).Train.Faulty()).Picture.Key);
    }

    [Fact]
    public void Other_folders_are_class_folders_and_tell_what_they_passed_over()
    {
        folder.Add("a/1.png", "a/2.png", "b/1.png", "b/2.png", "b/notes.txt");
        DataSet set = DataSets.Read(folder.Path);
        Assert.Equal(DataSets.ImageFolderName, set.Name);
        Assert.False(set.HasAnnotations);
        Assert.StartsWith("1 file in class folders", Assert.Single(set.Notes));
    }

    private static void Fails(Action read, string path, params string[] words)
    {
        var failure = Assert.Throws<DataException>(read);
        Assert.StartsWith(path + ": ", failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.All(words, word => Assert.Contains(word, failure.Message));
    }
}
