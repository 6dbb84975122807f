using System.Reflection;
using LVW.Native.Engine.Diagnostics;

namespace LVW.Native.Engine.Devices;

/// <summary>Stands in for the kernels of any op: counts the arithmetic of what it is asked for, and does nothing.</summary>
internal class ShapeKernels : DispatchProxy
{
    private ShapeDevice? device;

    public static TKernels Of<TKernels>(ShapeDevice device)
        where TKernels : class
    {
        TKernels proxy = Create<TKernels, ShapeKernels>();
        ((ShapeKernels)(object)proxy).device = device;
        return proxy;
    }

    // Kernels that may decline answer whether they have done the work: these decline, and the op then asks for its other way.
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.ReturnType != typeof(void)) return targetMethod.ReturnType.IsValueType ? Activator.CreateInstance(targetMethod.ReturnType) : null;
        foreach (object? argument in args!)
        {
            if (argument is IOpCost cost) device!.Count(cost.Flops);
        }

        return null;
    }
}
