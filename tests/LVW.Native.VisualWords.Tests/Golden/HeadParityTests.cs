using LVW.Native.Engine;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.VisualWords.Losses;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Golden;

/// <summary>The word head, its loss and their gradients against PyTorch, under both resampling rules and both kinds of add-on layers.</summary>
public sealed class HeadParityTests
{
    private static readonly string[] Names = ["head_half_pixel", "head_align_corners", "head_bottleneck_half_pixel"];
    private static readonly string[] Devices = [TestDevices.Cpu, TestDevices.OpenCL];

    public static TheoryData<string> Heads() => [.. Names];

    public static TheoryData<string, string> HeadsAndDevices()
    {
        var data = new TheoryData<string, string>();
        foreach (string head in Names)
        {
            foreach (string device in Devices) data.Add(head, device);
        }

        return data;
    }

    public static TheoryData<string, string, string> HeadsTermsAndDevices()
    {
        var data = new TheoryData<string, string, string>();
        foreach (string head in Names)
        {
            foreach (string term in (string[])["ce", "clst", "l1", "att", "total"])
            {
                foreach (string device in Devices) data.Add(head, term, device);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(HeadsAndDevices))]
    public void Everything_between_features_and_logits_equals_PyTorch(string name, string device)
    {
        using GoldenHead golden = GoldenHead.Load(name, device);
        using Step step = golden.Device.BeginStep();
        WordOutput output = golden.Read(golden.Features(step));
        Near.Check("z", golden.File.ChannelsLast("z"), output.Embedding.ToArray());
        Near.Check("distances", golden.File.ChannelsLast("distances"), output.Distances.ToArray());
        Near.Check("word_scores", golden.File.ChannelsLast("word_scores"), output.Scores.ToArray());
        Near.Check("similarity_maps", golden.File.ChannelsLast("similarity_maps"), golden.Head.SimilarityMaps(output).ToArray());
        Near.Check("g", golden.File.ChannelsLast("g"), output.Similarities.ToArray());
        Near.Check("logits", golden.File.ChannelsLast("logits"), output.Logits.ToArray());
        Assert.Equal(golden.File.Integers("winner_cell"), output.Cells.ToArray());
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public unsafe void The_words_that_align_are_the_nearest_in_order(string name)
    {
        using GoldenHead golden = GoldenHead.Load(name);
        using Step step = golden.Device.BeginInference();
        float[] scores = golden.Read(golden.Features(step)).Scores.ToArray();
        int words = golden.Head.Options.Words;
        int[] nearest = new int[(int)golden.File.Number("K")];
        int[] expected = golden.File.Integers("nearest_k");
        fixed (float* row = scores)
        {
            for (int n = 0; n < scores.Length / words; n++)
            {
                PictureAlignment.Nearest(row + (n * words), words, nearest);
                Assert.Equal(expected[(n * nearest.Length)..((n + 1) * nearest.Length)], nearest);
            }
        }
    }

    [Theory]
    [MemberData(nameof(HeadsTermsAndDevices))]
    public void Each_loss_term_and_all_its_gradients_equal_PyTorch(string name, string term, string device)
    {
        using GoldenHead golden = GoldenHead.Load(name, device);
        using Step step = golden.Device.BeginStep();
        Tensor features = golden.Features(step);
        LossBreakdown losses = golden.Loss(golden.Read(features));
        Tensor loss = term switch
        {
            "ce" => losses.CrossEntropy,
            "clst" => losses.Cluster,
            "l1" => losses.L1,
            "att" => losses.Attention,
            _ => losses.Total,
        };
        Near.Check($"loss_{term}", golden.File.Number($"loss_{term}"), loss.Item());
        loss.Backward();
        if (term != "l1") Near.Check($"grad_{term}__features", golden.File.ChannelsLast($"grad_{term}__features"), step.GradientOf(features));
        foreach ((string key, string expected) in golden.Names) Near.Check($"grad_{term}__{expected}", golden.File[$"grad_{term}__{expected}"].Values, golden.GradientOf(key));
    }

    [Theory]
    [MemberData(nameof(HeadsAndDevices))]
    public void Three_steps_of_Adam_end_where_PyTorch_ends(string name, string device)
    {
        using GoldenHead golden = GoldenHead.Load(name, device);
        WordHead head = golden.Head;
        using var optimizer = new Adam(
            new ParameterGroup("addon", head.AddOn.Parameters("addon."), learningRate: 3e-3, weightDecay: 1e-3),
            new ParameterGroup("words", head.Parameters().Where(entry => entry.Parameter == head.Words), learningRate: 3e-3));
        for (int i = 0; i < 3; i++)
        {
            using Step step = golden.Device.BeginStep();
            Tensor loss = golden.Loss(golden.Read(golden.Features(step))).Total;
            Near.Check($"adam_loss_before_step{i}", golden.File.Number($"adam_loss_before_step{i}"), loss.Item());
            loss.Backward();
            optimizer.Step();
        }

        foreach ((string key, string expected) in golden.Names.Where(pair => pair.Golden != "last"))
        {
            Near.Check($"adam3__{expected}", golden.File[$"adam3__{expected}"].Values, head.State().Single(entry => entry.Key == key).Parameter.ToArray());
        }
    }
}
