using System.Globalization;

namespace LVW.Native.Engine.Checkpoints.PyTorch;

/// <summary>Finds the weights in what a training script saved: a state dict as it is, or one nested beside epochs, scores and optimisers.</summary>
internal sealed class StateDictSearch
{
    private const int Deepest = 32;
    private const int MostVisits = 4_000_000;
    private const int LongestKey = 1024;

    /// <summary>Of all keys together: nested dictionaries that are named again and again make many keys of few bytes.</summary>
    private const int MostLetters = 32 << 20;

    /// <summary>Where scripts keep the weights, the most telling name first.</summary>
    private static readonly string[] Conventional = ["state_dict", "model_state_dict", "model_state", "model", "net", "network", "module", "weights", "params"];

    /// <summary>For keys that are tuples, numbers with fractions and the like.</summary>
    private const string Unnamed = "(a key that is no text)";

    private static readonly string[] PassedOver = ["optim", "scheduler", "lr_scheduler", "scaler", "grad_scaler", "rng"];
    private readonly string path;
    private int visits;
    private int letters;

    private StateDictSearch(string path) => this.path = path;

    /// <summary>Names of all entries that are not among the weights.</summary>
    public List<string> Beside { get; } = [];

    /// <summary>The tensors by their flattened keys, in the file's order.</summary>
    public Dictionary<string, PickleTensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>Searches what a file's pickle holds.</summary>
    /// <exception cref="CheckpointException">It holds no tensors, nests them without end, or names two alike.</exception>
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
        foreach ((object? key, object? value) in dictionary.Items)
        {
            if (!ReferenceEquals(value, nested)) Beside.Add(Join("", Key(key) ?? Unnamed));
        }

        return Choose(nested, depth + 1);
    }

    private bool HoldsTensors(object? value, int depth)
    {
        if (value is not PickleDictionary dictionary) return value is PickleTensor;
        Guard(depth, dictionary.Items.Count);
        return dictionary.Items.Any(item => HoldsTensors(item.Value, depth + 1));
    }

    /// <summary>Whether a tensor is anywhere within, lists and tuples too.</summary>
    private bool Reaches(object? value, int depth)
    {
        if (value is PickleTensor) return true;
        IEnumerable<object?>? items = value switch
        {
            PickleDictionary dictionary => dictionary.Items.Select(item => item.Value),
            List<object?> list => list,
            PickleTuple tuple => tuple.Items,
            _ => null,
        };
        if (items is null) return false;
        Guard(depth, 0);
        foreach (object? item in items)
        {
            Guard(depth, 0);
            if (Reaches(item, depth + 1)) return true;
        }

        return false;
    }

    private void Flatten(object? value, string key, int depth)
    {
        switch (value)
        {
            case PickleTensor tensor:
                if (!Tensors.TryAdd(key, tensor)) throw new CheckpointException($"{path}: two tensors have the name '{key}'. Save the weights alone: torch.save(model.state_dict(), path).");
                break;
            case PickleDictionary dictionary:
                Guard(depth, dictionary.Items.Count);
                foreach ((object? name, object? item) in dictionary.Items) Entry(item, key, Key(name), depth);
                break;
            case List<object?> list: FlattenItems(list, key, depth); break;
            case PickleTuple tuple: FlattenItems(tuple.Items, key, depth); break;
        }
    }

    private void FlattenItems(IReadOnlyList<object?> items, string key, int depth)
    {
        Guard(depth, items.Count);
        for (int i = 0; i < items.Count; i++) Entry(items[i], key, i.ToString(CultureInfo.InvariantCulture), depth);
    }

    /// <summary>What holds tensors is flattened; all else is listed, so that nothing is lost unseen.</summary>
    private void Entry(object? item, string key, string? name, int depth)
    {
        string full = Join(key, name ?? Unnamed);
        if (name is null || (item is not PickleTensor && (IsPassedOver(name) || !Reaches(item, depth + 1)))) Beside.Add(full);
        else Flatten(item, full, depth + 1);
    }

    private string Join(string key, string name)
    {
        if (key.Length + name.Length > LongestKey) throw new CheckpointException($"{path}: has a key of more than {LongestKey} letters. The file is damaged.");
        letters += key.Length + name.Length;
        if (letters > MostLetters) throw new CheckpointException($"{path}: its keys have more than {MostLetters} letters. Save the weights alone: torch.save(model.state_dict(), path).");
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
