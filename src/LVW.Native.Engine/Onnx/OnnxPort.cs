namespace LVW.Native.Engine.Onnx;

/// <summary>An input or output of an exported model, float32.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimensions">Its sizes; <c>N</c> is the number of pictures.</param>
/// <param name="Description">What it is.</param>
public sealed record OnnxPort(string Name, IReadOnlyList<string> Dimensions, string Description)
{
    /// <summary>The sizes in brackets: [N, 3, 224, 224].</summary>
    public string Shape => $"[{string.Join(", ", Dimensions)}]";
}
