using System.Text.Json;
using LVW.Native.Engine.Randomness;
using LVW.Native.Imaging;

namespace LVW.Native.Cli.Tests;

/// <summary>What a data set tells of its pictures beside their classes reaches the figures.</summary>
public sealed class AnnotatedSetTests : IDisposable
{
    private const int Side = 48;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // The object is the left third of each picture, the right third is background, the third between is border: half of what counts is object. In the
    // second folder object and background have changed places, so a map has there what it lacks here.
    [Fact]
    public async Task Masks_give_pointing_and_energy_and_head_boxes_give_parts_where_they_are()
    {
        string pets = Pets("pets", 1, 3, 2);
        (await CliRun.Of(Tiny.Train(pets, folder.In("run"), "--json"))).RequireSuccess();
        JsonElement metrics = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(folder.In("run/metrics.json")));
        JsonElement fidelity = metrics.GetProperty("fidelity");
        Assert.Equal(3, fidelity.GetProperty("pointing").GetProperty("pictures").GetInt32());
        Assert.Equal(0.5, Energy(fidelity, "chance"), 9);
        Assert.Equal(0.5, Energy(fidelity, "centrePrior"), 6);

        // Heads are told of the four training pictures of one class and fill them: every patch that can be judged lies on one, and each word has one in each picture.
        JsonElement parts = metrics.GetProperty("parts");
        Assert.Equal(1, parts.GetProperty("meanPurity").GetDouble());
        Assert.Equal(4 * metrics.GetProperty("words").GetProperty("count").GetInt32(), parts.GetProperty("patches").GetInt32());
        Assert.False(metrics.GetProperty("words").TryGetProperty("partConsistency", out _));
        string report = File.ReadAllText(folder.In("run/report/index.html"));
        Assert.All(["pointing game, words", "over 3 pictures", "patches where parts are known"], text => Assert.Contains(text, report));

        JsonElement inverted = (await CliRun.Of("evaluate", folder.In("run"), "--data", Pets("inverted", 2, 3, 1), "--json")).RequireSuccess().Document
            .GetProperty("metrics").GetProperty("fidelity");
        Assert.All(["words", "evidence", "base"], map => Assert.Equal(Energy(fidelity, map) > 0 ? 1 - Energy(fidelity, map) : 0, Energy(inverted, map), 6));
    }

    [Fact]
    public async Task A_damaged_mask_ends_a_run_before_it_begins()
    {
        string pets = Pets("pets", 1, 3, 2);
        string mask = Path.Combine(pets, "annotations", "trimaps", "Birman_4.png");
        File.WriteAllText(mask, "no picture");
        (await CliRun.Of(Tiny.Train(pets, folder.In("run")))).RequireUserError(mask, "mask");
        Assert.False(Directory.Exists(folder.In("run")));
    }

    private static double Energy(JsonElement fidelity, string map) => fidelity.GetProperty("energy").GetProperty(map).GetDouble();

    private string Pets(string name, params byte[] thirds)
    {
        string root = folder.In(name);
        foreach (string inner in new[] { "images", "annotations/trimaps", "annotations/xmls" }) Directory.CreateDirectory(Path.Combine(root, inner));
        foreach ((string list, int first, int last) in new[] { ("trainval", 0, 3), ("test", 4, 5) })
        {
            string[] names = [.. new[] { "Birman", "Pug" }.SelectMany(breed => Enumerable.Range(first, last - first + 1).Select(i => $"{breed}_{i}"))];
            File.WriteAllLines(Path.Combine(root, "annotations", list + ".txt"), names.Select(one => $"{one} {(one[0] == 'B' ? 1 : 2)} 1 1"));
            foreach (string one in names)
            {
                RgbImage picture = new(Side, Side);
                var random = new Philox((ulong)one.Sum(letter => letter));
                for (int i = 0; i < picture.Pixels.Length; i++) picture.Pixels[i] = (byte)((one[0] == 'B' ? 100 : 0) + random.NextInt(150));
                ImageFile.Save(Path.Combine(root, "images", one + ".png"), picture);
                File.Move(Path.Combine(root, "images", one + ".png"), Path.Combine(root, "images", one + ".jpg"));

                // One test picture has no mask.
                if (one != "Pug_5") ImageFile.Save(Path.Combine(root, "annotations", "trimaps", one + ".png"), Mask(thirds));
                if (one[0] == 'B' && list == "trainval") File.WriteAllText(Path.Combine(root, "annotations", "xmls", one + ".xml"), Head);
            }
        }

        return root;
    }

    private static string Head => $"<annotation><object><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>{Side}</xmax><ymax>{Side}</ymax></bndbox></object></annotation>";

    private static RgbImage Mask(byte[] thirds)
    {
        RgbImage mask = new(Side, Side);
        for (int i = 0; i < mask.Pixels.Length; i++) mask.Pixels[i] = thirds[i / 3 % Side * 3 / Side];
        return mask;
    }
}
