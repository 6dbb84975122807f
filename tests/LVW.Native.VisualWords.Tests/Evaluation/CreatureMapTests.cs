using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Randomness;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Generated;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Tests.Data;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

/// <summary>Generated creatures tell where they are, so maps that are right and maps that are not can be told apart by anything that claims to measure it.</summary>
public sealed class CreatureMapTests
{
    private const int Side = 48;

    [Fact]
    public void Pointing_energy_and_deletion_rank_the_true_map_above_random_ones()
    {
        using var folder = new TemporaryFolder();
        using var device = new CpuDevice(threads: 1);
        GeneratedDataSet.Write(folder.Path, 2, 1, new SceneOptions { Side = Side });
        var set = ImageFolder.Read(folder.Path).Test!;
        var partsOf = PartFindings.PartsIn(folder.Path)!;
        var transform = new PairedTransform(new ViewOptions { Side = Side, ResizeSide = 0 }, PixelNormalization.Half);
        (double points, double randomPoints, double energy, double randomEnergy, double deletion, double randomDeletion) = (0, 0, 0, 0, 0, 0);
        for (int n = 0; n < set.Pictures.Count; n++)
        {
            RgbImage image = ImageFile.Load(set.Pictures[n].Path);
            PictureView view = transform.Evaluation(image.Width, image.Height);
            bool[] region = PictureRegion.OfBoxes(image.Width, image.Height, partsOf(set.Pictures[n].Key).Select(part => part.Box)).InView(view, Side).Inside;
            Assert.InRange(region.Count(inside => inside) / (double)region.Length, 0.02, 0.7);
            float[] pixels = new float[Side * Side * 3];
            transform.Render(image, view, pixels);
            float[] truth = [.. region.Select(inside => inside ? 1f : 0)];
            float[] random = new float[truth.Length];
            new Philox(7, (ulong)n).FillUniform(random);
            points += RegionFinding.Points(truth, region) ? 1 : 0;
            randomPoints += RegionFinding.Points(random, region) ? 1 : 0;
            energy += RegionFinding.Energy(truth, region);
            randomEnergy += RegionFinding.Energy(random, region);

            // A model that rests on the creature alone: each of its values counts for the class.
            float[] weights = [.. pixels.Select((value, i) => region[i / 3] ? 4f * value / region.Length : 0), .. new float[pixels.Length]];
            Tensor Model(Tensor x) => x.Reshape([x.Shape[0], pixels.Length]).MatMul(x.Step.Input(weights, [2, pixels.Length]), transposeB: true);
            var curves = new PerturbationCurves(device, Model, new PerturbationOptions { Steps = 12, BatchSize = 12 });
            PerturbationResult result = curves.Measure([n], Side, _ => 0, _ => PixelOrder.Descending(truth), _ => PixelOrder.Descending(random), _ => pixels);
            deletion += result.Deletion.Auc;
            randomDeletion += result.RandomDeletion!.Auc;
        }

        Assert.Equal(set.Pictures.Count, points);
        Assert.Equal(set.Pictures.Count, energy, 9);
        Assert.True(randomPoints < points && randomEnergy < 0.7 * energy, $"{randomPoints} {randomEnergy}");
        Assert.True(deletion < randomDeletion, $"{deletion} {randomDeletion}");
    }
}
