using System.Text.Json;
using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class MetricsTests
{
    [Fact]
    public void Numbers_have_the_names_that_readers_of_the_file_rely_on()
    {
        var metrics = new Metrics
        {
            Base = new BaseMetrics { TestAccuracy = 0.8 },
            Words = new WordMetrics { Count = 85, TestAccuracy = 0.7, TestAccuracyBeforeProjection = 0.71, MaxProjectionDistance = 1e-7, DistinctPatches = 84 },
            Fidelity = new FidelityMetrics
            {
                Agreement = 0.9, AttentionIoU50 = 0.55, AttentionIoU25 = 0.47, ChanceIoU50 = 0.33, ChanceIoU25 = 0.14,
                CentrePriorIoU50 = 0.5, CentrePriorIoU25 = 0.36, DeletionAuc = 0.15, InsertionAuc = 0.6,
            },
            Timings = new Dictionary<string, double> { ["jointSeconds"] = 12.5 },
            Seed = 7,
            Threads = 2,
        };
        using JsonDocument json = JsonDocument.Parse(metrics.ToJson());
        foreach (string path in new[]
                 {
                     "base.testAccuracy", "words.count", "words.testAccuracy", "words.testAccuracyBeforeProjection", "words.maxProjectionDistance",
                     "words.distinctPatches", "fidelity.agreement", "fidelity.attentionIoU50", "fidelity.attentionIoU25", "fidelity.chanceIoU50",
                     "fidelity.chanceIoU25", "fidelity.centrePriorIoU50", "fidelity.centrePriorIoU25", "fidelity.deletionAuc", "fidelity.insertionAuc",
                     "timings.jointSeconds", "seed", "threads",
                 })
        {
            JsonElement element = json.RootElement;
            foreach (string name in path.Split('.')) Assert.True(element.TryGetProperty(name, out element), path);
            Assert.Equal(JsonValueKind.Number, element.ValueKind);
        }

        Assert.Equal("cpu", json.RootElement.GetProperty("device").GetString());
        Assert.Equal(metrics.ToJson(), Metrics.FromJson(metrics.ToJson()).ToJson());
    }

    [Fact]
    public void What_was_not_measured_is_left_out()
    {
        using JsonDocument json = JsonDocument.Parse(new Metrics { Words = new WordMetrics { Count = 1 } }.ToJson());
        Assert.False(json.RootElement.TryGetProperty("parts", out _));
        Assert.False(json.RootElement.GetProperty("fidelity").TryGetProperty("deletionAuc", out _));
    }

    [Fact]
    public void A_base_model_alone_has_no_figures_of_words()
    {
        var metrics = new Metrics { Base = new BaseMetrics { TestAccuracy = 0.5, DeletionAuc = 0.25 } };
        using JsonDocument json = JsonDocument.Parse(metrics.ToJson());
        Assert.False(json.RootElement.TryGetProperty("words", out _));
        Assert.False(json.RootElement.TryGetProperty("fidelity", out _));
        Assert.Equal(0.25, json.RootElement.GetProperty("base").GetProperty("deletionAuc").GetDouble());
        Assert.False(Metrics.FromJson(metrics.ToJson()).HasWords);
        Assert.Equal(metrics.ToJson(), Metrics.FromJson(metrics.ToJson()).ToJson());
    }
}
