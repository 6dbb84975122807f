using System.Text.Json;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;

namespace LVW.Native.Cli.Tests;

/// <summary>Networks that were trained elsewhere: classified with as they are, and explained by words.</summary>
public sealed class ClassifyTests(FinishedRun finished) : IDisposable
{
    private static readonly string[] Small = ["--set", "imageSize=48"];

    private readonly TemporaryFolder folder = new();

    private string Weights => folder.In("network.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_folder_is_classified_and_its_accuracy_told()
    {
        Save(classes: 9);
        JsonElement document = (await Classify("--data", finished.Pictures, "--json")).RequireSuccess().Document;
        JsonElement[] predictions = [.. document.GetProperty("predictions").EnumerateArray()];
        Assert.Equal(18, predictions.Length);
        int right = predictions.Count(one => Path.GetFileName(Path.GetDirectoryName(one.GetProperty("picture").GetString())) == one.GetProperty("class").GetString());
        Assert.Equal(right / 18.0, document.GetProperty("accuracy").GetDouble());
        Assert.All(predictions, one => Assert.Equal(9, one.GetProperty("logits").GetArrayLength()));
        Assert.Contains($"right: {right} of 18", (await Classify("--data", finished.Pictures)).RequireSuccess().Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Single_pictures_get_names_from_the_classes_file()
    {
        Save(classes: 3);
        File.WriteAllText(folder.In("names.txt"), "ash\nbirch\ncedar\n");
        CliRun run = (await Classify(finished.Picture(), "--classes", folder.In("names.txt"), "--json")).RequireSuccess();
        JsonElement prediction = run.Document.GetProperty("predictions")[0];
        double[] logits = [.. prediction.GetProperty("logits").EnumerateArray().Select(value => value.GetDouble())];
        Assert.Equal(new[] { "ash", "birch", "cedar" }[Array.IndexOf(logits, logits.Max())], prediction.GetProperty("class").GetString());
        Assert.Equal(JsonValueKind.Null, run.Document.GetProperty("accuracy").ValueKind);
    }

    [Fact]
    public async Task Names_that_are_too_few_and_folders_of_other_classes_are_told()
    {
        Save(classes: 3);
        File.WriteAllText(folder.In("names.txt"), "ash\nbirch\n");
        (await Classify(finished.Picture(), "--classes", folder.In("names.txt"))).RequireUserError("names.txt", "2 classes", "has 3");
        (await Classify("--data", finished.Pictures)).RequireUserError("has 9 classes", "has 3");
        File.WriteAllText(folder.In("names.txt"), "ash\nbirch\ncedar\n");
        (await Classify("--data", finished.Pictures, "--classes", folder.In("names.txt"))).RequireUserError("no class of that name");
        (await Classify(finished.Picture(), "--classes", folder.In("nowhere.txt"))).RequireUserError("nowhere.txt");
    }

    [Fact]
    public async Task Settings_do_not_take_the_weights_away_and_an_answer_that_is_no_number_is_told()
    {
        Dictionary<string, HostTensor> network = Save(classes: 3);
        (await Classify(finished.Picture(), "--set", "weights=null")).RequireSuccess();
        network["fc.weight"] = network["fc.weight"] with { Values = [.. network["fc.weight"].Values.Select(_ => float.MaxValue)] };
        SafeTensors.Write(Weights, network);
        (await Classify(finished.Picture(), "--json")).RequireUserError("network.safetensors", "NaN or infinity");
    }

    [Fact]
    public async Task Pictures_or_a_folder_but_not_both()
    {
        Save(classes: 3);
        (await Classify()).RequireUserError("either picture files or --data");
        (await Classify(finished.Picture(), "--data", finished.Pictures)).RequireUserError("either picture files or --data");
    }

    [Fact]
    public async Task A_network_trained_elsewhere_is_explained_as_it_is()
    {
        Dictionary<string, HostTensor> network = Save(classes: 9);
        string[] taken = ["--weights", Weights, "--set", "base.classifier=weights", "--set", "base.epochs=0", "--set", "normalization=half", "--json"];
        (await CliRun.Of(Tiny.Train(finished.Pictures, folder.In("run"), taken))).RequireSuccess();
        IReadOnlyDictionary<string, HostTensor> kept = SafeTensors.Read(folder.In("run", "base.safetensors")).Tensors;
        Assert.Equal(network.Count, kept.Count);
        Assert.All(network, entry => Assert.Equal(
            entry.Value.Values, kept[entry.Key.StartsWith("fc.", StringComparison.Ordinal) ? entry.Key.Replace("fc.", "classifier.", StringComparison.Ordinal) : $"backbone.{entry.Key}"].Values));
    }

    [Fact]
    public async Task An_untrained_classifier_and_one_without_a_file_are_refused_before_anything_is_made()
    {
        (await CliRun.Of(Tiny.Train(finished.Pictures, folder.In("run"), "--set", "base.epochs=0"))).RequireUserError("base.epochs", "base.classifier=weights");
        (await CliRun.Of(Tiny.Train(finished.Pictures, folder.In("run"), "--set", "base.classifier=weights"))).RequireUserError("base.classifier", "none is given");
        Assert.False(Directory.Exists(folder.In("run")));
    }

    private Task<CliRun> Classify(params string[] more) => CliRun.Of(["classify", "--backbone", "resnet8-slim", "--weights", Weights, .. Small, .. more]);

    private Dictionary<string, HostTensor> Save(int classes)
    {
        using var device = new CpuDevice(threads: 1);
        var network = new BaseClassifier(BackboneCatalogue.Default.Create("resnet8-slim", device, seed: 42), classes, dropout: 0, device, new Philox(3));
        Dictionary<string, HostTensor> file = network.Backbone.StateDict();
        foreach ((string key, HostTensor value) in network.Classifier.StateDict("fc.")) file.Add(key, value);
        SafeTensors.Write(Weights, file);
        return file;
    }
}
