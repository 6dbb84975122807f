using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Golden;

public sealed class ProjectionParityTests
{
    [Fact]
    public void A_projected_word_reads_nearly_no_distance_at_its_own_patch()
    {
        GoldenFile golden = GoldenFile.Require("projected_words");
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginInference();
        Tensor distances = Distances(golden, step);
        (Tensor scores, IndexTensor cells) = distances.Reshape([distances.Shape[0], distances.Shape[1] * distances.Shape[2], distances.Shape[3]]).MinWithIndices(1);
        float[] smallest = scores.ToArray();
        Near.Check("distances", golden.ChannelsLast("distances"), distances.ToArray(), share: 1e-6);
        Near.Check("g", golden["g"].Values, scores.LogSimilarity().ToArray());
        Assert.Equal(golden.Integers("winner_cell"), cells.ToArray());

        // Three words are patches of the first or second picture.
        int[] equal = [.. Enumerable.Range(0, smallest.Length).Where(i => golden["word_scores"].Values[i] == 0)];
        Assert.Equal(3, equal.Length);
        Assert.All(equal, i => Assert.True(smallest[i] < 1e-6f, $"word score {i} is {smallest[i]}"));
    }

    [Fact]
    public void The_first_picture_row_and_column_wins_ties()
    {
        GoldenFile golden = GoldenFile.Require("projection_ties");
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginInference();
        Tensor distances = Distances(golden, step);
        float[] values = distances.ToArray();
        Shape shape = distances.Shape;
        var projection = new WordProjection(shape[3], distinct: false);
        int perPicture = shape[1] * shape[2] * shape[3];
        for (int n = 0; n < shape[0]; n++) projection.Observe(n, values.AsSpan(n * perPicture, perPicture), shape[1], shape[2]);
        IReadOnlyList<WordSource> sources = projection.Sources(picture => ($"{picture}.png", picture));
        Assert.Equal(golden.Integers("source_image"), sources.Select(source => source.Picture));
        Assert.Equal(golden.Integers("source_row"), sources.Select(source => source.Row));
        Assert.Equal(golden.Integers("source_col"), sources.Select(source => source.Column));
        Near.Check("distance", golden["distance"].Values, [.. sources.Select(source => source.Distance)], share: 1e-6);
    }

    private static Tensor Distances(GoldenFile golden, Step step)
    {
        float[] z = [.. golden.ChannelsLast("z").Select(value => (float)value)];
        return step.Input(z, golden.ShapeChannelsLast("z")).SquaredDistance(step.Input(golden.Floats("words"), golden["words"].Shape));
    }
}
