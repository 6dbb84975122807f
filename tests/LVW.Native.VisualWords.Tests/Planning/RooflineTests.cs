using LVW.Native.Engine.Diagnostics;
using LVW.Native.VisualWords.Planning;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Planning;

public sealed class RooflineTests
{
    // 10 operations and 40 bytes at 10 a second each: the first call waits 4 s for memory, the second 3 s for arithmetic.
    [Fact]
    public void Each_call_takes_the_longer_of_arithmetic_and_memory()
        => Assert.Equal(7, Roofline.Seconds([Call(bytes: 40, flops: 10), Call(bytes: 5, flops: 30)], new DeviceCeilings(10, 10)), 12);

    private static OpTiming Call(long bytes, long flops) => new("Op", "Forward", [], 0, 0, bytes, flops);
}
