using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LVW.Native.Engine;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>Writes models as ONNX files that take raw pixels: the normalisation is part of the graph, names of classes and the rule for sizes stand in the metadata.</summary>
/// <param name="normalization">How bytes become input.</param>
/// <param name="view">How a picture of any size becomes a square input.</param>
/// <param name="classes">Class names, in the order of the logits.</param>
public sealed class OnnxExport(PixelNormalization normalization, ViewOptions view, IReadOnlyList<string> classes)
{
    // Two pictures, so that their number can be told from a size of 1.
    private const int Traced = 2;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Writes words and backbone: logits, probabilities, the similarity of each word and the map of where. Puts the model in evaluation mode.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="model">The model.</param>
    /// <param name="sources">The words' own patches, for the metadata; empty where they were never projected.</param>
    /// <exception cref="OnnxException">An op of the backbone cannot be exported, or the file would be too large.</exception>
    public OnnxExportResult Write(string path, WordModel model, IReadOnlyList<WordSource> sources)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Write(path, model, model.Head.Words, "words", model.Backbone.Name, (graph, input) =>
        {
            graph.Metadata["words"] = JsonSerializer.Serialize(sources.Select(source => new { source.Word, source.Key, source.Row, source.Column, source.Number, source.Name }), Json);
            WordOutput output = model.Read(input);
            OutputClasses(graph, output.Logits);
            graph.Output("similarities", output.Similarities, "How similar the picture's nearest patch is to each visual word; logits = similarities · head.lastᵀ");
            graph.Output("maps", model.Head.SimilarityMaps(output), "The similarity of each visual word at each place");
        });
    }

    /// <summary>Writes the base model: logits and probabilities. Puts the model in evaluation mode.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="OnnxException">An op of the backbone cannot be exported, or the file would be too large.</exception>
    public OnnxExportResult Write(string path, BaseClassifier model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Write(path, model, model.Classifier.Weight, "base", model.Backbone.Name, (graph, input) => OutputClasses(graph, model.Forward(input)));
    }

    private static void OutputClasses(OnnxGraph graph, Tensor logits)
    {
        graph.Output("logits", logits, "A number for each class, in the order of the metadata's classes");
        graph.Output("probabilities", logits.Softmax(), "softmax(logits)");
    }

    private OnnxExportResult Write(string path, Module model, Parameter any, string kind, string backbone, Action<OnnxGraph, Tensor> trace)
    {
        model.Train(false);
        using Step step = any.Device.BeginStep();
        var graph = new OnnxGraph($"lvw_{kind}", model.State())
        {
            Description = $"LVW.Native: {kind} on {backbone}, {classes.Count} classes. pixels are RGB, 0 to 255, {view.Side} x {view.Side}; {SizeRule}.",
        };
        Describe(graph, kind, backbone);
        Tensor pixels = step.Input(new float[Traced * view.Side * view.Side * 3], [Traced, view.Side, view.Side, 3], requiresGradient: true);
        graph.Input("pixels", pixels, "RGB pictures, each value 0 to 255");
        trace(graph, ((pixels / Constant("range", [normalization.Range])) - Constant("mean", normalization.Mean)) / Constant("deviation", normalization.Deviation));
        graph.Save(path);
        return new OnnxExportResult(graph.Inputs, graph.Outputs, new FileInfo(path).Length);

        Tensor Constant(string name, ReadOnlySpan<float> values)
        {
            Tensor constant = step.Input(values, [values.Length]);
            graph.NameConstant(constant, $"normalization.{name}");
            return constant;
        }
    }

    private string SizeRule => view.ResizeSide == 0
        ? string.Create(CultureInfo.InvariantCulture, $"the whole picture is resized to {view.Side} x {view.Side}")
        : string.Create(CultureInfo.InvariantCulture, $"the short side is resized to {view.ResizeSide} and the centre cropped");

    // All that it takes to compute the same pixels, as PairedTransform.Evaluation does.
    private string ExactSizeRule => view.ResizeSide == 0
        ? SizeRule
        : string.Create(
            CultureInfo.InvariantCulture,
            $"the short side is resized to {view.ResizeSide}, the long side to floor({view.ResizeSide} * long / short), and {view.Side} x {view.Side} cropped from corner "
            + $"round_half_to_even((size - {view.Side}) / 2), or put into a black frame from trunc(({view.Side} - size) / 2) where that is larger; beyond 64:1 the square of side "
            + $"round_half_to_even(short * min(1, {view.Side} / {view.ResizeSide})) is cropped from corner floor((size - side) / 2), then resized to {view.Side} x {view.Side}");

    private void Describe(OnnxGraph graph, string kind, string backbone)
    {
        graph.Metadata["model"] = kind;
        graph.Metadata["version"] = typeof(OnnxExport).Assembly.GetName().Version!.ToString(3);
        graph.Metadata["backbone"] = backbone;
        graph.Metadata["classes"] = JsonSerializer.Serialize(classes, Json);
        graph.Metadata["normalization"] = normalization.Name;
        graph.Metadata["side"] = view.Side.ToString(CultureInfo.InvariantCulture);
        graph.Metadata["resizeSide"] = view.ResizeSide.ToString(CultureInfo.InvariantCulture);
        graph.Metadata["resize"] = $"{ExactSizeRule}; bilinear with antialiasing, as Pillow's";
    }
}
