namespace LVW.Native.Engine.Onnx;

/// <summary>An attribute of a node: a number, a text or a list of integers, as ONNX's operator asks for it.</summary>
public readonly record struct OnnxAttribute
{
    private OnnxAttribute(string name, object value) => (Name, Value) = (name, value);

    /// <summary>The attribute's name in ONNX.</summary>
    public string Name { get; }

    internal object Value { get; }

    /// <summary>An integer, or a truth value as 0 or 1.</summary>
    public static OnnxAttribute Integer(string name, long value) => new(name, value);

    /// <summary>A list of integers.</summary>
    public static OnnxAttribute Integers(string name, params ReadOnlySpan<long> values) => new(name, values.ToArray());

    /// <summary>A number.</summary>
    public static OnnxAttribute Number(string name, float value) => new(name, value);

    /// <summary>A text.</summary>
    public static OnnxAttribute Text(string name, string value) => new(name, value);
}
