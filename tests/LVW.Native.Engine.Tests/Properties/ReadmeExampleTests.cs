using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Ops.Elementwise;
using LVW.Native.Engine.Testing;
using Xunit;

namespace LVW.Native.Engine.Tests.Properties;

/// <summary>The example of the Testing project's README, as it stands there.</summary>
public sealed class ReadmeExampleTests
{
    public static OpCase Softsign { get; } = new(
        "Softsign", covers: [typeof(Softsign)], new Tolerance(2e-7, 1e-6, "three operations, each rounded once"), sampler => new OpProblem
        {
            Inputs = [sampler.AwayFrom("x", sampler.AnyShape(), low: -4, high: 4, kinks: 0)],
            Apply = t => UnaryOp<Softsign>.Apply(t[0], default),
            Reference = t => t[0].Map(x => x / (1 + Math.Abs(x))),
        });

    [Fact]
    public void A_formula_of_ones_own_is_checked_in_ten_lines()
    {
        using var device = new CpuDevice(poison: true);
        Softsign.Verify(device);
    }

    [Fact]
    public void Ops_of_ones_own_assembly_that_lack_a_case_are_found()
    {
        IReadOnlyList<Type> missing = OpCatalogue.Missing(typeof(ReadmeExampleTests).Assembly, [Softsign]);
        Assert.DoesNotContain(typeof(Softsign), missing);
        Assert.Contains(typeof(WronglyScaled), missing);
        Assert.Contains(typeof(RotateOp), missing);
    }

    [Fact]
    public void A_case_that_claims_an_op_it_does_not_use_is_found()
    {
        using var device = new CpuDevice(threads: 1);
        var boastful = new OpCase("Boastful", [typeof(Softsign), typeof(UnaryOp<ReLU>)], Softsign.Tolerance, sampler => Softsign.Draw(sampler.Seed));
        Assert.Equal([typeof(UnaryOp<ReLU>)], OpCatalogue.Unfounded(boastful, device));
    }

    [Fact]
    public void The_readme_shows_this_code()
    {
        string readme = Collapse(File.ReadAllText(Path.Combine(Root(), "src", "LVW.Native.Engine.Testing", "README.md")));
        string source = Collapse(File.ReadAllText(Path.Combine(Root(), "tests", "LVW.Native.Engine.Tests", "Properties", "ReadmeExampleTests.cs")));
        foreach (string start in new[] { "public static OpCase Softsign", "public readonly struct Softsign" })
        {
            string shown = readme[readme.IndexOf(start, StringComparison.Ordinal)..];
            int end = Math.Min(shown.IndexOf("using var", StringComparison.Ordinal) is var i and > 0 ? i : int.MaxValue, shown.IndexOf("```", StringComparison.Ordinal));
            Assert.Contains(shown[..end].Trim(), source);
        }
    }

    private static string Collapse(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LVW.Native.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}

/// <summary>y = x / (1 + |x|).</summary>
public readonly struct Softsign : IUnaryFormula
{
    public T Forward<T>(T x)
        where T : struct, ILane<T>
        => x / (T.Constant(1) + T.Max(x, -x));

    public T Derivative<T>(T x, T y)
        where T : struct, ILane<T>
    {
        T root = T.Constant(1) + T.Max(x, -x);
        return T.Constant(1) / (root * root);
    }
}
