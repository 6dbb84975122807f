using System.Text.Json;
using LVW.Native.Cli.Runs;
using LVW.Native.Engine.Tests.Onnx;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;

namespace LVW.Native.Cli.Tests;

/// <summary><c>lvw export</c>: the file answers as the run does.</summary>
public sealed class ExportTests(FinishedRun finished) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Model => folder.In("model.onnx");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_exported_words_answer_pictures_as_predict_does()
    {
        (await CliRun.Of("export", finished.Run, "--onnx", Model)).RequireSuccess();
        string[] pictures = [.. Directory.EnumerateFiles(Path.Combine(finished.Pictures, "test"), "*.png", SearchOption.AllDirectories).Order().Take(16)];
        JsonElement predicted = (await CliRun.Of(["predict", finished.Run, .. pictures, "--json"])).RequireSuccess().Document.GetProperty("predictions");
        using LoadedRun run = Load();
        using var session = new OnnxSession(Model);
        string[] classes = JsonSerializer.Deserialize<string[]>(session.Metadata["classes"])!;
        Assert.Equal(run.Sources.Select(source => source.Key), JsonSerializer.Deserialize<JsonElement[]>(session.Metadata["words"])!.Select(word => word.GetProperty("key").GetString()));
        IReadOnlyDictionary<string, float[]> outputs = Run(session, run, pictures);
        for (int n = 0; n < pictures.Length; n++)
        {
            float[] probabilities = outputs["probabilities"][(n * classes.Length)..((n + 1) * classes.Length)];
            Assert.Equal(predicted[n].GetProperty("probability").GetDouble(), probabilities.Max(), 1e-4);
            Assert.Equal(predicted[n].GetProperty("class").GetString(), classes[Array.IndexOf(probabilities, probabilities.Max())]);
        }

        BatchReading reading = Read(run, pictures);
        RequireNear(reading.Logits, outputs["logits"]);
        RequireNear(reading.Similarities, outputs["similarities"]);
    }

    [Fact]
    public async Task The_exported_base_model_answers_as_the_base_model_does()
    {
        (await CliRun.Of("export", finished.Run, "--onnx", Model, "--base")).RequireSuccess();
        using LoadedRun run = Load();
        using var session = new OnnxSession(Model);
        string[] pictures = [finished.Picture(), finished.Picture("0001.png")];
        Assert.Equal(["logits", "probabilities"], session.Outputs);
        RequireNear(Read(run, pictures).BaseLogits, Run(session, run, pictures)["logits"]);
    }

    [Fact]
    public async Task It_prints_what_the_file_takes_and_gives()
    {
        CliRun run = (await CliRun.Of("export", finished.Run, "--onnx", Model)).RequireSuccess();
        Assert.All((string[])["pixels", "[N, 3, 48, 48]", "logits", "probabilities", "similarities", "maps", Model], word => Assert.Contains(word, run.Data));
    }

    [Fact]
    public async Task It_prints_the_same_as_JSON()
    {
        JsonElement document = (await CliRun.Of("export", finished.Run, "--onnx", Model, "--json")).RequireSuccess().Document;
        Assert.Equal(new FileInfo(Model).Length, document.GetProperty("bytes").GetInt64());
        Assert.Equal("pixels", document.GetProperty("inputs")[0].GetProperty("name").GetString());
        Assert.Equal(4, document.GetProperty("outputs").GetArrayLength());
    }

    [Fact]
    public async Task A_file_is_replaced_only_when_it_is_asked_for()
    {
        File.WriteAllText(Model, "precious");
        (await CliRun.Of("export", finished.Run, "--onnx", Model)).RequireUserError("model.onnx", "already", "--force");
        Assert.Equal("precious", File.ReadAllText(Model));
        (await CliRun.Of("export", finished.Run, "--onnx", Model, "--force")).RequireSuccess();
        Assert.True(new FileInfo(Model).Length > 10_000);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file()
        => (await CliRun.Of("export", finished.Run, "--onnx", folder.Path)).RequireUserError(folder.Path, "folder", "words.onnx");

    [Fact]
    public async Task A_file_in_a_folder_that_does_not_exist()
        => (await CliRun.Of("export", finished.Run, "--onnx", folder.In("none", "model.onnx"))).RequireUserError("none", "Check the path");

    [Fact]
    public async Task A_run_that_has_not_finished()
    {
        Directory.CreateDirectory(folder.In("run"));
        File.Copy(Path.Combine(finished.Run, "settings.json"), folder.In("run", "settings.json"));
        (await CliRun.Of("export", folder.In("run"), "--onnx", Model)).RequireUserError("has not finished", "--resume");
        Assert.False(File.Exists(Model));
    }

    private static void RequireNear(float[] expected, float[] actual) => Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) < 1e-4);

    private LoadedRun Load() => LoadedRun.Open(finished.Run, new DeviceChoice(null, null, null, Verbose: false), new Output.Terminal(TextWriter.Null, TextWriter.Null));

    private static BatchReading Read(LoadedRun run, string[] pictures)
        => run.Reader.Read(new BatchLoader(Pictures.Named(pictures, run.Description.Classes), run.Transform, run.Cache, pictures.Length)).Single();

    // What a deployer does: resize and crop to bytes, channels first.
    private static IReadOnlyDictionary<string, float[]> Run(OnnxSession session, LoadedRun run, string[] pictures)
    {
        int side = run.Description.Side;
        float[] pixels = new float[pictures.Length * 3 * side * side];
        for (int n = 0; n < pictures.Length; n++)
        {
            RgbImage picture = ImageFile.Load(pictures[n]);
            byte[] view = run.Transform.Render(picture, run.Transform.Evaluation(picture.Width, picture.Height)).Pixels;
            for (int i = 0; i < view.Length; i++) pixels[(((n * 3) + (i % 3)) * side * side) + (i / 3)] = view[i];
        }

        return session.Run(("pixels", pixels, [pictures.Length, 3, side, side]));
    }
}
