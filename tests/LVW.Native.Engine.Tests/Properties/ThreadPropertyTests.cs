using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Testing;
using LVW.Native.Engine.Testing.Checks;
using Xunit;

namespace LVW.Native.Engine.Tests.Properties;

/// <summary>The number of threads changes nothing: problems large enough to be cut into many chunks.</summary>
public sealed class ThreadPropertyTests : IDisposable
{
    private const int Size = 24;

    private readonly CpuDevice one = new(threads: 1);
    private readonly CpuDevice two = new(threads: 2);
    private readonly CpuDevice five = new(threads: 5);

    public static TheoryData<string> Cases() => [.. OpCatalogue.All.Select(opCase => opCase.Name)];

    public void Dispose()
    {
        one.Dispose();
        two.Dispose();
        five.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_bit_is_the_same_with_1_2_and_5_threads(string name)
    {
        var check = new AgreementCheck(one, bitIdentical: true);
        for (ulong seed = 1; seed <= 2; seed++)
        {
            check.Run(OpCatalogue.Find(name), two, seed, Size).ThrowIfFailed();
            check.Run(OpCatalogue.Find(name), five, seed, Size).ThrowIfFailed();
        }
    }
}
