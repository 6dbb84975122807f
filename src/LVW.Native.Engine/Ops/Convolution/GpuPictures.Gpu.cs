using ILGPU;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>A picture as a matrix of pixels × terms (r, s, c): the value is channel c where pixel and tap meet.</summary>
/// <param name="x">The picture.</param>
/// <param name="taps">How pixels and taps meet.</param>
/// <param name="pixels">Takes pixels apart.</param>
/// <param name="terms">Takes terms apart.</param>
/// <param name="groupChannels">Channels of a group.</param>
internal readonly struct GpuPicture<TAccess>(ArrayView<float> x, GpuTaps taps, GpuRadix pixels, GpuRadix terms, int groupChannels)
    where TAccess : struct, IGpuAccess
{
    public GpuTriple Pixel(int pixel) => pixels.Of(pixel);

    public GpuTriple Term(int term) => terms.Of(term);

    public GpuTriple AddPixels(GpuTriple pixel, GpuTriple step) => pixels.Add(pixel, step);

    public GpuTriple AddTerms(GpuTriple term, GpuTriple step) => terms.Add(term, step);

    /// <summary>The values of four consecutive terms.</summary>
    public GpuQuad Load(GpuTriple pixel, GpuTriple term, int group)
    {
        int place = taps.Meet(pixel, term);
        if (TAccess.Quads) return TAccess.Load(x, place + (group * groupChannels) + term.Inner, place < 0 ? 0 : 4);
        GpuQuad quad = default;
        quad.X = One(pixel, term, group);
        term = terms.Next(term);
        quad.Y = One(pixel, term, group);
        term = terms.Next(term);
        quad.Z = One(pixel, term, group);
        term = terms.Next(term);
        quad.W = One(pixel, term, group);
        return quad;
    }

    private float One(GpuTriple pixel, GpuTriple term, int group)
    {
        int place = taps.Meet(pixel, term);
        float value = 0f;
        if (place >= 0) value = x[place + (group * groupChannels) + term.Inner];
        return value;
    }
}

/// <summary>A picture whose lines are pixels: what a forward pass and an input gradient multiply by the filters.</summary>
internal readonly struct PixelLines<TAccess>(GpuPicture<TAccess> picture, GpuTriple step = default) : IGpuOperand<PixelLines<TAccess>>
    where TAccess : struct, IGpuAccess
{
    private readonly GpuPicture<TAccess> picture = picture;

    public static bool AlongDepth => true;

    public PixelLines<TAccess> Stepping(int depth) => new(picture, picture.Term(depth));

    public GemmPlace Start(int line, int depth)
    {
        GemmPlace place;
        place.Line = picture.Pixel(line);
        place.Depth = picture.Term(depth);
        return place;
    }

    public GemmPlace Advance(GemmPlace place)
    {
        place.Depth = picture.AddTerms(place.Depth, step);
        return place;
    }

    public GpuQuad Load(GemmPlace place, int group) => picture.Load(place.Line, place.Depth, group);
}

/// <summary>A picture whose lines are terms: what a filter gradient multiplies by the gradient of the output.</summary>
internal readonly struct TermLines<TAccess>(GpuPicture<TAccess> picture, GpuTriple step = default) : IGpuOperand<TermLines<TAccess>>
    where TAccess : struct, IGpuAccess
{
    private readonly GpuPicture<TAccess> picture = picture;

    public static bool AlongDepth => false;

    public TermLines<TAccess> Stepping(int depth) => new(picture, picture.Pixel(depth));

    public GemmPlace Start(int line, int depth)
    {
        GemmPlace place;
        place.Line = picture.Term(line);
        place.Depth = picture.Pixel(depth);
        return place;
    }

    public GemmPlace Advance(GemmPlace place)
    {
        place.Depth = picture.AddPixels(place.Depth, step);
        return place;
    }

    public GpuQuad Load(GemmPlace place, int group) => picture.Load(place.Depth, place.Line, group);
}
