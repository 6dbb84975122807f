using LVW.Native.VisualWords.Data.Generated;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Generated;

public sealed class RasterizerTests
{
    [Fact]
    public void Coverage_of_a_rectangle_is_its_share_of_each_pixel()
    {
        float[] coverage = Coverage(Shape.Polygon(new(0.5, 1), new(2.25, 1), new(2.25, 2.5), new(0.5, 2.5)));
        Assert.Equal([0, 0, 0, 0, 0.5f, 1, 0.25f, 0, 0.25f, 0.5f, 0.125f, 0, 0, 0, 0, 0], coverage);
    }

    [Fact]
    public void What_lies_outside_the_canvas_is_cut_off() =>
        Assert.All(Coverage(Shape.Polygon(new(-9, -9), new(9, -9), new(9, 9), new(-9, 9))), c => Assert.Equal(1, c));

    [Fact]
    public void Overlaps_count_once_and_orientation_is_of_no_matter()
    {
        Point[] twice = [new(1, 1), new(3, 1), new(3, 3), new(1, 3), new(1, 1), new(3, 1), new(3, 3), new(1, 3)];
        Assert.Equal(4, Coverage(new Shape(twice)).Sum(), 5);
        Assert.Equal(Coverage(new Shape(twice)), Coverage(new Shape([.. twice.Reverse()])));
    }

    [Fact]
    public void The_area_of_an_ellipse_is_nearly_pi_a_b()
    {
        double sum = 0;
        new Rasterizer(64).Scan(Shape.Ellipse(30.3, 31.7, 20, 11, 0.1), (_, _, row) => sum += row.ToArray().Sum(c => (double)c));
        Assert.InRange(sum / (Math.PI * 20 * 11), 0.985, 1.0);
    }

    private static float[] Coverage(Shape shape)
    {
        float[] all = new float[16];
        new Rasterizer(4).Scan(shape, (y, x0, row) => row.CopyTo(all.AsSpan((y * 4) + x0)));
        return all;
    }
}
