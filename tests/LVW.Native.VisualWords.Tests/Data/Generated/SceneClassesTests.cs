using LVW.Native.VisualWords.Data.Generated;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Generated;

public sealed class SceneClassesTests
{
    private static readonly IReadOnlyList<ScenePart>[] Classes = [.. Enumerable.Range(0, SceneClasses.Count).Select(SceneClasses.Parts)];

    [Fact]
    public void Names_are_distinct_and_in_ordinal_order()
    {
        Assert.Equal(SceneClasses.Count, SceneClasses.Names.Distinct().Count());
        Assert.Equal(SceneClasses.Names.Order(StringComparer.Ordinal), SceneClasses.Names);
    }

    [Fact]
    public void Each_part_is_shared_by_exactly_three_classes() =>
        Assert.All(Enum.GetValues<ScenePart>(), part => Assert.Equal(3, Classes.Count(parts => parts.Contains(part))));

    [Fact]
    public void Any_two_classes_have_exactly_one_part_in_common()
    {
        for (int a = 0; a < Classes.Length; a++)
        {
            for (int b = 0; b < a; b++) Assert.Single(Classes[a].Intersect(Classes[b]));
        }
    }

    [Fact]
    public void With_one_part_exchanged_exactly_one_class_is_nearest()
    {
        for (int combination = 0; combination < 81; combination++)
        {
            int[] kinds = [combination % 3, combination / 3 % 3, combination / 9 % 3, combination / 27];
            Assert.Single(Classes, parts => Enumerable.Range(0, 4).Count(slot => (int)parts[slot] != (3 * slot) + kinds[slot]) <= 1);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(9)]
    public void There_is_no_other_class(int classIndex) => Assert.Throws<ArgumentOutOfRangeException>(() => SceneClasses.Parts(classIndex));
}
