using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Shards;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Shards;

public sealed class BracePatternTests
{
    [Theory]
    [InlineData("a.tar", "a.tar")]
    [InlineData("t-{000008..000011}.tar", "t-000008.tar t-000009.tar t-000010.tar t-000011.tar")]
    [InlineData("t{8..11}", "t8 t9 t10 t11")]
    [InlineData("{a,b,}-{1..2}", "a-1 a-2 b-1 b-2 -1 -2")]
    [InlineData("x/{train-{00..01},test-0}.tar", "x/train-00.tar x/train-01.tar x/test-0.tar")]
    [InlineData("a,b", "a,b")]
    public void Braces_are_expanded_as_shells_do(string pattern, string expected) => Assert.Equal(expected.Split(' '), BracePattern.Expand(pattern));

    [Theory]
    [InlineData("t-{0..3.tar", "has a brace that is not closed")]
    [InlineData("t-0..3}.tar", "has a closing brace too many")]
    [InlineData("t-{3..1}.tar", "has {3..1}, which is neither a range")]
    [InlineData("t-{7}.tar", "has {7}, which is neither a range")]
    [InlineData("t-{}.tar", "has {}, which is neither a range")]
    [InlineData("t-{0..9999999}.tar", "stands for more than 1000000 shards")]
    [InlineData("{0..99999}{0..99999}", "stands for more than 1000000 shards")]
    public void A_pattern_that_is_none_is_told(string pattern, string fact)
    {
        string message = Assert.Throws<DataException>(() => BracePattern.Expand(pattern)).Message;
        Assert.StartsWith($"{pattern}: the pattern {fact}", message);
    }
}
