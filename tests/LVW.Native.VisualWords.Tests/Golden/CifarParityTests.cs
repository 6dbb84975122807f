using System.Globalization;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Golden;

/// <summary>A network that others have trained and published, in PyTorch's legacy container, gives PyTorch's logits.</summary>
/// <remarks>The pictures are of CIFAR-10's training batches, so that nearly all are right says nothing of unseen ones, of which about 92 % are.</remarks>
public sealed class CifarParityTests
{
    private const int Side = 32;
    private const int Classes = 10;
    private const int LeastRight = 999;

    [Fact]
    public void ResNet20_classifies_CIFAR10_as_PyTorch_does()
    {
        string weights = RepositoryFolders.RequireData("weights", "resnet20-12fca82f.th");
        RgbImage rows = ImageFile.Load(RepositoryFolders.RequireData("cifar10-check", "cifar10_batch_0.png"));
        double[][] expected = [.. Lines("expected_logits_resnet20.csv").Select(line => line.Split(',').Select(Number).ToArray())];
        int[] labels = [.. Lines("labels_derived.csv").Skip(1).Select(line => (int)Number(line.Split(',')[2]))];
        var transform = new PairedTransform(new ViewOptions { Side = Side, ResizeSide = Side }, PixelNormalization.ImageNet);
        float[] pixels = new float[rows.Pixels.Length];
        for (int n = 0; n < rows.Height; n++)
        {
            var picture = new RgbImage(Side, Side, rows.Pixels[(n * Side * Side * 3)..((n + 1) * Side * Side * 3)]);
            transform.Render(picture, transform.Evaluation(Side, Side), pixels.AsSpan(n * Side * Side * 3, Side * Side * 3));
        }

        using var device = new CpuDevice();
        BaseClassifier model = PretrainedClassifier.Create(device, BackboneCatalogue.Default.Create("resnet20", device, seed: 1), weights);
        using Step step = device.BeginInference();
        float[] logits = model.Forward(step.Input(pixels, [rows.Height, Side, Side, 3])).ToArray();

        Assert.Equal(expected.Length * Classes, logits.Length);
        double worst = Enumerable.Range(0, logits.Length).Max(i => Math.Abs(logits[i] - expected[i / Classes][i % Classes]));
        Assert.True(worst < 1e-3, string.Create(CultureInfo.InvariantCulture, $"the worst logit is {worst:G3} away"));
        Assert.InRange(Ranking.CountRight(logits, labels), LeastRight, rows.Height);
    }

    private static string[] Lines(string file) => File.ReadAllLines(RepositoryFolders.RequireData("cifar10-check", file));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
