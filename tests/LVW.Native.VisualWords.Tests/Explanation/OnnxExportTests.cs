using System.Text.Json;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Tests.Onnx;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Tests.Golden;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Explanation;

public sealed class OnnxExportTests
{
    // One of each kind: their deeper and wider relatives have the same ops, more often.
    public static TheoryData<string> Backbones() =>
        ["resnet8-slim", "resnet18", "resnet50", "resnet20", "vgg11", "vgg11_bn", "squeezenet1_0", "squeezenet1_1", "densenet121"];

    [Theory]
    [MemberData(nameof(Backbones))]
    public void OnnxRuntime_finds_the_same_words_with_any_number_of_pictures(string backbone)
    {
        using var model = ExportedModel.Random(backbone);
        RequireSame(model);
    }

    [Theory]
    [InlineData(AddOnKind.Regular)]
    [InlineData(AddOnKind.Bottleneck)]
    public void OnnxRuntime_finds_the_same_words_through_the_published_add_on_layers(AddOnKind addOn)
    {
        using var model = ExportedModel.Random("resnet8-slim", addOn: addOn);
        RequireSame(model);
    }

    [Fact]
    public void Words_of_sixteen_flowers_are_found_alike_through_pretrained_weights()
    {
        const int Side = 224;
        string weights = RepositoryFolders.RequireData("weights", "squeezenet1_1-imagenet-features.safetensors");
        string[] files = [.. Directory.EnumerateFiles(RepositoryFolders.RequireData("oxford-flowers-17-s256", "test"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        var transform = new PairedTransform(new ViewOptions { Side = Side, ResizeSide = 256 }, PixelNormalization.Caffe);
        byte[] pictures = [.. Enumerable.Range(0, 16).Select(i => ImageFile.Load(files[i * files.Length / 16])).SelectMany(picture => transform.Render(picture, transform.Evaluation(picture.Width, picture.Height)).Pixels)];
        using var model = new ExportedModel(device => Pretrained(device, weights), PixelNormalization.Caffe, Side, pictures);
        using var session = new OnnxSession(model.Path);
        model.RequireSame(session, model.Read(), count: model.Pictures);
    }

    [Fact]
    public void A_word_that_is_a_patch_of_the_picture_has_the_greatest_similarity_there_is()
    {
        using var model = ExportedModel.Random("resnet8-slim");
        using var session = new OnnxSession(model.Path);
        float[] similarities = model.Run(session, count: 1)["similarities"];
        Assert.Equal(0, model.Read().Scores[0]);
        Assert.Equal(Math.Log(1e4), similarities[0], 1e-4);
    }

    [Fact]
    public void The_file_tells_classes_sizes_and_what_it_takes_and_gives()
    {
        using var model = ExportedModel.Random("resnet8-slim");
        using var session = new OnnxSession(model.Path);
        Assert.Equal(["a", "b", "c", "\"d\""], JsonSerializer.Deserialize<string[]>(session.Metadata["classes"])!);
        Assert.Equal(("imagenet", "64", "words"), (session.Metadata["normalization"], session.Metadata["side"], session.Metadata["model"]));
        Assert.Equal("LVW.Native", session.Producer);
        Assert.Equal(["pixels"], session.Inputs);
        Assert.Equal(["logits", "probabilities", "similarities", "maps"], session.Outputs);
        Assert.Equal(["N", "24", "8", "8"], session.Dimensions("maps"));
        Assert.Equal(model.Result.Outputs.Select(port => port.Name), session.Outputs);
        Assert.Equal(new FileInfo(model.Path).Length, model.Result.Bytes);
    }

    [Fact]
    public void The_file_tells_the_rule_that_gives_the_same_pixels()
    {
        using var cropped = ExportedModel.Random("resnet8-slim");
        using var session = new OnnxSession(cropped.Path);
        Assert.Equal("64", session.Metadata["resizeSide"]);
        Assert.All(
            (string[])["short side is resized to 64", "floor(64 * long / short)", "round_half_to_even((size - 64) / 2)", "64:1", "bilinear with antialiasing, as Pillow's"],
            part => Assert.Contains(part, session.Metadata["resize"]));
        using var stretched = ExportedModel.Random("resnet8-slim", resizeSide: 0);
        using var other = new OnnxSession(stretched.Path);
        Assert.Equal(("0", "the whole picture is resized to 64 x 64; bilinear with antialiasing, as Pillow's"), (other.Metadata["resizeSide"], other.Metadata["resize"]));
    }

    [Theory]
    [InlineData("resnet8-slim")]
    [InlineData("squeezenet1_1")]
    public void The_checker_of_ONNX_accepts_the_file_and_infers_every_shape(string backbone)
    {
        using var model = ExportedModel.Random(backbone);
        OnnxChecker.Require(model.Path);
    }

    private static void RequireSame(ExportedModel model)
    {
        using var session = new OnnxSession(model.Path);
        BatchReading expected = model.Read();
        model.RequireSame(session, expected, count: 1);
        model.RequireSame(session, expected, count: model.Pictures);
    }

    private static Backbone Pretrained(Device device, string weights)
    {
        Backbone network = BackboneCatalogue.Default.Create("squeezenet1_1", device, seed: 1);
        network.LoadStateDict(SafeTensors.Read(weights).Tensors, weights);
        return network;
    }
}
