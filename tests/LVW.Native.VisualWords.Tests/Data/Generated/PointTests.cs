using LVW.Native.VisualWords.Data.Generated;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Generated;

public sealed class PointTests
{
    [Fact]
    public void The_point_at_an_angle_is_cosine_and_sine()
    {
        for (double turns = -2.5; turns < 2.5; turns += 1 / 512.0)
        {
            Point p = Point.At(turns);
            Assert.Equal(Math.Cos(2 * Math.PI * turns), p.X, 9);
            Assert.Equal(Math.Sin(2 * Math.PI * turns), p.Y, 9);
        }
    }
}
