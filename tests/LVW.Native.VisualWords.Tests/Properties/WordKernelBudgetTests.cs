using LVW.Native.Engine;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Testing.Gpu;
using LVW.Native.Engine.Tests.Kernels.Budgets;
using LVW.Native.VisualWords.Losses;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Properties;

/// <summary>The kernels of visual words, and those that its networks take of the engine, become PTX and stay within the budgets of <c>word-budgets.csv</c>.</summary>
public sealed class WordKernelBudgetTests
{
    private const int Side = 64;

    private static readonly string[] Backbones =
    [
        "squeezenet1_0", "squeezenet1_1", "resnet18", "resnet34", "resnet50", "resnet20", "resnet8-slim", "vgg16", "vgg16_bn", "densenet121",
    ];

    private static readonly BudgetFile Budgets = new("word-budgets.csv");

    private static readonly IReadOnlyList<Type> Kernels =
    [
        .. KernelCensus.Of(VisualWordCases.All, GpuPrecision.Fp32, Networks).Union(KernelCensus.Of([], GpuPrecision.Tf32, Networks)),
    ];

    [Fact]
    public void The_cases_launch_every_kernel_that_visual_words_have() => Assert.Empty(KernelCensus.Missing(typeof(AttentionAlignmentOp).Assembly, Kernels));

    [Fact]
    public void Every_kernel_becomes_PTX_and_the_list_is_the_one_in_the_repository()
    {
        IReadOnlyDictionary<string, string> texts = BudgetFile.Compile(Kernels);
        BudgetFile.RequireText(texts);
        Budgets.RequireList(texts.Keys);
    }

    [Fact]
    public void Every_kernel_assembles_within_its_budget() => Budgets.RequireBudgets(BudgetFile.Compile(Kernels));

    // A training step and a prediction of every network with words: the engine's kernels that they take are listed too.
    // The layers of these include those of their smaller and larger kin.
    private static void Networks(GpuDevice device)
    {
        TrainingSettings recommended = Presets.Get("recommended");
        foreach (string backbone in Backbones)
        {
            WordModel model = ModelFiles.CreateWords(device, recommended with { Backbone = backbone }, classes: 17);
            WordHead published = ModelFiles.CreateWords(device, recommended with { Backbone = backbone, Words = Presets.Get("paper").Words }, classes: 17).Head;
            foreach (int batch in new[] { 2, 32 })
            {
                float[] pictures = new float[batch * Side * Side * 3];
                model.Train(true);
                Shape grid;
                using (Step step = device.BeginStep())
                {
                    Tensor features = model.Backbone.Forward(step.Input(pictures, [batch, Side, Side, 3]));
                    grid = features.Shape;
                    model.Head.Forward(features).CrossEntropy(step.InputIndices(new int[batch], [batch])).Backward();
                }

                // The features want a gradient here too, as they do in training.
                using (Step step = device.BeginStep())
                {
                    using var features = new Parameter(device, grid);
                    published.Forward(features.In(step)).CrossEntropy(step.InputIndices(new int[batch], [batch])).Backward();
                }

                model.Train(false);
                using Step inference = device.BeginInference();
                Tensor seen = model.Backbone.Forward(inference.Input(pictures, [batch, Side, Side, 3]));
                model.Head.Forward(seen);
                published.Forward(seen);

                // What a linear space starts from.
                int channels = model.Backbone.FeatureChannels;
                Tensor rows = seen.Reshape([checked((int)(seen.Shape.Count / channels)), channels]);
                rows.MatMul(rows, transposeA: true);
            }
        }
    }
}
