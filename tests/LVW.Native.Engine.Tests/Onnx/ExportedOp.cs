using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Testing;
using Xunit;

namespace LVW.Native.Engine.Tests.Onnx;

/// <summary>Exports a problem of an op and compares OnnxRuntime's answer with the engine's.</summary>
internal static class ExportedOp
{
    /// <summary>Requires equal answers, the inputs and outputs in either order of dimensions.</summary>
    public static void RequireSame(OpProblem problem, Device device, bool channelsFirst, double tolerance)
    {
        using var folder = new TemporaryFolder();
        string path = folder.In("op.onnx");
        (Shape shape, float[] expected) = Export(problem, device, path, channelsFirst);
        RequireAnswer(path, problem, shape, expected, channelsFirst, tolerance);
    }

    /// <summary>Requires equal answers on three pictures of a file that was traced with two; dimension 0 of the first input counts them.</summary>
    public static void RequireSameOfMorePictures(OpProblem problem, Device device, bool channelsFirst, double tolerance)
    {
        using var folder = new TemporaryFolder();
        OpProblem more = OfPictures(problem, 3);
        (Shape shape, float[] expected) = Export(more, device, folder.In("three.onnx"), channelsFirst);
        Export(OfPictures(problem, 2), device, folder.In("any.onnx"), channelsFirst, batched: true);
        string[] declared = RequireAnswer(folder.In("any.onnx"), more, shape, expected, channelsFirst, tolerance);
        Assert.Equal("N", declared[0]);
    }

    /// <summary>Exports a problem; returns what the engine answers.</summary>
    public static (Shape Shape, float[] Values) Export(OpProblem problem, Device device, string path, bool channelsFirst, bool batched = false)
    {
        using Step step = device.BeginStep();
        var graph = new OnnxGraph("op", []);
        Tensor[] inputs = [.. problem.Inputs.Select(input => step.Input(input.Values, input.Shape, requiresGradient: true))];
        for (int i = 0; i < inputs.Length; i++) graph.Input($"input{i}", inputs[i], channelsFirst: channelsFirst, batched: batched && i == 0);
        Tensor y = problem.Apply(inputs);
        graph.Output("y", y, channelsFirst: channelsFirst);
        graph.Save(path);
        return (y.Shape, y.ToArray());
    }

    // The drawn pictures, as many times over as it takes.
    private static OpProblem OfPictures(OpProblem problem, int count)
    {
        ProblemInput x = problem.Inputs[0];
        Shape shape = x.Shape.With(0, count);
        float[] values = [.. Enumerable.Range(0, (int)shape.Count).Select(i => x.Values[i % x.Values.Length])];
        return new OpProblem
        {
            Inputs = [x with { Shape = shape, Values = values }, .. problem.Inputs.Skip(1)],
            Apply = problem.Apply,
            Reference = problem.Reference,
            Geometry = problem.Geometry,
        };
    }

    private static string[] RequireAnswer(string path, OpProblem problem, Shape shape, float[] expected, bool channelsFirst, double tolerance)
    {
        using var session = new OnnxSession(path);
        float[] actual = session.Run(problem.Inputs.Select((input, i) => (
            $"input{i}",
            channelsFirst ? ChannelOrder.ToFirst(input.Values, input.Shape) : input.Values,
            channelsFirst ? ChannelOrder.Sizes(input.Shape) : input.Shape.ToArray())))["y"];
        if (channelsFirst) actual = ChannelOrder.ToLast(actual, shape);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]);
            Assert.True(error <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"{problem}: element {i} of {shape} is {actual[i]}, expected {expected[i]}");
        }

        return session.Dimensions("y");
    }
}
