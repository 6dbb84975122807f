using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using LVW.Native.VisualWords.Tests.Data.Downloads;

namespace LVW.Native.Cli.Tests;

/// <summary>Data sets: what is told of them, how they come, and that a run on an official layout can be taken up again, evaluated and shown.</summary>
public sealed class DataTests(FinishedRun finished) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Pets => folder.In("pets");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Known_sets_are_listed_and_described_without_the_network()
    {
        CliRun list = (await CliRun.Of("data", "list")).RequireSuccess();
        Assert.Contains("flowers-102", list.Data);
        CliRun one = (await CliRun.Of("data", "describe", "flowers-102")).RequireSuccess();
        Assert.All(new[] { "6,149 test", "Nilsback", "None stated", "sha256:" }, word => Assert.Contains(word, one.Data));
        JsonElement descriptor = (await CliRun.Of("data", "describe", "awa2", "--json")).RequireSuccess().Document.GetProperty("descriptor");
        Assert.Equal("not published", descriptor.GetProperty("files")[0].GetProperty("checksumSource").GetString());
        (await CliRun.Of("data", "describe", "imagenet")).RequireUserError("imagenet", "no data set of this name", "flowers-102");
    }

    [Fact]
    public async Task A_folder_is_described_and_verified_split_by_split()
    {
        WritePets();
        CliRun described = (await CliRun.Of("data", "describe", Pets)).RequireSuccess();
        Assert.Contains("9 classes; 36 train, 18 test", described.Data);
        CliRun verified = await CliRun.Of("data", "verify", Pets);
        Assert.Equal(ExitCode.UserError, verified.Code);
        Assert.Contains("train has 36 pictures but the set has 3680", Assert.Single(verified.Errors));

        string gone = Directory.GetFiles(Path.Combine(Pets, "images"))[0];
        File.Delete(gone);
        verified = await CliRun.Of("data", "verify", Pets, "--json");
        Assert.Equal("images/" + Path.GetFileName(gone), Assert.Single(verified.Document.GetProperty("missing").EnumerateArray()).GetString());
        (await CliRun.Of("train", "--data", Pets, "--out", folder.In("run"))).RequireUserError(gone, "not there", "lvw data verify");
    }

    [Fact]
    public async Task Every_file_is_decoded_on_request()
    {
        CliRun right = (await CliRun.Of("data", "verify", finished.Pictures, "--decode")).RequireSuccess();
        Assert.Contains("9 classes, all there", right.Data);
        WritePets();
        string bad = Directory.GetFiles(Path.Combine(Pets, "images"))[3];
        File.WriteAllText(bad, "no picture");
        CliRun verified = await CliRun.Of("data", "verify", Pets, "--decode");
        Assert.Contains($"bad: {bad}", verified.Data);
        Assert.Contains("1 picture that cannot be decoded", Assert.Single(verified.Errors));
    }

    [Fact]
    public async Task A_run_on_an_official_layout_is_resumed_evaluated_shown_and_explained()
    {
        WritePets();
        string run = folder.In("run");
        CliRun trained = (await CliRun.Of(Tiny.Train(Pets, run))).RequireSuccess();
        Assert.Contains($"data: {Pets} is oxford-iiit-pet", trained.Messages);
        CliRun again = (await CliRun.Of(Tiny.Train(Pets, run, "--resume"))).RequireSuccess();
        Assert.Contains("already finished", again.Messages);

        // All pictures lie in one folder, and that has moved: classes are the run's own, not a folder's.
        string moved = folder.In("moved");
        Directory.Move(Pets, moved);
        JsonElement figures = (await CliRun.Of("evaluate", run, "--data", moved, "--json")).RequireSuccess().Document.GetProperty("metrics");
        Assert.Equal(Accuracy(File.ReadAllText(Path.Combine(run, "metrics.json"))), Accuracy(figures.GetRawText()));
        (await CliRun.Of("words", run, "--data", moved, "--out", folder.In("words"))).RequireSuccess();
        string picture = Path.Combine(moved, "images", "bramblet_100.jpg");
        CliRun explained = (await CliRun.Of("explain", run, picture, "--data", moved, "--out", folder.In("why"), "--json")).RequireSuccess();
        Assert.Equal("bramblet", explained.Document.GetProperty("explanations")[0].GetProperty("trueClass").GetString());
    }

    [Fact]
    public async Task A_run_without_labels_is_read_by_its_class_folders()
    {
        string run = folder.In("run");
        Directory.CreateDirectory(run);
        foreach (string file in Directory.GetFiles(finished.Run)) File.Copy(file, Path.Combine(run, Path.GetFileName(file)));
        string description = File.ReadAllText(Path.Combine(run, "run.json"));
        using (JsonDocument parsed = JsonDocument.Parse(description)) Assert.Equal(54, parsed.RootElement.GetProperty("labels").GetArrayLength());
        File.WriteAllText(Path.Combine(run, "run.json"), System.Text.RegularExpressions.Regex.Replace(description, ",\\s*\"labels\": \\[[^\\]]*\\]", ""));
        Assert.DoesNotContain("labels", File.ReadAllText(Path.Combine(run, "run.json")));
        (await CliRun.Of("words", run, "--out", folder.In("words"))).RequireSuccess();
    }

    [Fact]
    public async Task Files_that_were_passed_over_are_told_in_one_line()
    {
        foreach (string name in new[] { "a/1.png", "a/2.png", "b/1.png", "b/2.png" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.In("own", name))!);
            File.Copy(finished.Picture(), folder.In("own", name));
        }

        File.WriteAllText(folder.In("own", "b", "notes.txt"), "");
        File.WriteAllText(folder.In("taken"), "");
        CliRun run = await CliRun.Of(Tiny.Train(folder.In("own"), folder.Path));
        run.RequireUserError("holds no run");
        Assert.Single(run.Messages.Split('\n'), line => line == $"note: 1 file in class folders of {folder.In("own")} was passed over; pictures are jpg, jpeg, png, bmp");
    }

    [Fact]
    public async Task A_set_is_downloaded_once_its_licence_is_accepted_and_unpacked_once()
    {
        await using var server = new LocalServer();
        server.Files["/own.tar"] = Packed(finished.Pictures);
        string descriptor = folder.In("own.json");
        File.WriteAllText(descriptor, JsonSerializer.Serialize(new
        {
            name = "own", title = "My own", citation = "Me 2020", homepage = "http://example.org", licence = "CC0", layout = "class folders", classes = 9,
            pictures = new { train = 36, test = 18 },
            files = new[] { new { address = server.Address("/own.tar"), bytes = server.Files["/own.tar"].Length, checksum = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(server.Files["/own.tar"])), checksumSource = "me" } },
        }));
        CliRun refused = (await CliRun.Of("data", "get", descriptor, "--out", folder.In("got"))).RequireUserError("own", "licence", "--accept-licence");
        Assert.Contains("CC0", refused.Messages);
        Assert.Empty(server.Asked);

        server.CutAfter = 5000;
        (await CliRun.Of("data", "get", descriptor, "--out", folder.In("got"), "--accept-licence")).RequireUserError(server.Address("/own.tar"), "5000 of", "goes on");
        server.CutAfter = null;
        CliRun got = (await CliRun.Of("data", "get", descriptor, "--out", folder.In("got"), "--accept-licence")).RequireSuccess();
        Assert.Contains("cite: Me 2020", got.Data);
        Assert.Equal(["", "bytes=5000-"], server.Asked);
        Assert.Equal(File.ReadAllBytes(finished.Picture()), File.ReadAllBytes(folder.In("got", "test", "bramblet", "0000.png")));
        (await CliRun.Of("data", "get", descriptor, "--out", folder.In("got"), "--accept-licence")).RequireSuccess();
        Assert.Equal(2, server.Asked.Count);
        (await CliRun.Of("data", "describe", folder.In("got"))).RequireSuccess();
    }

    private static byte[] Packed(string source)
    {
        using var stream = new MemoryStream();
        TarFile.CreateFromDirectory(source, stream, includeBaseDirectory: false);
        return stream.ToArray();
    }

    private static double Accuracy(string metrics) => JsonSerializer.Deserialize<JsonElement>(metrics).GetProperty("words").GetProperty("testAccuracy").GetDouble();

    // The finished run's pictures as Oxford-IIIT Pet would have them: one folder, classes in the lists.
    private void WritePets()
    {
        Directory.CreateDirectory(Path.Combine(Pets, "annotations"));
        Directory.CreateDirectory(Path.Combine(Pets, "images"));
        foreach ((string split, string list, int first) in new[] { ("train", "trainval.txt", 0), ("test", "test.txt", 100) })
        {
            var lines = new List<string>();
            string[] breeds = [.. Directory.GetDirectories(Path.Combine(finished.Pictures, split)).Order(StringComparer.Ordinal)];
            for (int breed = 0; breed < breeds.Length; breed++)
            {
                string[] files = [.. Directory.GetFiles(breeds[breed]).Order(StringComparer.Ordinal)];
                for (int i = 0; i < files.Length; i++)
                {
                    string name = $"{Path.GetFileName(breeds[breed])}_{first + i}";
                    File.Copy(files[i], Path.Combine(Pets, "images", name + ".jpg"));
                    lines.Add($"{name} {breed + 1} 1 {breed + 1}");
                }
            }

            File.WriteAllLines(Path.Combine(Pets, "annotations", list), lines);
        }
    }
}
