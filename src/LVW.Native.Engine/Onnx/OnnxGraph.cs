using System.Globalization;
using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Layers;

namespace LVW.Native.Engine.Onnx;

/// <summary>
/// A model as a graph of ONNX operators, traced: a model in evaluation runs once in a recording step, and every op on the tape that an output
/// needs puts itself into the graph.
/// </summary>
/// <remarks>
/// Declare inputs that require a gradient, run the model, declare outputs and save before the step ends. What does not depend on an input
/// (parameters, constants, what is computed from them without a recording) becomes an initialiser; parameters keep their state-dict keys.
/// </remarks>
public sealed partial class OnnxGraph
{
    private readonly string name;
    private readonly Dictionary<Parameter, string> keys = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Tensor, OnnxValue> values = [];
    private readonly Dictionary<(object Source, bool ChannelsFirst), OnnxValue> constants = [];
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly List<OnnxNode> nodes = [];
    private readonly List<OnnxInitializer> initializers = [];
    private readonly List<OnnxPort> inputs = [];
    private readonly List<OnnxPort> outputs = [];
    private readonly Dictionary<string, string> outputNames = new(StringComparer.Ordinal);
    private int batch;

    /// <summary>Creates an empty graph.</summary>
    /// <param name="name">The graph's name.</param>
    /// <param name="state">The model's parameters, whose keys the weights shall bear.</param>
    public OnnxGraph(string name, IEnumerable<StateEntry> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        this.name = name;
        foreach (StateEntry entry in state) keys[entry.Parameter] = entry.Key;
    }

    /// <summary>A sentence for the file's <c>doc_string</c>.</summary>
    public string Description { get; init; } = "";

    /// <summary>Texts for the file's <c>metadata_props</c>.</summary>
    public IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The inputs.</summary>
    public IReadOnlyList<OnnxPort> Inputs => inputs;

    /// <summary>The outputs.</summary>
    public IReadOnlyList<OnnxPort> Outputs => outputs;

    /// <summary>Declares a tensor of the step to be an input of the graph.</summary>
    /// <param name="port">The input's name.</param>
    /// <param name="tensor">A tensor that requires a gradient, so that every op that depends on it is on the tape.</param>
    /// <param name="description">What it is.</param>
    /// <param name="channelsFirst">Whether the file's input is [N, C, …] where the tensor is [N, …, C].</param>
    /// <param name="batched">Whether dimension 0 counts pictures, any number of which the file shall take; at least 2 in the tensor, and as many in every input.</param>
    public void Input(string port, Tensor tensor, string description = "", bool channelsFirst = true, bool batched = true)
    {
        if (!tensor.RequiresGradient) throw new ArgumentException($"ONNX: the input '{port}' {tensor.Shape} is not tracked. Create it with requiresGradient: true.");
        if (batched && (tensor.Shape.Rank == 0 || tensor.Shape[0] < 2))
        {
            throw new ArgumentException($"ONNX: the input '{port}' {tensor.Shape} needs at least 2 pictures, so that a batch can be told from a size of 1.");
        }

        if (batched && batch != 0 && tensor.Shape[0] != batch)
        {
            throw new ArgumentException($"ONNX: the input '{port}' {tensor.Shape} has {tensor.Shape[0]} pictures but another input has {batch}. Trace all inputs with the same number.");
        }

        if (batched) batch = tensor.Shape[0];
        var value = new OnnxValue(Unique(port), channelsFirst && tensor.Shape.Rank >= 3, batched);
        values[tensor] = value;
        inputs.Add(PortOf(value, value.Name!, tensor.Shape, description));
    }

    /// <summary>Declares a tensor to be an output, and puts everything into the graph that it needs.</summary>
    /// <param name="port">The output's name.</param>
    /// <param name="tensor">What the model computed.</param>
    /// <param name="description">What it is.</param>
    /// <param name="channelsFirst">Whether the file's output is [N, C, …] where the tensor is [N, …, C].</param>
    /// <exception cref="OnnxException">An op cannot be exported.</exception>
    public void Output(string port, Tensor tensor, string description = "", bool channelsFirst = true)
    {
        OnnxValue value = channelsFirst ? ChannelsFirst(tensor) : Plain(tensor);

        // A value has one name; inputs, constants and what is an output already are copied.
        bool taken = outputNames.ContainsKey(value.Name!) || !nodes.Exists(node => node.Result == value.Name);
        if (taken) value = Node("Identity", [value]);
        string unique = Unique(port);
        outputNames[value.Name!] = unique;
        outputs.Add(PortOf(value, unique, tensor.Shape, description));
    }

    /// <summary>Writes the graph to a file, atomically; the step must still be open.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="OnnxException">The file would be larger than the format allows, 2 GB.</exception>
    public void Save(string path)
    {
        var graph = new ProtobufWriter();
        foreach (OnnxNode node in nodes) graph.Message(1, OnnxFile.Node(node, FinalName));
        graph.Text(2, name).Text(10, Description);
        foreach (OnnxPort port in inputs) graph.Message(11, OnnxFile.Port(port));
        foreach (OnnxPort port in outputs) graph.Message(12, OnnxFile.Port(port));
        OnnxFile.Write(path, name, Description, Metadata.AsReadOnly(), graph, initializers);
    }

    /// <summary>A tensor in whatever order of dimensions it has in the graph.</summary>
    /// <exception cref="OnnxException">The op that made it cannot be exported.</exception>
    public OnnxValue Value(Tensor tensor)
    {
        if (values.TryGetValue(tensor, out OnnxValue known)) return known;
        if (tensor.Step.ProducerOf(tensor) is not Op op) return Constant(tensor, channelsFirst: false);
        OnnxValue value = op.Export(this);
        values[tensor] = value;
        return value;
    }

    /// <summary>A tensor with its dimensions in their own order: what ONNX's operators of matrices want.</summary>
    public OnnxValue Plain(Tensor tensor)
    {
        OnnxValue value = Value(tensor);
        return value.ChannelsFirst ? Turned(tensor, channelsFirst: false) : value;
    }

    /// <summary>A tensor as ONNX's operators of pictures want it: [N, …, C] as [N, C, …], a filter [K, R, S, C] as [K, C, R, S].</summary>
    public OnnxValue ChannelsFirst(Tensor tensor)
    {
        if (tensor.Shape.Rank < 3) return Value(tensor);
        if (IsConstant(tensor)) return Constant(tensor, channelsFirst: true);
        OnnxValue value = Value(tensor);
        return value.ChannelsFirst ? value : Turned(tensor, channelsFirst: true);
    }

    /// <summary>Adds an operator.</summary>
    /// <param name="type">ONNX's name of it, from operator set 13.</param>
    /// <param name="operands">Its inputs; one without a name is left out.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>Its first output; channels first, or batched, if an operand is.</returns>
    public OnnxValue Node(string type, ReadOnlySpan<OnnxValue> operands, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        bool channelsFirst = false;
        bool batched = false;
        string?[] operandNames = new string?[operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            operandNames[i] = operands[i].Name;
            channelsFirst |= operands[i].ChannelsFirst;
            batched |= operands[i].IsBatched;
        }

        string result = Numbered(type);
        nodes.Add(new OnnxNode(type, result, operandNames, attributes.ToArray()));
        return new OnnxValue(result, channelsFirst, batched);
    }

    private OnnxValue Turned(Tensor tensor, bool channelsFirst)
    {
        if (constants.TryGetValue((tensor, channelsFirst), out OnnxValue known)) return known;
        OnnxValue value = Value(tensor);
        int rank = tensor.Shape.Rank;
        OnnxValue target = value with { ChannelsFirst = channelsFirst };
        long[] order = new long[rank];
        for (int axis = 0; axis < rank; axis++) order[target.Axis(axis, rank)] = value.Axis(axis, rank);
        OnnxValue turned = Node("Transpose", [value], OnnxAttribute.Integers("perm", order)) with { ChannelsFirst = channelsFirst };
        constants[(tensor, channelsFirst)] = turned;
        return turned;
    }

    private string FinalName(string value) => outputNames.GetValueOrDefault(value, value);

    private OnnxPort PortOf(OnnxValue value, string port, Shape shape, string description)
    {
        string[] sizes = Array.ConvertAll(value.Dimensions(shape), size => size.ToString(CultureInfo.InvariantCulture));
        if (value.IsBatched) sizes[0] = shape[0] == batch ? "N" : $"N*{shape[0] / batch}";
        return new OnnxPort(port, sizes, description);
    }

    private string Numbered(string stem)
    {
        int count = counts[stem] = counts.GetValueOrDefault(stem) + 1;
        return Unique(string.Create(CultureInfo.InvariantCulture, $"{stem}_{count}"));
    }

    private string Unique(string wanted)
    {
        string unique = wanted;
        for (int again = 2; !names.Add(unique); again++) unique = string.Create(CultureInfo.InvariantCulture, $"{wanted}_{again}");
        return unique;
    }
}
