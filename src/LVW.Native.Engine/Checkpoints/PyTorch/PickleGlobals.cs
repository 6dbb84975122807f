using System.Collections.Frozen;

namespace LVW.Native.Engine.Checkpoints.PyTorch;

/// <summary>
/// The only names that a pickle may mention. Each is a case of our own code: nothing of Python is looked up, found by reflection or run.
/// </summary>
internal static class PickleGlobals
{
    private static readonly FrozenDictionary<string, PickleGlobal> Allowed = All().ToFrozenDictionary(global => global.Name, StringComparer.Ordinal);

    /// <summary>What a name stands for, or null for a name that is not allowed.</summary>
    public static PickleGlobal? Find(string name) => Allowed.GetValueOrDefault(name);

    private static IEnumerable<PickleGlobal> All() =>
    [
        .. Storages.Select(entry => new PickleGlobal($"torch.{entry.Name}Storage", PickleGlobalKind.Storage, entry.Type)),
        .. Storages.Select(entry => new PickleGlobal($"torch.cuda.{entry.Name}Storage", PickleGlobalKind.Storage, entry.Type)),
        new("torch.storage.UntypedStorage", PickleGlobalKind.Storage),
        new("torch.UntypedStorage", PickleGlobalKind.Storage),
        .. Types.Select(entry => new PickleGlobal($"torch.{entry.Name}", PickleGlobalKind.Type, entry.Type)),
        .. Names("collections", PickleGlobalKind.Dictionary, "OrderedDict", "defaultdict"),
        new("torch.Size", PickleGlobalKind.Tuple),
        .. Names("torch._utils", PickleGlobalKind.Tensor, "_rebuild_tensor", "_rebuild_tensor_v2"),
        new("torch._utils._rebuild_tensor_v3", PickleGlobalKind.TypedTensor),
        .. Names("torch._utils", PickleGlobalKind.Parameter, "_rebuild_parameter", "_rebuild_parameter_with_state"),
        new("torch.nn.parameter.Parameter", PickleGlobalKind.Parameter),
        .. Names("torch", PickleGlobalKind.Subclass, "_tensor._rebuild_from_type_v2", "tensor._rebuild_from_type_v2"),
        new("torch.Tensor", PickleGlobalKind.Mentioned),
        .. Names("torch", PickleGlobalKind.Mentioned, "complex32", "complex64", "complex128", "qint8", "quint8", "qint32", "quint4x2"),
        .. Names("torch", PickleGlobalKind.Mentioned, "strided", "sparse_coo", "contiguous_format", "channels_last"),
        .. Names("torch", PickleGlobalKind.Opaque, "device", "serialization._get_layout", "torch_version.TorchVersion"),
        new("numpy.dtype", PickleGlobalKind.Opaque),
        .. Names("numpy.core", PickleGlobalKind.Opaque, "multiarray.scalar", "multiarray._reconstruct", "numeric._frombuffer"),
        .. Names("numpy._core", PickleGlobalKind.Opaque, "multiarray.scalar", "multiarray._reconstruct", "numeric._frombuffer"),
        new("numpy.ndarray", PickleGlobalKind.Mentioned),
        new("_codecs.encode", PickleGlobalKind.Opaque),
        new("argparse.Namespace", PickleGlobalKind.Opaque),
        .. Names("collections", PickleGlobalKind.Opaque, "Counter", "deque"),
        .. Names("datetime", PickleGlobalKind.Opaque, "datetime", "date", "timedelta", "timezone"),
        .. Names("pathlib", PickleGlobalKind.Opaque, "Path", "PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath"),
        .. Names("pathlib._local", PickleGlobalKind.Opaque, "Path", "PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath"),
        .. Builtins("builtins"),
        .. Builtins("__builtin__"),
    ];

    private static (string Name, ElementType Type)[] Storages =>
    [
        ("Double", ElementType.F64), ("Float", ElementType.F32), ("Half", ElementType.F16), ("BFloat16", ElementType.BF16), ("Long", ElementType.I64),
        ("Int", ElementType.I32), ("Short", ElementType.I16), ("Char", ElementType.I8), ("Byte", ElementType.U8), ("Bool", ElementType.BOOL),
    ];

    private static (string Name, ElementType Type)[] Types =>
    [
        ("float64", ElementType.F64), ("double", ElementType.F64), ("float32", ElementType.F32), ("float", ElementType.F32), ("float16", ElementType.F16),
        ("half", ElementType.F16), ("bfloat16", ElementType.BF16), ("int64", ElementType.I64), ("long", ElementType.I64), ("int32", ElementType.I32),
        ("int", ElementType.I32), ("int16", ElementType.I16), ("short", ElementType.I16), ("int8", ElementType.I8), ("uint8", ElementType.U8),
        ("uint16", ElementType.U16), ("uint32", ElementType.U32), ("uint64", ElementType.U64), ("bool", ElementType.BOOL),
    ];

    private static IEnumerable<PickleGlobal> Builtins(string module) =>
    [
        .. Names(module, PickleGlobalKind.Opaque, "set", "frozenset", "complex", "bytearray", "range", "xrange", "slice"),
        .. Names(module, PickleGlobalKind.Mentioned, "int", "float", "str", "bool", "list", "dict", "tuple", "bytes", "long", "unicode"),
    ];

    private static IEnumerable<PickleGlobal> Names(string module, PickleGlobalKind kind, params string[] names) => names.Select(name => new PickleGlobal($"{module}.{name}", kind));
}
