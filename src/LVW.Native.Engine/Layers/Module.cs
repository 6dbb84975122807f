using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.Engine.Layers;

/// <summary>A part of a model: named parameters and buffers, named parts within it, and a forward function.</summary>
/// <remarks>Names compose to torchvision's state-dict keys, so that weights written for PyTorch load by name.</remarks>
public abstract class Module
{
    private readonly List<StateEntry> own = [];
    private readonly List<(string Name, Module Module)> children = [];

    /// <summary>Whether layers behave as in training: dropout drops, batch norm uses batch statistics. True when created.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>The parts directly within, in the order of registration.</summary>
    public IReadOnlyList<(string Name, Module Module)> Children => children;

    /// <summary>Computes the output for a batch.</summary>
    public abstract Tensor Forward(Tensor x);

    /// <summary>Every parameter and buffer, depth first, with its full key.</summary>
    public IEnumerable<StateEntry> State(string prefix = "")
    {
        foreach (StateEntry entry in own) yield return entry with { Key = prefix + entry.Key };
        foreach ((string name, Module module) in children)
        {
            foreach (StateEntry entry in module.State($"{prefix}{name}.")) yield return entry;
        }
    }

    /// <summary>Every parameter that an optimiser may move, with its full key.</summary>
    public IEnumerable<StateEntry> Parameters(string prefix = "") => State(prefix).Where(entry => !entry.IsBuffer);

    /// <summary>All values by key, as files hold them.</summary>
    public Dictionary<string, HostTensor> StateDict(string prefix = "")
        => State(prefix).ToDictionary(entry => entry.Key, entry => entry.Export(), StringComparer.Ordinal);

    /// <summary>Loads values by key.</summary>
    /// <param name="tensors">Values by key, in the order of files; batch norm's <c>num_batches_tracked</c> is ignored.</param>
    /// <param name="source">What to call the source in errors: a path.</param>
    /// <param name="prefix">Put before this module's keys.</param>
    /// <exception cref="CheckpointException">Keys are missing, unexpected or misshapen; each is listed and nothing is loaded.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, HostTensor> tensors, string source, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(tensors);
        List<StateEntry> expected = [.. State(prefix)];
        StateDictMismatch.Check(expected, tensors, source);
        foreach (StateEntry entry in expected) entry.Import(tensors[entry.Key]);
    }

    /// <summary>Switches this module and everything within it between training and evaluation; returns itself.</summary>
    public Module Train(bool training = true)
    {
        IsTraining = training;
        foreach ((_, Module module) in children) module.Train(training);
        return this;
    }

    /// <summary>Freezes or unfreezes every parameter within; buffers are never trained.</summary>
    public void SetRequiresGradient(bool value)
    {
        foreach (StateEntry entry in Parameters()) entry.Parameter.RequiresGradient = value;
    }

    /// <summary>The module tree with parameter counts, one line a part.</summary>
    public override string ToString()
    {
        var lines = new List<string>();
        Describe(lines, GetType().Name, indent: 0);
        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>Names a parameter of this module.</summary>
    protected Parameter Register(string name, Parameter parameter, StateLayout layout = StateLayout.Same)
    {
        own.Add(new StateEntry(name, parameter, layout, IsBuffer: false));
        return parameter;
    }

    /// <summary>Names a buffer of this module: saved and loaded, never trained.</summary>
    protected Parameter RegisterBuffer(string name, Parameter buffer)
    {
        buffer.RequiresGradient = false;
        own.Add(new StateEntry(name, buffer, StateLayout.Same, IsBuffer: true));
        return buffer;
    }

    /// <summary>Names a part of this module.</summary>
    protected TModule Register<TModule>(string name, TModule module)
        where TModule : Module
    {
        children.Add((name, module));
        return module;
    }

    private void Describe(List<string> lines, string name, int indent)
    {
        long count = Parameters().Sum(entry => entry.Parameter.Shape.Count);
        lines.Add($"{new string(' ', indent * 2)}{name}: {count:N0} parameters");
        foreach ((string child, Module module) in children) module.Describe(lines, $"({child}) {module.GetType().Name}", indent + 1);
    }
}
