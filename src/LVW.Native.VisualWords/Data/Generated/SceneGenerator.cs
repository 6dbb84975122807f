namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>
/// Draws small creatures, made of the parts that <see cref="SceneClasses"/> prescribes, in cluttered landscapes.
/// A picture is a function of seed, class and index alone, bit-identical on every machine: only +, −, ·, /, √ and floor are used.
/// </summary>
public sealed class SceneGenerator
{
    private readonly SceneOptions options;

    /// <summary>Prepares a generator.</summary>
    /// <param name="options">Seed, size, clutter and noise.</param>
    public SceneGenerator(SceneOptions options)
    {
        if (options.Side is < 48 or > 1024) Refuse("side", options.Side, "48 and 1024 pixels");
        if (!(options.Clutter is >= 0 and <= 1)) Refuse("clutter", options.Clutter, "0 and 1");
        if (!(options.Borrowed is >= 0 and <= 1)) Refuse("borrowed", options.Borrowed, "0 and 1");
        if (!(options.Noise is >= 0 and <= 32)) Refuse("noise", options.Noise, "0 and 32 grey levels");
        this.options = options;
    }

    /// <summary>Draws one picture.</summary>
    /// <param name="classIndex">Index into <see cref="SceneClasses.Names"/>.</param>
    /// <param name="index">Which picture of that class; any number.</param>
    public Scene Generate(int classIndex, int index) => Generate(classIndex, index, omitted: null);

    /// <summary>Draws a picture without one of its parts; all else stays as it is.</summary>
    internal Scene Generate(int classIndex, int index, ScenePart? omitted)
    {
        var random = SplitMix64.For(options.Seed, (ulong)classIndex, (ulong)index);
        IReadOnlyList<ScenePart> parts = Parts(classIndex, ref random);
        var canvas = new Canvas(options.Side);
        Background land = Background.Paint(canvas, options.Clutter, ref random);
        Finish.Grain(canvas, random.Between(12, 30), ref random);
        Drawing creature = Creature.Draw(parts, ref random);
        canvas.Paint(creature.Layers, Place(creature, ref random), omitted);
        land.PaintForeground(canvas, options.Clutter, ref random);
        Finish.Light(canvas, options.Noise, ref random);
        return new Scene(canvas.ToImage(), classIndex, Boxes(canvas, parts));
    }

    private ScenePart[] Parts(int classIndex, ref SplitMix64 random)
    {
        ScenePart[] parts = [.. SceneClasses.Parts(classIndex)];
        bool borrows = random.Chance(options.Borrowed);
        int slot = random.Below(parts.Length), kind = (int)parts[slot] % 3, step = 1 + random.Below(2);
        if (borrows) parts[slot] += ((kind + step) % 3) - kind;
        return parts;
    }

    /// <summary>A random mirroring, turn, size and place with which the whole drawing lies inside the picture.</summary>
    private Affine Place(Drawing creature, ref SplitMix64 random)
    {
        double flip = random.Chance(0.5) ? -1 : 1;
        Affine pose = Affine.Rotate(random.Between(-0.06, 0.06)).After(Affine.Scale(flip, random.Between(0.94, 1.06)));
        (Point low, Point high) = creature.Bounds(pose);
        Point size = high - low;
        double scale = options.Side * random.Between(0.74, 0.97) / Math.Max(size.X, size.Y);
        double x = random.Uniform() * (options.Side - (scale * size.X)), y = random.Uniform() * (options.Side - (scale * size.Y));
        return Affine.Move(x, y).After(Affine.Scale(scale, scale)).After(Affine.Move(-low.X, -low.Y)).After(pose);
    }

    private static PartBox[] Boxes(Canvas canvas, IReadOnlyList<ScenePart> parts)
    {
        var extents = new (int Left, int Top, int Right, int Bottom)[Enum.GetValues<ScenePart>().Length];
        Array.Fill(extents, (canvas.Side, canvas.Side, -1, -1));
        for (int y = 0; y < canvas.Side; y++)
        {
            for (int x = 0; x < canvas.Side; x++)
            {
                int part = canvas.Parts[(y * canvas.Side) + x];
                if (part < 0) continue;
                (int left, int top, int right, _) = extents[part];
                extents[part] = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), y);
            }
        }

        return
        [
            .. from part in parts
               let e = extents[(int)part]
               where e.Right >= 0
               select new PartBox(part, e.Left, e.Top, e.Right - e.Left + 1, e.Bottom - e.Top + 1),
        ];
    }

    private static void Refuse(string what, object value, string range) =>
        throw new ArgumentOutOfRangeException(what, value, $"SceneGenerator: {what} must lie between {range}.");
}
