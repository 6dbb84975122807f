using System.Text.Json;
using LVW.Native.Engine.Tests.Onnx;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Tests.Golden;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Explanation;

public sealed class OnnxExportTests
{
    public static TheoryData<string> Backbones() => [.. BackboneCatalogue.Names];

    [Theory]
    [MemberData(nameof(Backbones))]
    public void OnnxRuntime_finds_the_same_words_with_any_number_of_pictures(string backbone)
    {
        using var model = new ExportedModel(device => BackboneCatalogue.Create(backbone, device, seed: 1), side: 64);
        using var session = new OnnxSession(model.Path);
        model.RequireSame(session, first: 0, count: 1);
        model.RequireSame(session, first: 0, count: ExportedModel.Pictures);
    }

    [Fact]
    public void A_word_that_is_a_patch_of_the_picture_has_the_greatest_similarity_there_is()
    {
        using var model = new ExportedModel(device => BackboneCatalogue.Create("resnet10-slim", device, seed: 1), side: 64);
        using var session = new OnnxSession(model.Path);
        BatchReading expected = model.Read(0, 1);
        float[] similarities = model.Run(session, 0, 1)["similarities"];
        Assert.Equal(0, expected.Scores[0]);
        Assert.Equal(Math.Log(1e4), similarities[0], 1e-4);
    }

    [Fact]
    public void The_file_tells_classes_sizes_and_what_it_takes_and_gives()
    {
        using var model = new ExportedModel(device => BackboneCatalogue.Create("resnet10-slim", device, seed: 1), side: 64);
        using var session = new OnnxSession(model.Path);
        Assert.Equal(["a", "b", "c", "\"d\""], JsonSerializer.Deserialize<string[]>(session.Metadata["classes"])!);
        Assert.Equal(("imagenet", "64", "words"), (session.Metadata["normalization"], session.Metadata["side"], session.Metadata["model"]));
        Assert.Equal("LVW.Native", session.Producer);
        Assert.Equal(["pixels"], session.Inputs);
        Assert.Equal(["logits", "probabilities", "similarities", "maps"], session.Outputs);
        Assert.Equal(["N", "12", "4", "4"], session.Dimensions("maps"));
        Assert.Equal(model.Result.Outputs.Select(port => port.Name), session.Outputs);
        Assert.Equal(new FileInfo(model.Path).Length, model.Result.Bytes);
    }

    [Theory]
    [InlineData("resnet10-slim")]
    [InlineData("squeezenet1_1")]
    public void The_checker_of_ONNX_accepts_the_file_and_infers_every_shape(string backbone)
    {
        using var model = new ExportedModel(device => BackboneCatalogue.Create(backbone, device, seed: 1), side: 64);
        OnnxChecker.Require(model.Path);
    }
}
