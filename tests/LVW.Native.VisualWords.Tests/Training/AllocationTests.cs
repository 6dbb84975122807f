using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Losses;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Training;

/// <summary>What a training step takes from the garbage-collected heap and from the device, once it has run twice. Alone, because the counter is the process's.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[Collection(Name)]
public sealed class AllocationTests
{
    private const string Name = "allocations";
    private const int Side = 64;
    private const int Batch = 2;
    private const int Classes = 3;

    // Made once: a debug build of these tests would make an array for each where it is written.
    private static readonly Shape PictureShape = [Batch, Side, Side, 3];
    private static readonly Shape LabelShape = [Batch];
    private static readonly Shape AttentionShape = [Batch, 3, 3];
    private static readonly Shape TeacherShape = [Batch, Classes];

    [Theory]
    [InlineData("resnet8-slim", 1)]
    [InlineData("resnet8-slim", 2)]
    [InlineData("squeezenet1_1", 1)]
    [InlineData("squeezenet1_1", 2)]
    [InlineData("resnet20", 1)]
    [InlineData("resnet50", 1)]
    [InlineData("densenet121", 1)]
    public void A_step_of_the_base_model_allocates_nothing(string backbone, int threads)
    {
        using var device = new CpuDevice(threads);
        var model = new BaseClassifier(BackboneCatalogue.Default.Create(backbone, device, seed: 1), Classes, dropout: 0.2, device, new Philox(2));
        using var optimizer = new Adam(new ParameterGroup("all", model.Parameters(), 1e-3, 1e-4));
        float[] pictures = Uniform(Batch * Side * Side * 3);
        int[] labels = [0, 2];
        AssertSteady(device, () =>
        {
            using Step step = device.BeginStep();
            Tensor loss = model.Forward(step.Input(pictures, PictureShape)).CrossEntropy(step.InputIndices(labels, LabelShape));
            loss.Item();
            loss.Backward();
            optimizer.Step();
        });
    }

    [Theory]
    [InlineData("resnet8-slim", 1, AddOnKind.Regular)]
    [InlineData("resnet8-slim", 1, AddOnKind.Linear)]
    [InlineData("resnet8-slim", 2, AddOnKind.Linear)]
    [InlineData("squeezenet1_1", 1, AddOnKind.Linear)]
    [InlineData("squeezenet1_1", 2, AddOnKind.Linear)]
    public void A_step_of_the_words_model_with_all_losses_allocates_nothing(string backbone, int threads, AddOnKind addOn)
    {
        using var device = new CpuDevice(threads);
        Backbone network = BackboneCatalogue.Default.Create(backbone, device, seed: 1);
        var head = new WordHead(device, new Philox(2), new WordHeadOptions { FeatureChannels = network.FeatureChannels, Classes = Classes, Words = 15, Depth = 32, AddOn = addOn });
        var model = new WordModel(network, head);
        var loss = new LvwLoss(new LossSettings { LabelSmoothing = 0.1, Correlation = 1 }, Side);
        using var optimizer = new Adam(new ParameterGroup("all", model.Parameters(), 1e-3, 1e-4));
        float[] pictures = Uniform(Batch * Side * Side * 3), attention = Uniform(Batch * 3 * 3), teacher = Uniform(Batch * Classes);
        int[] labels = [0, 2];
        AssertSteady(device, () =>
        {
            using Step step = device.BeginStep();
            WordOutput output = model.Read(step.Input(pictures, PictureShape));
            var targets = new LossTargets(step.InputIndices(labels, LabelShape), step.Input(attention, AttentionShape), step.Input(teacher, TeacherShape));
            LossBreakdown terms = loss.Compute(head, output, targets);
            Assert.False(terms.Cluster.IsEmpty || terms.Coverage.IsEmpty || terms.L1.IsEmpty || terms.Attention.IsEmpty || terms.Correlation.IsEmpty || terms.Distillation.IsEmpty);
            terms.Total.Item();
            terms.Total.Backward();
            optimizer.Step();
        });
    }

    private static float[] Uniform(int count)
    {
        float[] values = new float[count];
        new Philox(3).FillUniform(values);
        return values;
    }

    // The runtime's own threads may allocate now and then; what a step itself allocates, it allocates every time.
    private static void AssertSteady(Device device, Action step)
    {
        step();
        step();
        long pooled = device.PooledBytes;
        (long ownBytes, long allBytes) = (long.MaxValue, long.MaxValue);
        for (int i = 0; i < 5; i++)
        {
            long all = GC.GetTotalAllocatedBytes(precise: true);
            long own = GC.GetAllocatedBytesForCurrentThread();
            step();
            ownBytes = Math.Min(ownBytes, GC.GetAllocatedBytesForCurrentThread() - own);
            allBytes = Math.Min(allBytes, GC.GetTotalAllocatedBytes(precise: true) - all);
        }

        Assert.Equal(0, ownBytes);
        Assert.Equal(0, allBytes);
        Assert.Equal(pooled, device.PooledBytes);
    }
}
