using System.Reflection;
using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Testing.Cases.Convolution;
using LVW.Native.Engine.Testing.Cases.Distance;
using LVW.Native.Engine.Testing.Cases.Elementwise;
using LVW.Native.Engine.Testing.Cases.Losses;
using LVW.Native.Engine.Testing.Cases.MatMul;
using LVW.Native.Engine.Testing.Cases.Normalization;
using LVW.Native.Engine.Testing.Cases.Pooling;
using LVW.Native.Engine.Testing.Cases.Reduction;
using LVW.Native.Engine.Testing.Cases.Regularization;
using LVW.Native.Engine.Testing.Cases.Resampling;
using LVW.Native.Engine.Testing.Cases.Shaping;
using LVW.Native.Engine.Testing.Checks;

namespace LVW.Native.Engine.Testing;

/// <summary>The cases of the engine's ops, and the means to find ops without one in any assembly.</summary>
public static class OpCatalogue
{
    /// <summary>A case for every op of the engine, in the order of its folders.</summary>
    public static IReadOnlyList<OpCase> All { get; } =
    [
        .. ConvolutionCases.All,
        .. DistanceCases.All,
        .. ElementwiseCases.All,
        .. LossCases.All,
        .. MatMulCases.All,
        .. NormalizationCases.All,
        .. PoolingCases.All,
        .. ReductionCases.All,
        .. RegularizationCases.All,
        .. ResamplingCases.All,
        .. ShapingCases.All,
    ];

    /// <summary>The case of a name.</summary>
    /// <exception cref="ArgumentException">No case has the name.</exception>
    public static OpCase Find(string name) => All.FirstOrDefault(opCase => opCase.Name == name)
        ?? throw new ArgumentException($"OpCatalogue: no case is called {name}. There are {string.Join("; ", All.Select(opCase => opCase.Name))}.");

    /// <summary>The ops of an assembly that no case covers: subclasses of <see cref="Op"/>, and the formulas of generic ones.</summary>
    /// <param name="assembly">The engine's, or your own.</param>
    /// <param name="cases">The cases that should cover it.</param>
    public static IReadOnlyList<Type> Missing(Assembly assembly, IEnumerable<OpCase> cases)
    {
        var covered = cases.SelectMany(opCase => opCase.Covers).SelectMany(Parts).ToHashSet();
        return [.. OpsOf(assembly).Where(type => !covered.Contains(type)).OrderBy(type => type.FullName, StringComparer.Ordinal)];
    }

    /// <summary>The types that a case claims to cover although its problem does not put them on the tape.</summary>
    /// <param name="opCase">The case.</param>
    /// <param name="device">Where the problem is run.</param>
    /// <param name="seed">Draws the problem.</param>
    public static IReadOnlyList<Type> Unfounded(OpCase opCase, Device device, ulong seed = 0)
    {
        var recorded = OpRun.RecordedOps(opCase.Draw(seed), device);
        var formulas = recorded.SelectMany(Parts).ToHashSet();
        return [.. opCase.Covers.Where(type => !recorded.Contains(type) && (IsOp(type) || !Parts(type).Any(formulas.Contains)))];
    }

    private static IEnumerable<Type> OpsOf(Assembly assembly)
    {
        HashSet<Type> formulaInterfaces = [.. FormulaInterfaces(typeof(Op).Assembly), .. FormulaInterfaces(assembly)];
        return assembly.GetTypes().Where(type =>
            IsOp(type) || (type.IsValueType && type.GetInterfaces().Any(formulaInterfaces.Contains)));
    }

    /// <summary>What the type parameters of generic ops must implement, such as <c>IUnaryFormula</c>.</summary>
    private static IEnumerable<Type> FormulaInterfaces(Assembly assembly)
        => assembly.GetTypes()
            .Where(type => IsOp(type) && type.IsGenericTypeDefinition)
            .SelectMany(type => type.GetGenericArguments())
            .SelectMany(parameter => parameter.GetGenericParameterConstraints())
            .Where(constraint => constraint.IsInterface);

    /// <summary>A type as it counts: an op of a formula stands for the formula, a generic formula for its definition.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        if (!type.IsGenericType) return [type];
        if (!IsOp(type)) return [type.GetGenericTypeDefinition()];
        return type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition());
    }

    private static bool IsOp(Type type) => type is { IsClass: true, IsAbstract: false } && type.IsSubclassOf(typeof(Op));
}
