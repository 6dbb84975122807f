namespace LVW.Native.VisualWords.Data.Annotations;

/// <summary>A byte for each pixel of a picture, with what the bytes mean.</summary>
public sealed class PictureMask
{
    private readonly MaskMeaning?[] meanings = new MaskMeaning?[256];

    /// <summary>Wraps a map.</summary>
    /// <param name="width">Columns, those of the picture.</param>
    /// <param name="height">Rows, those of the picture.</param>
    /// <param name="values">width × height bytes, row by row.</param>
    /// <param name="meanings">What each byte that occurs means.</param>
    /// <exception cref="ArgumentException">Sizes disagree, or a byte occurs that has no meaning.</exception>
    public PictureMask(int width, int height, byte[] values, IReadOnlyDictionary<byte, MaskMeaning> meanings)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(meanings);
        if (width < 1 || height < 1 || values.LongLength != (long)width * height)
        {
            throw new ArgumentException($"PictureMask: {values.LongLength} bytes are no map of {width}×{height}.", nameof(values));
        }

        foreach ((byte value, MaskMeaning meaning) in meanings) this.meanings[value] = meaning;
        foreach (byte value in values)
        {
            if (this.meanings[value] is null) throw new ArgumentException($"PictureMask: the value {value} has no meaning among {string.Join(", ", meanings.Keys)}.", nameof(values));
        }

        (Width, Height, Values, Meanings) = (width, height, values, meanings);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The bytes as the data set has them, row by row.</summary>
    public byte[] Values { get; }

    /// <summary>What the bytes mean.</summary>
    public IReadOnlyDictionary<byte, MaskMeaning> Meanings { get; }

    /// <summary>What a pixel shows.</summary>
    /// <param name="x">Column, from 0.</param>
    /// <param name="y">Row, from 0.</param>
    public MaskMeaning At(int x, int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Width, nameof(x));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        return meanings[Values[(y * Width) + x]]!.Value;
    }

    /// <summary>Number of pixels of a meaning.</summary>
    public int Count(MaskMeaning meaning)
    {
        int count = 0;
        foreach (byte value in Values)
        {
            if (meanings[value] == meaning) count++;
        }

        return count;
    }
}
