using LVW.Native.Engine;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Tests.Data;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Golden;

/// <summary>SqueezeNet 1.1 with its ImageNet weights against PyTorch: from pixels, and from files.</summary>
public sealed class SqueezeNetParityTests
{
    private const int Side = 224;
    private const int Resized = 256;
    private const int Pictures = 16;
    private static readonly string[] WeightsFile = ["weights", "squeezenet1_1-imagenet-features.safetensors"];

    [Fact]
    public void Features_of_golden_pixels_equal_PyTorch()
    {
        GoldenFile golden = GoldenFile.Require("squeezenet_features");
        double[] bytes = golden["image_u8_nhwc"].Values;
        int count = bytes.Length / (Side * Side * 3);
        var transform = new PairedTransform(new ViewOptions { Side = Side }, PixelNormalization.Caffe);
        float[] pixels = new float[bytes.Length];
        for (int n = 0; n < count; n++)
        {
            int start = n * Side * Side * 3;
            var picture = new RgbImage(Side, Side, [.. bytes.Skip(start).Take(Side * Side * 3).Select(value => (byte)value)]);
            transform.Render(picture, transform.Evaluation(Side, Side), pixels.AsSpan(start, Side * Side * 3));
        }

        (float[] features, float[] pooled) = Features(RepositoryFolders.RequireData(WeightsFile), pixels, count);
        Near.Check("features_float32", golden.ChannelsLast("features_float32"), features);
        Near.Check("pooled_float64", golden["pooled_float64"].Values, pooled);
    }

    [Fact]
    public void Features_of_sixteen_picture_files_equal_PyTorch()
    {
        string weights = RepositoryFolders.RequireData(WeightsFile);
        string[] files = PictureFiles(Pictures);
        using var folder = new TemporaryFolder();
        string archive = folder.In("features.npz");
        TorchOracle.Run(["features", weights, archive, .. files]);
        NumPyArray expected = NumPyFile.ReadArchive(archive)["features"];

        var transform = new PairedTransform(new ViewOptions { Side = Side, ResizeSide = Resized }, PixelNormalization.Caffe);
        const int Length = Side * Side * 3;
        float[] pixels = new float[files.Length * Length];
        for (int n = 0; n < files.Length; n++)
        {
            RgbImage picture = ImageFile.Load(files[n]);
            transform.Render(picture, transform.Evaluation(picture.Width, picture.Height), pixels.AsSpan(n * Length, Length));
        }

        (float[] features, _) = Features(weights, pixels, files.Length);
        (int channels, int places) = (expected.Shape[1], expected.Shape[2] * expected.Shape[3]);
        for (int n = 0; n < files.Length; n++)
        {
            double[] ours = new double[channels * places];
            for (int i = 0; i < ours.Length; i++) ours[i] = expected.Values[(((n * channels) + (i % channels)) * places) + (i / channels)];
            Near.Check(Path.GetFileName(files[n]), ours, features[(n * ours.Length)..((n + 1) * ours.Length)]);
        }
    }

    // Evenly over the classes.
    private static string[] PictureFiles(int count)
    {
        string root = RepositoryFolders.RequireData("oxford-flowers-17-s256", "test");
        string[] files = [.. Directory.EnumerateFiles(root, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        return [.. Enumerable.Range(0, count).Select(i => files[i * files.Length / count])];
    }

    private static (float[] Features, float[] Pooled) Features(string weights, float[] pixels, int count)
    {
        using var device = new CpuDevice();
        Backbone network = BackboneCatalogue.Default.Create("squeezenet1_1", device, seed: 1);
        network.LoadStateDict(SafeTensors.Read(weights).Tensors, weights);
        using Step step = device.BeginInference();
        Tensor features = network.Forward(step.Input(pixels, [count, Side, Side, 3]));
        return (features.ToArray(), features.GlobalAveragePool2d().ToArray());
    }
}
