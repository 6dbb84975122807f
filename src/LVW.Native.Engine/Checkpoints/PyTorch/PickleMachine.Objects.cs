namespace LVW.Native.Engine.Checkpoints.PyTorch;

/// <summary>The operations by which Python would import and call: here each is a case of its own, or refused by name.</summary>
internal sealed partial class PickleMachine
{
    private long copied;

    private bool Object(byte operation)
    {
        switch ((char)operation)
        {
            case 'c': return Push(Global(input.ReadLine(), input.ReadLine()));
            case '\u0093':
                object?[] names = PopLast(2);
                return Push(Global(names[0] as string ?? "?", names[1] as string ?? "?"));
            case 'Q': return Push(Storage(Pop()));
            case 'R':
                object?[] call = PopLast(2);
                return Push(Call(call[0], call[1]));
            case '\u0081':
                object?[] creation = PopLast(2);
                return Push(Create(creation[0]));
            case '\u0092':
                return Push(Create(PopLast(3)[0]));
            case 'b':
                Build(Pop(), Top());
                return true;
            case 'i': throw Refused($"{input.ReadLine()}.{input.ReadLine()}");
            case 'o':
                object?[] made = PopMarked();
                throw Refused($"an object of {(made.Length > 0 ? Name(made[0]) : "no class")}");
            default: return false;
        }
    }

    private PickleGlobal Global(string module, string name)
    {
        string full = $"{module}.{name}";
        return PickleGlobals.Find(full) ?? throw Refused(full);
    }

    private object? Call(object? function, object? arguments)
    {
        if (function is not PickleGlobal global || arguments is not PickleTuple { Items: var items }) throw Refused($"a call of {Name(function)}");
        return global.Kind switch
        {
            PickleGlobalKind.Dictionary => Dictionary(items),
            PickleGlobalKind.Tuple => items is [PickleTuple sizes] ? sizes : throw Refused($"a call of {global.Name} with odd arguments"),
            PickleGlobalKind.Tensor => Tensor(items, null, items.Skip(6)),
            PickleGlobalKind.TypedTensor => Tensor(items, items.Length > 6 ? items[6] as PickleGlobal : null, items.Skip(7)),
            PickleGlobalKind.Parameter => items.Length > 0 && items[0] is PickleTensor tensor ? tensor : throw Refused($"a call of {global.Name} without a tensor"),
            PickleGlobalKind.Subclass => items is [PickleGlobal { Kind: PickleGlobalKind.Tensor or PickleGlobalKind.TypedTensor or PickleGlobalKind.Parameter } maker, PickleGlobal, var made, ..]
                ? Call(maker, made)
                : throw Refused($"a call of {global.Name} with odd arguments"),
            PickleGlobalKind.Opaque => new PickleOpaque(global.Name),
            _ => throw Refused($"a call of {global.Name}"),
        };
    }

    private PickleOpaque Create(object? type)
        => type is PickleGlobal { Kind: PickleGlobalKind.Opaque } global ? new PickleOpaque(global.Name) : throw Refused($"an object of {Name(type)}");

    /// <summary>
    /// State given to an object: an OrderedDict's <c>_metadata</c>, a name space's content, a NumPy type's details, a parameter's hooks in files of
    /// before 0.4. All are dropped.
    /// </summary>
    private void Build(object? state, object? target)
    {
        bool plain = state is null or PickleDictionary or PickleTuple or List<object?>;
        if (!plain || !(target is PickleOpaque or PickleDictionary { HasAttributes: true } || (target is PickleTensor && state is PickleTuple))) throw Refused($"state for {Name(target)}");
    }

    /// <summary>Python 2 gives OrderedDict its pairs as an argument; later ones set them afterwards.</summary>
    private PickleDictionary Dictionary(object?[] arguments)
    {
        var dictionary = new PickleDictionary(HasAttributes: true);
        if (arguments is not [List<object?> pairs]) return dictionary;

        // A list that is named again and again would be copied as often.
        copied += pairs.Count;
        if (copied > MostOperations) throw Damaged($"has more than {MostOperations} values");
        foreach (object? pair in pairs)
        {
            dictionary.Items.Add(pair switch
            {
                List<object?> { Count: 2 } list => (list[0], list[1]),
                PickleTuple { Items: [var key, var value] } => (key, value),
                _ => throw Refused("an OrderedDict of what are no pairs"),
            });
        }

        return dictionary;
    }

    /// <summary>('storage', type, key, location, count) and, in the old container, null or (key, offset, count) of a part.</summary>
    private PickleStorage Storage(object? id)
    {
        if (id is not PickleTuple { Items: ["storage", PickleGlobal { Kind: PickleGlobalKind.Storage } type, var key, _, long count, .. var more] } || count < 0)
        {
            throw Refused("a reference that is not a storage's");
        }

        string name = key switch
        {
            string text => text,
            long number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => throw Refused("a storage without a name"),
        };
        var whole = new PickleStorage(type.Type, name, 0, count, count);
        if (!storages.TryAdd(name, whole) && storages[name] != whole) throw Damaged($"tells two sizes of storage '{name}'");
        if (more is not [PickleTuple { Items: var part }]) return whole;
        if (part is not [_, long offset, long length] || offset < 0 || length < 0 || offset > count - length) throw Damaged($"has a part of storage '{name}' that lies outside of it");
        return new PickleStorage(type.Type, name, offset, length, count);
    }

    /// <summary>(storage, offset, sizes, strides, …, bits), where bits tell that the values are stored negated or conjugated.</summary>
    private PickleTensor Tensor(object?[] arguments, PickleGlobal? type, IEnumerable<object?> bits)
    {
        if (bits.Any(bit => bit is not (null or PickleDictionary { Items.Count: 0 }))) throw Refused("a tensor that is stored negated or conjugated (resolve_neg and resolve_conj undo it)");
        if (arguments is not [PickleStorage storage, long offset, PickleTuple sizes, PickleTuple strides, ..]) throw Refused("a tensor of odd arguments");
        if (sizes.Items.Length > RawTensor.MaxRank || strides.Items.Length != sizes.Items.Length)
        {
            throw Damaged($"has a tensor of {sizes.Items.Length} dimensions and {strides.Items.Length} strides");
        }

        ElementType element = type?.Type ?? storage.Type ?? throw Refused($"a tensor of type {type?.Name ?? "unknown"}");
        return new PickleTensor(storage, element, offset, Counts(sizes), Counts(strides));
    }

    private long[] Counts(PickleTuple tuple) => tuple.Counts ?? throw Damaged("has a tensor whose sizes or strides are no counts");

    private static string Name(object? value) => value switch
    {
        PickleGlobal global => global.Name,
        PickleOpaque opaque => opaque.Name,
        PickleTensor => "a tensor",
        null => "nothing",
        _ => "a plain value",
    };
}
