using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Tests.Data;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Golden;

/// <summary>From a file to a network's input: the same bytes, and the same bits of every float, as <c>Image.open(f).convert("RGB")</c> and torchvision.</summary>
public sealed class PreprocessingParityTests
{
    private const int Pictures = 4;

    // torchvision's resize and central crop, a crop with a frame of zeros about all or some pictures, and the stretched picture.
    private static readonly (int Side, int Resized)[] Views = [(224, 256), (96, 110), (97, 60), (60, 59), (224, 0), (75, 0)];
    private static readonly PixelNormalization[] Normalizations = [PixelNormalization.ImageNet, PixelNormalization.Half, PixelNormalization.Caffe];

    [Fact]
    public void Inputs_equal_torchvision_by_bits_for_every_size_and_kind_of_file()
    {
        using var folder = new TemporaryFolder();
        string views = string.Join(',', Views.Select(view => $"{view.Side}:{view.Resized}"));
        TorchOracle.RunScript("preprocessing_oracle.py", [folder.Path, views, .. PictureFiles()]);
        var answers = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, Dictionary<string, string>>>>(File.ReadAllText(folder.In("answers.json")))!;
        Assert.True(answers.Count > Pictures, $"{answers.Count} pictures were answered.");
        List<string> differing = [];
        foreach ((string path, Dictionary<string, Dictionary<string, string>> expected) in answers)
        {
            RgbImage picture = ImageFile.Load(path);
            foreach ((int side, int resized) in Views)
            {
                foreach ((string what, string hash) in Input(picture, side, resized))
                {
                    if (hash != expected[$"{side}:{resized}"][what]) differing.Add($"{Path.GetFileName(path)}, {picture.Width}×{picture.Height} to {resized} and {side}: {what}");
                }
            }
        }

        Assert.True(differing.Count == 0, string.Join(Environment.NewLine, differing));
    }

    private static IEnumerable<(string What, string Hash)> Input(RgbImage picture, int side, int resized)
    {
        float[] input = new float[side * side * 3];
        foreach (PixelNormalization normalization in Normalizations)
        {
            var transform = new PairedTransform(new ViewOptions { Side = side, ResizeSide = resized }, normalization);
            PictureView view = transform.Evaluation(picture.Width, picture.Height);
            if (normalization == Normalizations[0]) yield return ("bytes", Hash(transform.Render(picture, view).Pixels));
            transform.Render(picture, view, input);
            yield return (normalization.Name, Hash(MemoryMarshal.AsBytes<float>(input)));
        }
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    // Evenly over the classes.
    private static string[] PictureFiles()
    {
        string root = RepositoryFolders.RequireData("oxford-flowers-17-s256", "test");
        string[] files = [.. Directory.EnumerateFiles(root, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        return [.. Enumerable.Range(0, Pictures).Select(i => files[i * files.Length / Pictures])];
    }
}
