using System.Security.Cryptography;
using LVW.Native.VisualWords.Data.Generated;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Generated;

public sealed class SceneGeneratorTests
{
    [Theory]
    [InlineData(1, 96, 0, 0, "c48916910689afe9")]
    [InlineData(1, 96, 4, 1048576, "de196a08858a818d")]
    [InlineData(7, 64, 8, 3, "e8000e5bc70f2236")]
    public void A_picture_is_the_same_on_every_machine(int seed, int side, int classIndex, int index, string hash)
    {
        Scene scene = new SceneGenerator(new SceneOptions { Seed = (ulong)seed, Side = side }).Generate(classIndex, index);
        Assert.Equal(hash, Hash(scene));
    }

    [Fact]
    public void A_picture_depends_on_seed_class_and_index_and_not_on_what_was_drawn_before()
    {
        var generator = new SceneGenerator(new SceneOptions());
        string first = Hash(generator.Generate(2, 5));
        string[] others =
        [
            Hash(generator.Generate(2, 6)), Hash(generator.Generate(3, 5)), Hash(generator.Generate(5, 2)),
            Hash(new SceneGenerator(new SceneOptions { Seed = 2 }).Generate(2, 5)),
        ];
        Assert.Equal(first, Hash(generator.Generate(2, 5)));
        Assert.Equal(5, others.Append(first).Distinct().Count());
    }

    [Fact]
    public void All_four_boxes_lie_inside_the_picture_and_are_large_enough_for_a_six_by_six_grid()
    {
        var generator = new SceneGenerator(new SceneOptions());
        for (int c = 0; c < SceneClasses.Count; c++)
        {
            for (int i = 0; i < 6; i++)
            {
                Scene scene = generator.Generate(c, i);
                Assert.Equal([0, 1, 2, 3], scene.Parts.Select(box => (int)box.Part / 3));
                Assert.All(scene.Parts, box =>
                {
                    bool inside = box is { X: >= 0, Y: >= 0 } && box.X + box.Width <= 96 && box.Y + box.Height <= 96;
                    bool large = box.Width * box.Height >= 130 && Math.Min(box.Width, box.Height) >= 9;
                    Assert.True(inside && large, $"class {c}, picture {i}: {box}");
                });
            }
        }
    }

    [Fact]
    public void A_part_shows_inside_its_box_and_nowhere_far_from_it()
    {
        var generator = new SceneGenerator(new SceneOptions());
        for (int c = 0; c < SceneClasses.Count; c++)
        {
            Scene whole = generator.Generate(c, 0, omitted: null);
            foreach (PartBox box in whole.Parts)
            {
                Scene without = generator.Generate(c, 0, omitted: box.Part);
                int inside = 0, outside = 0;
                for (int pixel = 0; pixel < 96 * 96; pixel++)
                {
                    int difference = 0;
                    for (int i = 3 * pixel; i < (3 * pixel) + 3; i++)
                    {
                        difference += Math.Abs(whole.Image.Pixels[i] - without.Image.Pixels[i]);
                    }

                    if (difference < 24) continue;

                    // The border pixels that a part covers by less than half are not counted as its own.
                    int x = pixel % 96, y = pixel / 96;
                    bool near = x >= box.X - 2 && x < box.X + box.Width + 2 && y >= box.Y - 2 && y < box.Y + box.Height + 2;
                    if (near) inside++;
                    else outside++;
                }

                Assert.True(inside >= 0.2 * box.Width * box.Height, $"class {c}: {box} shows in {inside} pixels");
                Assert.True(outside <= 12, $"class {c}: {box} shows in {outside} pixels outside");
                Assert.DoesNotContain(without.Parts, other => other.Part == box.Part);
            }
        }
    }

    [Fact]
    public void One_picture_in_eight_borrows_one_part_and_none_borrows_two()
    {
        var generator = new SceneGenerator(new SceneOptions { Side = 48, Clutter = 0 });
        int borrowing = 0;
        for (int i = 0; i < 200; i++)
        {
            int foreign = generator.Generate(i % 9, i).Parts.Select(box => box.Part).Except(SceneClasses.Parts(i % 9)).Count();
            Assert.InRange(foreign, 0, 1);
            borrowing += foreign;
        }

        Assert.InRange(borrowing, 12, 40);
    }

    [Fact]
    public void Without_borrowing_a_picture_has_its_class_parts()
    {
        var generator = new SceneGenerator(new SceneOptions { Side = 64, Borrowed = 0 });
        for (int i = 0; i < 27; i++) Assert.Equal(SceneClasses.Parts(i % 9), generator.Generate(i % 9, i).Parts.Select(box => box.Part));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        SceneOptions[] bad =
        [
            new() { Side = 47 }, new() { Side = 1025 }, new() { Clutter = 1.1 }, new() { Noise = -1 }, new() { Borrowed = double.NaN },
        ];
        Assert.All(bad, options => Assert.Throws<ArgumentOutOfRangeException>(() => new SceneGenerator(options)));
    }

    private static string Hash(Scene scene) => Convert.ToHexStringLower(SHA256.HashData(scene.Image.Pixels))[..16];
}
