using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Generated;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Generated;

public sealed class GeneratedDataSetTests
{
    private static readonly SceneOptions Small = new() { Side = 48, Seed = 5 };

    [Fact]
    public void What_is_written_reads_back_as_the_generated_pictures_and_boxes()
    {
        using var folder = new TemporaryFolder();
        string root = folder.In("scenes");
        GeneratedDataSet.Write(root, trainPerClass: 3, testPerClass: 1, Small);

        ImageFolder data = ImageFolder.Read(root);
        Assert.Equal(SceneClasses.Names, data.Classes);
        Assert.Equal(27, data.Train.Pictures.Count);
        Assert.Equal(9, data.Test!.Pictures.Count);
        Assert.Empty(data.Train.Verify(skipBad: false).Bad);

        IReadOnlyDictionary<string, PartBox[]> boxes = GeneratedDataSet.ReadParts(root)!;
        Assert.Equal(36, boxes.Count);
        var generator = new SceneGenerator(Small);
        Picture train = data.Train.Pictures[(3 * 4) + 2], test = data.Test.Pictures[8];
        (Picture, Scene)[] pairs = [(train, generator.Generate(4, 2)), (test, generator.Generate(8, GeneratedDataSet.FirstTestIndex))];
        foreach ((Picture picture, Scene scene) in pairs)
        {
            Assert.Equal(scene.Image.Pixels, ImageFile.Load(picture.Path).Pixels);
            Assert.Equal(scene.Parts, boxes[picture.Key]);
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.Add("file");
        var failure = Assert.Throws<DataException>(() => GeneratedDataSet.Write(folder.In("file"), 2, 0, Small));
        Assert.StartsWith(folder.In("file"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_other_origin_has_no_boxes_and_damaged_boxes_are_an_error()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(GeneratedDataSet.ReadParts(folder.Path));
        folder.Add(GeneratedDataSet.PartsFile, "{\"a\": [{\"part\": \"elephant-head\"}]}"u8.ToArray());
        var failure = Assert.Throws<DataException>(() => GeneratedDataSet.ReadParts(folder.Path));
        Assert.Contains("Generate the data set again", failure.Message, StringComparison.Ordinal);
    }
}
