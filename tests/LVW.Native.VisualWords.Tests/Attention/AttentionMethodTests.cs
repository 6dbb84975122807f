using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Tests.Backbones;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Attention;

public sealed class AttentionMethodTests : IDisposable
{
    private const int Side = 24;

    private readonly CpuDevice device = new(threads: 1, poison: true);

    public void Dispose() => device.Dispose();

    // Two places, two channels A = (4, 0) and (1, 2), and a head y = Σ g·A with gradients g = (1, −3) and (2, 1). Grad-CAM: weights −1 and 1.5, so −2.5 and 3.
    // HiResCAM: 4 + 2 = 6 and 0 + 2 = 2; LayerCAM the same, for the negative gradient meets 0. Grad-CAM++: weights 1/6 and 1/4 + 1/5, so 1.12 and 0.9.
    [Theory]
    [InlineData(AttentionMethods.GradCam, 0, 1)]
    [InlineData(AttentionMethods.HiResCam, 1, 0)]
    [InlineData(AttentionMethods.LayerCam, 1, 0)]
    [InlineData(AttentionMethods.GradCamPlusPlus, 1, 0)]
    public void Two_places_come_out_as_by_hand(string name, float first, float second)
    {
        AttentionMaps maps = AttentionMethods.Find(name).Compute(Subject([4, 1, 0, 2], [1, 2, -3, 1], places: 2));
        Assert.Equal([first, second], maps.Values);
    }

    // Three places, so that scaling leaves one value between 0 and 1.
    [Fact]
    public void A_negative_gradient_lowers_HiResCAM_but_not_LayerCAM()
    {
        // Products by place: 4 − 2 = 2, 6, 0; without the negative one 4, 6, 0.
        AttentionSubject subject = Subject([4, 2, 3, 0, 0, 0], [1, -1, 2, 0, 1, 0], places: 3);
        Assert.Equal([1 / 3f, 1, 0], new HiResCam().Compute(subject).Values);
        Assert.Equal([2 / 3f, 1, 0], new LayerCam().Compute(subject).Values);
    }

    // Channels (2, 1, 0) and (0, 3, 0) with gradients (1, 1, 1) and (0, 2, 0). Grad-CAM++: weights 3 · 1 / (2 + 3) = 3/5 and 2 / (2 + 2·3) = 1/4, so
    // (6/5, 3/5 + 3/4, 0). Grad-CAM: weights 1 and 2/3, so (2, 3, 0).
    [Fact]
    public void Grad_CAM_plus_plus_weighs_gradients_by_how_much_of_the_channel_they_explain()
    {
        AttentionSubject subject = Subject([2, 0, 1, 3, 0, 0], [1, 0, 1, 2, 1, 0], places: 3);
        float[] maps = new GradCamPlusPlus().Compute(subject).Values;
        Assert.Equal(1.2 / 1.35, maps[0], 1e-6);
        Assert.Equal(1, maps[1]);
        Assert.Equal(2 / 3.0, new GradCam().Compute(subject).Values[0], 1e-6);
    }

    // The network passes pictures on as they are, and the class sees the red value of the left pixel: the channel that keeps that pixel gets the weight.
    [Fact]
    public void Score_CAM_weighs_channels_by_what_the_class_says_to_the_masked_picture()
    {
        var subject = new AttentionSubject
        {
            Device = device,
            Features = new float[] { 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0 },
            Shape = [1, 2, 2, 3],
            Targets = [0],
            Pictures = new float[] { 3, 0, 0, 3, 0, 0, 3, 0, 0, 3, 0, 0 },
            Side = 2,
            Network = x => x,
            Head = x => x.Reshape([x.Shape[0], 12]).MatMul(x.Step.Input([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1, 12]), transposeB: true),
        };

        // Channel 0 is the left column, channel 1 the right one; channel 2 is even and left out. Logits 3 and 0.
        float[] map = new ScoreCam().Compute(subject).Values;
        Assert.Equal([1, 0, 1, 0], map);
        Assert.Equal([1, 0, 1, 0], new ScoreCam(batchSize: 1).Compute(subject).Values);
        float[] uneven = new ScoreCam().Compute(subject with { Pictures = new float[12] }).Values;
        Assert.Equal([0, 0, 0, 0], uneven);
    }

    [Fact]
    public void Score_CAM_without_pictures_is_an_error_that_says_what_to_set()
        => Assert.Contains("Set Pictures", Assert.Throws<ArgumentException>(() => new ScoreCam().Compute(Subject([1, 2], [1, 1], places: 2))).Message, StringComparison.Ordinal);

    [Fact]
    public void Behind_average_and_linear_layer_Grad_CAM_and_HiResCAM_are_the_closed_form()
    {
        (BaseClassifier model, float[] pictures) = Model();
        using Step step = device.BeginInference();
        (Tensor input, Tensor features) = Features(step, model, pictures);
        int[] targets = [1, 0];
        AttentionSubject subject = AttentionSubject.Of(model, input, features, targets);
        Tensor classMaps = features.Linear(model.Classifier.Weight.In(step));
        float[] closed = GradCam.FromClassMaps(classMaps.ToArray(), classMaps.Shape, targets).Values;
        Assert.Contains(closed, value => value is > 0.1f and < 0.9f);
        Assert.All(closed.Zip(new GradCam().Compute(subject).Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.All(closed.Zip(new HiResCam().Compute(subject).Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Every_method_gives_all_memory_back_and_leaves_no_gradient_in_the_model()
    {
        (BaseClassifier model, float[] pictures) = Model();
        long taken = 0;
        for (int round = 0; round < 3; round++)
        {
            using (Step step = device.BeginInference())
            {
                (Tensor input, Tensor features) = Features(step, model, pictures);
                AttentionSubject subject = AttentionSubject.Of(model, input, features, [1, 0]);
                foreach (string name in AttentionMethods.Names) AttentionMethods.Find(name).Compute(subject);
            }

            if (round == 0) taken = device.PooledBytes;
        }

        Assert.Equal(taken, device.PooledBytes);
        Assert.All(model.Parameters(), entry => Assert.False(entry.Parameter.HasGradient, entry.Key));
    }

    [Fact]
    public void A_picture_gets_the_same_map_in_any_batch()
    {
        (BaseClassifier model, float[] pictures) = Model();
        float[] Maps(string name, ReadOnlySpan<float> some, params int[] targets)
        {
            using Step step = device.BeginInference();
            (Tensor input, Tensor features) = Features(step, model, some);
            return AttentionMethods.Find(name).Compute(AttentionSubject.Of(model, input, features, targets)).Values;
        }

        foreach (string name in AttentionMethods.Names)
        {
            float[] both = Maps(name, pictures, 1, 0);
            float[] alone = Maps(name, pictures.AsSpan(pictures.Length / 2), 0);
            Assert.All(both.Skip(both.Length / 2).Zip(alone), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Fact]
    public void Every_name_finds_its_method_and_another_is_an_error_that_lists_them()
    {
        Assert.All(AttentionMethods.Names, name => Assert.Equal(name, AttentionMethods.Find(name).Name));
        Assert.Contains("layercam", Assert.Throws<ArgumentException>(() => AttentionMethods.Find("eigencam")).Message, StringComparison.Ordinal);
    }

    private static (Tensor Input, Tensor Features) Features(Step step, BaseClassifier model, ReadOnlySpan<float> pictures)
    {
        Tensor input = step.Input(pictures, [pictures.Length / (Side * Side * 3), Side, Side, 3]);
        return (input, model.Backbone.Forward(input));
    }

    private (BaseClassifier Model, float[] Pictures) Model()
    {
        var random = new Philox(5);
        var model = new BaseClassifier(ThreeConvolutions.Variant.Create(device, random), 3, 0, device, random);
        model.Classifier.Weight.Normal(0, 1, random);
        model.Train(false);
        float[] pictures = new float[2 * Side * Side * 3];
        random.FillNormal(pictures);
        return (model, pictures);
    }

    // Features in a row of places; the head is their inner product with the given gradients.
    private AttentionSubject Subject(float[] features, float[] gradients, int places) => new()
    {
        Device = device,
        Features = features,
        Shape = [1, 1, places, features.Length / places],
        Targets = [0],
        Head = x => x.Reshape([1, features.Length]).MatMul(x.Step.Input(gradients, [1, features.Length]), transposeB: true),
    };
}
