using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Losses;
using LVW.Native.Engine.Ops.Normalization;
using LVW.Native.Engine.Ops.Reduction;
using LVW.Native.Engine.Ops.Regularization;
using LVW.Native.Engine.Ops.Resampling;
using LVW.Native.Engine.Ops.Shaping;
using LVW.Native.Engine.Testing;
using Xunit;

namespace LVW.Native.Engine.Tests.Onnx;

/// <summary>Every case of the catalogue, exported and answered by OnnxRuntime; a new op must export or be listed here.</summary>
public sealed class OnnxOpTests
{
    // Losses and dropout are of training; a gather's rows and a resizing have not been asked for; what chooses gives values without places.
    private static readonly Type[] Unexportable =
    [
        typeof(CrossEntropyOp), typeof(RowLossOp<SoftCrossEntropy>), typeof(RowLossOp<KlDivergence>), typeof(MeanSquaredErrorOp), typeof(DropoutOp), typeof(GatherOp), typeof(ResizeBilinearOp),
        typeof(TopKOp<Largest>), typeof(TopKOp<Smallest>),
    ];

    // What these draw cuts, joins or moves dimension 0 too; OnnxGraphTests has them with batches.
    private static readonly string[] OfAnyDimension =
    [
        "Add", "Subtract", "Multiply", "Divide", "MatMul", "L1Norm", "Max", "Min", "Sum", "Mean", "Slice", "Pad", "Permute", "Permute, of a matrix", "Reshape", "Concat",
    ];

    public static TheoryData<string> Exportable() => [.. Cases(exportable: true).Select(opCase => opCase.Name)];

    public static TheoryData<string> OfPictures() => [.. Cases(exportable: true).Select(opCase => opCase.Name).Except(OfAnyDimension)];

    public static TheoryData<string> Refused() => [.. Cases(exportable: false).Select(opCase => opCase.Name)];

    [Theory]
    [MemberData(nameof(Exportable))]
    public void OnnxRuntime_computes_what_the_op_computes(string name)
    {
        using var device = new CpuDevice();
        OpCase opCase = OpCatalogue.Find(name);
        for (ulong seed = 0; seed < 4; seed++)
        {
            OpProblem problem = opCase.Draw(seed, size: seed % 2 == 0 ? 5 : 2);
            ExportedOp.RequireSame(problem, device, channelsFirst: seed < 2, tolerance: 2e-5);
        }
    }

    [Theory]
    [MemberData(nameof(OfPictures))]
    public void A_file_traced_with_two_pictures_answers_three(string name)
    {
        using var device = new CpuDevice();
        OpProblem[] problems = [.. Enumerable.Range(0, 8).Select(seed => OpCatalogue.Find(name).Draw((ulong)seed, size: 4)).Where(problem => problem.Inputs[0].Shape.Rank > 1)];
        Assert.NotEmpty(problems);
        foreach (OpProblem problem in problems.Take(2)) ExportedOp.RequireSameOfMorePictures(problem, device, channelsFirst: problem == problems[0], tolerance: 2e-5);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_op_that_cannot_be_exported_is_named(string name)
    {
        using var device = new CpuDevice();
        using var folder = new TemporaryFolder();
        OnnxException refused = Assert.Throws<OnnxException>(() => ExportedOp.Export(OpCatalogue.Find(name).Draw(seed: 0, size: 4), device, folder.In("op.onnx"), channelsFirst: true));
        Assert.StartsWith("ONNX: ", refused.Message);
        Assert.False(File.Exists(folder.In("op.onnx")));
    }

    // The catalogue's normalisations lose their statistics before the graph is written; OnnxGraphTests has its own.
    private static IEnumerable<OpCase> Cases(bool exportable) => OpCatalogue.All
        .Where(opCase => opCase.Covers.Count > 0)
        .Where(opCase => !opCase.Covers.Contains(typeof(BatchNorm2dOp)))
        .Where(opCase => opCase.Covers.Any(Unexportable.Contains) != exportable);
}
