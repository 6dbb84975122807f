using System.Reflection;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Diagnostics;

/// <summary>Stands before an op's kernels and times each call: any op's contract, because it is an interface.</summary>
internal class TimedKernels : DispatchProxy
{
    private const string Contract = ".IKernels";

    private object? kernels;
    private OpTimings? timings;
    private string op = "";

    public static TKernels Around<TKernels>(TKernels kernels, OpTimings timings)
        where TKernels : class
    {
        TKernels proxy = Create<TKernels, TimedKernels>();
        var self = (TimedKernels)(object)proxy;
        self.kernels = kernels;
        self.timings = timings;
        string name = TypeNames.Of(typeof(TKernels));
        self.op = name.EndsWith(Contract, StringComparison.Ordinal) ? name[..^Contract.Length] : name;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var sizes = new List<long>();
        long flops = 0;
        foreach (object? argument in args!)
        {
            Measure(argument, sizes);
            if (argument is IOpCost cost) flops = cost.Flops;
        }

        timings!.Begin(op, targetMethod!.Name, sizes, flops);
        try
        {
            return targetMethod.Invoke(kernels, BindingFlags.DoNotWrapExceptions, null, args, null);
        }
        finally
        {
            timings.End();
        }
    }

    // Blocks come one by one or in small records of them.
    private static void Measure(object? argument, List<long> sizes)
    {
        if (argument is Storage storage)
        {
            sizes.Add(storage.Length);
            return;
        }

        if (argument is null || argument.GetType() is not { IsValueType: true, IsPrimitive: false, IsEnum: false } type) return;
        foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (typeof(Storage).IsAssignableFrom(field.FieldType) || field.FieldType is { IsValueType: true, IsPrimitive: false } && field.FieldType != type)
            {
                Measure(field.GetValue(argument), sizes);
            }
        }
    }
}
