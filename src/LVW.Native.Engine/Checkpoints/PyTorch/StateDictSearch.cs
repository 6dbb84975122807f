using System.Globalization;

namespace LVW.Native.Engine.Checkpoints.PyTorch;

/// <summary>Finds the weights in what a training script saved: a state dict as it is, or one nested beside epochs, scores and optimisers.</summary>
internal sealed class StateDictSearch
{
    private const int Deepest = 32;
    private const int MostVisits = 4_000_000;
    private const int LongestKey = 1024;

    /// <summary>Where scripts keep the weights, the most telling name first.</summary>
    private static readonly string[] Conventional = ["state_dict", "model_state_dict", "model_state", "model", "net", "network", "module", "weights", "params"];

    private static readonly string[] PassedOver = ["optim", "scheduler", "lr_scheduler", "scaler", "grad_scaler", "rng"];
    private readonly string path;
    private int visits;

    private StateDictSearch(string path) => this.path = path;

    /// <summary>Names of top-level entries that are not weights.</summary>
    public List<string> Beside { get; } = [];

    /// <summary>The tensors by their flattened keys, in the file's order.</summary>
    public Dictionary<string, PickleTensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>Searches what a file's pickle holds.</summary>
    /// <exception cref="CheckpointException">It holds no tensors, or nests them without end.</exception>
    public static StateDictSearch In(object? root, string path)
    {
        var search = new StateDictSearch(path);
        if (root is PickleTensor tensor) search.Tensors.Add("tensor", tensor);
        else if (root is PickleDictionary dictionary) search.Flatten(search.Choose(dictionary, 0), "", 0);
        else search.Flatten(root, "", 0);
        if (search.Tensors.Count == 0) throw new CheckpointException($"{path}: holds no tensors. Save the weights: torch.save(model.state_dict(), path).");
        return search;
    }

    private PickleDictionary Choose(PickleDictionary dictionary, int depth)
    {
        Guard(depth, dictionary.Items.Count);
        foreach (string name in Conventional)
        {
            foreach ((object? key, object? value) in dictionary.Items)
            {
                if (key is string text && text == name && value is PickleDictionary nested && HoldsTensors(nested, depth + 1)) return Descend(dictionary, nested, depth);
            }
        }

        // A single number as a tensor may be an epoch; anything larger is a weight.
        if (dictionary.Items.Any(item => item.Value is PickleTensor { Sizes.Length: > 0 })) return dictionary;
        PickleDictionary[] candidates = [.. dictionary.Items
            .Where(item => item.Key is not string name || !IsPassedOver(name))
            .Select(item => item.Value)
            .OfType<PickleDictionary>()
            .Where(nested => HoldsTensors(nested, depth + 1))];
        return candidates.Length == 1 ? Descend(dictionary, candidates[0], depth) : dictionary;
    }

    private PickleDictionary Descend(PickleDictionary dictionary, PickleDictionary nested, int depth)
    {
        Beside.AddRange(dictionary.Items
            .Where(item => !ReferenceEquals(item.Value, nested))
            .Select(item => Key(item.Key))
            .OfType<string>()
            .Where(key => key.Length <= LongestKey));
        return Choose(nested, depth + 1);
    }

    private bool HoldsTensors(object? value, int depth)
    {
        if (value is not PickleDictionary dictionary) return value is PickleTensor;
        Guard(depth, dictionary.Items.Count);
        return dictionary.Items.Any(item => HoldsTensors(item.Value, depth + 1));
    }

    private void Flatten(object? value, string key, int depth)
    {
        switch (value)
        {
            case PickleTensor tensor:
                Tensors[key] = tensor;
                break;
            case PickleDictionary dictionary:
                Guard(depth, dictionary.Items.Count);
                foreach ((object? name, object? item) in dictionary.Items)
                {
                    if (item is not (PickleTensor or PickleDictionary or List<object?> or PickleTuple) || Key(name) is not { } text) continue;
                    if (item is not PickleTensor && IsPassedOver(text)) Beside.Add(Join(key, text));
                    else Flatten(item, Join(key, text), depth + 1);
                }

                break;
            case List<object?> list: FlattenItems(list, key, depth); break;
            case PickleTuple tuple: FlattenItems(tuple.Items, key, depth); break;
        }
    }

    private void FlattenItems(IReadOnlyList<object?> items, string key, int depth)
    {
        Guard(depth, items.Count);
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i] is PickleTensor or PickleDictionary) Flatten(items[i], Join(key, i.ToString(CultureInfo.InvariantCulture)), depth + 1);
        }
    }

    private string Join(string key, string name)
    {
        if (key.Length + name.Length > LongestKey) throw new CheckpointException($"{path}: has a key of more than {LongestKey} letters. The file is damaged.");
        return key.Length == 0 ? name : $"{key}.{name}";
    }

    private void Guard(int depth, int items)
    {
        visits += 1 + items;
        if (depth <= Deepest && visits <= MostVisits) return;
        throw new CheckpointException($"{path}: nests its tensors too deeply or names them without end. Save the weights alone: torch.save(model.state_dict(), path).");
    }

    private static string? Key(object? key) => key switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static bool IsPassedOver(string name) => PassedOver.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase));
}
