using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Optimizers;

/// <summary>Moves parameters along their gradients. Parameters that the last backward pass did not reach are left alone.</summary>
public abstract class Optimizer : IDisposable
{
    private readonly Dictionary<Parameter, State> states = new(ReferenceEqualityComparer.Instance);
    private readonly List<ParameterMove> moves = [];
    private readonly int momentBlocks;

    /// <summary>Creates an optimiser.</summary>
    /// <param name="groups">The groups of parameters.</param>
    /// <param name="momentBlocks">Blocks of state for each parameter.</param>
    protected Optimizer(IReadOnlyList<ParameterGroup> groups, int momentBlocks)
    {
        Groups = groups;
        this.momentBlocks = momentBlocks;
    }

    /// <summary>The groups of parameters.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Moves every parameter that has a gradient, and uses the gradient up.</summary>
    /// <param name="factor">Scales every group's learning rate: a schedule's value.</param>
    public void Step(double factor = 1)
    {
        moves.Clear();
        for (int g = 0; g < Groups.Count; g++)
        {
            ParameterGroup group = Groups[g];
            for (int i = 0; i < group.Parameters.Count; i++)
            {
                Parameter parameter = group.Parameters[i].Parameter;
                if (!parameter.RequiresGradient || !parameter.HasGradient) continue;
                State state = StateOf(parameter);
                state.Steps++;
                moves.Add(new ParameterMove(parameter, state.Moments, state.Steps, group.LearningRate * factor, group.WeightDecay));
            }
        }

        foreach (ParameterMove move in moves) move.Parameter.Value.Touch();
        Update(moves);
        foreach (ParameterMove move in moves) move.Parameter.HasGradient = false;
    }

    /// <summary>The optimiser's state by key, to resume a run exactly.</summary>
    public Dictionary<string, HostTensor> StateDict(string prefix)
    {
        var tensors = new Dictionary<string, HostTensor>(StringComparer.Ordinal);
        foreach (StateEntry entry in Groups.SelectMany(group => group.Parameters))
        {
            if (!states.TryGetValue(entry.Parameter, out State? state)) continue;
            for (int i = 0; i < momentBlocks; i++)
            {
                float[] values = new float[entry.Parameter.Shape.Count];
                entry.Parameter.Device.CopyOut(state.Moments[i], values);
                tensors.Add($"{prefix}{entry.Key}.moment{i}", new HostTensor(entry.Parameter.Shape, values));
            }

            // Two exact halves: a float32 counts steps only to 2^24.
            tensors.Add($"{prefix}{entry.Key}.steps", new HostTensor([2], [state.Steps >> 20, state.Steps & 0xFFFFF]));
        }

        return tensors;
    }

    /// <summary>Restores what <see cref="StateDict"/> gave; parameters without an entry start afresh.</summary>
    /// <exception cref="CheckpointException">An entry is missing or of another shape.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, HostTensor> tensors, string prefix)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (StateEntry entry in Groups.SelectMany(group => group.Parameters))
        {
            if (!tensors.TryGetValue($"{prefix}{entry.Key}.steps", out HostTensor? steps)) continue;
            Require(tensors, $"{prefix}{entry.Key}.steps", [2]);
            State state = StateOf(entry.Parameter);
            state.Steps = ((long)steps.Values[0] << 20) | (long)steps.Values[1];
            for (int i = 0; i < momentBlocks; i++)
            {
                entry.Parameter.Device.CopyIn(Require(tensors, $"{prefix}{entry.Key}.moment{i}", entry.Parameter.Shape), state.Moments[i]);
            }
        }
    }

    /// <summary>Returns the state's memory to the device.</summary>
    public void Dispose()
    {
        foreach ((Parameter parameter, State state) in states)
        {
            foreach (Storage moment in state.Moments) parameter.Device.Release(moment);
        }

        states.Clear();
        GC.SuppressFinalize(this);
    }

    /// <summary>Moves the parameters of a step: each that has a gradient, with what its group says.</summary>
    /// <param name="moves">The moves, in the order of the groups.</param>
    protected abstract void Update(IReadOnlyList<ParameterMove> moves);

    private static float[] Require(IReadOnlyDictionary<string, HostTensor> tensors, string key, Shape shape)
    {
        if (!tensors.TryGetValue(key, out HostTensor? tensor)) throw new CheckpointException($"Optimizer: the checkpoint lacks {key}. Restart the training.");
        return tensor.Shape == shape
            ? tensor.Values
            : throw new CheckpointException($"Optimizer: {key} is {tensor.Shape} in the checkpoint, expected {shape}. Resume with the model that wrote it.");
    }

    private State StateOf(Parameter parameter)
    {
        if (states.TryGetValue(parameter, out State? state)) return state;
        var moments = new Storage[momentBlocks];
        for (int i = 0; i < momentBlocks; i++)
        {
            moments[i] = parameter.Device.Allocate(parameter.Shape.Count);
            parameter.Device.Clear(moments[i]);
        }

        state = new State(moments);
        states.Add(parameter, state);
        return state;
    }

    private sealed class State(Storage[] moments)
    {
        public Storage[] Moments { get; } = moments;

        public long Steps { get; set; }
    }
}
