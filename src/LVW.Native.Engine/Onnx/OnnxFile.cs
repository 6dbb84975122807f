using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.Engine.Onnx;

/// <summary>Writes a graph as a file of ONNX (onnx.proto3; the numbers of the fields stand there), weights streamed at its end.</summary>
internal static class OnnxFile
{
    // Operator set 13 (ONNX 1.8, 2020) is the oldest that has all that is used; every runtime since reads it.
    private const int OperatorSet = 13;
    private const int IrVersion = 7;

    // Protocol Buffers count with 32 signed bits.
    private const long Largest = int.MaxValue;

    /// <summary>Writes a file atomically.</summary>
    /// <exception cref="OnnxException">The file would be too large for the format.</exception>
    public static void Write(
        string path, string name, string description, IReadOnlyDictionary<string, string> metadata, ProtobufWriter graph, IReadOnlyList<OnnxInitializer> initializers)
    {
        (OnnxInitializer Initializer, ProtobufWriter Head)[] weights = [.. initializers.Select(initializer => (initializer, HeadOf(initializer)))];
        long graphLength = graph.Bytes.Length + weights.Sum(weight => weight.Head.Bytes.Length + weight.Initializer.Length);
        ProtobufWriter model = new ProtobufWriter().Integer(1, IrVersion).Text(2, "LVW.Native").Text(3, Version).Text(6, description)
            .Message(8, new ProtobufWriter().Text(1, "").Integer(2, OperatorSet));
        foreach ((string key, string value) in metadata) model.Message(14, new ProtobufWriter().Text(1, key).Text(2, value));
        model.Head(7, graphLength);
        long length = model.Bytes.Length + graphLength;
        if (length > Largest)
        {
            throw new OnnxException($"ONNX: the model '{name}' needs {length} bytes but a file of this format holds at most {Largest}. Export a smaller backbone.");
        }

        AtomicFile.Write(path, stream =>
        {
            stream.Write(model.Bytes);
            stream.Write(graph.Bytes);
            foreach ((OnnxInitializer initializer, ProtobufWriter head) in weights)
            {
                stream.Write(head.Bytes);
                initializer.Write(stream);
            }
        });
    }

    /// <summary>The product's version, without the build's.</summary>
    private static string Version => typeof(OnnxFile).Assembly.GetName().Version!.ToString(3);

    public static ProtobufWriter Node(OnnxNode node, Func<string, string> rename)
    {
        var message = new ProtobufWriter();
        foreach (string? operand in node.Operands) message.Text(1, operand is null ? "" : rename(operand));
        message.Text(2, rename(node.Result)).Text(3, node.Result).Text(4, node.Type);
        foreach (OnnxAttribute attribute in node.Attributes) message.Message(5, Attribute(attribute));
        return message;
    }

    public static ProtobufWriter Port(OnnxPort port)
    {
        var shape = new ProtobufWriter();
        foreach (string size in port.Dimensions)
        {
            shape.Message(1, long.TryParse(size, out long number) ? new ProtobufWriter().Integer(1, number) : new ProtobufWriter().Text(2, size));
        }

        ProtobufWriter tensor = new ProtobufWriter().Integer(1, OnnxInitializer.Float).Message(2, shape);
        return new ProtobufWriter().Text(1, port.Name).Message(2, new ProtobufWriter().Message(1, tensor)).Text(3, port.Description);
    }

    private static ProtobufWriter Attribute(OnnxAttribute attribute)
    {
        ProtobufWriter message = new ProtobufWriter().Text(1, attribute.Name);
        switch (attribute.Value)
        {
            case float number:
                return message.Float(2, number).Integer(20, 1);
            case long integer:
                return message.Integer(3, integer).Integer(20, 2);
            case string text:
                return message.Text(4, text).Integer(20, 3);
            default:
                foreach (long integer in (long[])attribute.Value) message.Integer(8, integer);
                return message.Integer(20, 7);
        }
    }

    // The initialiser's field of the graph up to the values, which come last in it.
    private static ProtobufWriter HeadOf(OnnxInitializer initializer)
    {
        var head = new ProtobufWriter();
        foreach (long size in initializer.Dimensions) head.Integer(1, size);
        head.Integer(2, initializer.Type).Text(8, initializer.Name).Head(9, initializer.Length);
        var whole = new ProtobufWriter().Head(5, head.Bytes.Length + initializer.Length);
        return whole.Raw(head);
    }
}
