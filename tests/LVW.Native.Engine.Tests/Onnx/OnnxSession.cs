using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LVW.Native.Engine.Tests.Onnx;

/// <summary>A file opened by OnnxRuntime, which knows nothing of this engine.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession session;

    public OnnxSession(string path)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        session = new InferenceSession(path, options);
    }

    public IReadOnlyDictionary<string, string> Metadata => session.ModelMetadata.CustomMetadataMap;

    public string Producer => session.ModelMetadata.ProducerName;

    public IEnumerable<string> Inputs => session.InputMetadata.Keys;

    public IEnumerable<string> Outputs => session.OutputMetadata.Keys;

    /// <summary>An output's sizes; those left open as their names.</summary>
    public string[] Dimensions(string output)
    {
        NodeMetadata metadata = session.OutputMetadata[output];
        return [.. metadata.Dimensions.Select((size, axis) => size < 0 ? metadata.SymbolicDimensions[axis] : size.ToString(System.Globalization.CultureInfo.InvariantCulture))];
    }

    /// <summary>Runs the model.</summary>
    public IReadOnlyDictionary<string, float[]> Run(params IEnumerable<(string Name, float[] Values, int[] Dimensions)> inputs)
    {
        NamedOnnxValue[] values = [.. inputs.Select(input => NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<float>(input.Values, input.Dimensions)))];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(values);
        return results.ToDictionary(result => result.Name, result => result.AsEnumerable<float>().ToArray(), StringComparer.Ordinal);
    }

    public void Dispose() => session.Dispose();
}
