using System.Buffers.Binary;

namespace LVW.Native.Imaging.Jpeg;

/// <summary>Decodes one JPEG file: walks over its segments and runs its scans.</summary>
internal sealed class JpegDecoder
{
    // A complete progression of four components takes at most a few dozen; each scan may visit every block for next to no data.
    private const int MaxScans = 500;

    private readonly ReadOnlyMemory<byte> file;
    private readonly DecodeOptions options;
    private readonly JpegTables tables = new();
    private int position = 2;
    private JpegFrame? frame;
    private int restartInterval;
    private int scans;
    private bool jfif;
    private int? adobeTransform;
    private ImageOrientation orientation = ImageOrientation.Upright;

    private JpegDecoder(ReadOnlyMemory<byte> file, DecodeOptions options)
    {
        this.file = file;
        this.options = options;
    }

    /// <summary>Reads the segments before the first scan.</summary>
    public static ImageInfo Identify(ReadOnlyMemory<byte> file)
    {
        var decoder = new JpegDecoder(file, DecodeOptions.Default);
        while (decoder.ReadSegment(out byte marker, out ReadOnlySpan<byte> segment))
        {
            if (JpegMarker.IsFrame(marker)) decoder.frame = JpegFrame.Parse(marker, segment);
            else if (marker == JpegMarker.App1) decoder.orientation = ExifReader.Orientation(segment) ?? decoder.orientation;
            else if (marker is JpegMarker.StartOfScan or JpegMarker.EndOfImage) break;
        }

        if (decoder.frame is null) throw JpegError.Truncated("before a frame header");
        return new(decoder.frame.Width, decoder.frame.Height, "JPEG", decoder.orientation);
    }

    /// <summary>Decodes the file.</summary>
    public static RgbImage Decode(ReadOnlyMemory<byte> file, DecodeOptions options)
    {
        var decoder = new JpegDecoder(file, options);
        try
        {
            decoder.ReadFile();
            return decoder.Render();
        }
        finally
        {
            decoder.frame?.Free();
        }
    }

    private void ReadFile()
    {
        try
        {
            while (ReadSegment(out byte marker, out ReadOnlySpan<byte> segment))
            {
                if (marker == JpegMarker.EndOfImage) return;
                Handle(marker, segment);
            }

            if (options.Strict) throw JpegError.Truncated("without its end marker");
        }
        catch (ImageFormatException) when (!options.Strict && scans > 0)
        {
            // What has been decoded until here is the result.
        }
    }

    // Goes to the next marker, over stray bytes as libjpeg does. A false result means the end of the file.
    private bool ReadSegment(out byte marker, out ReadOnlySpan<byte> segment)
    {
        ReadOnlySpan<byte> data = file.Span;
        segment = default;
        marker = 0;
        do
        {
            while (position + 1 < data.Length && !(data[position] == 0xFF && data[position + 1] is not (0 or 0xFF))) position++;
            if (position + 1 >= data.Length) return false;
            marker = data[position + 1];
            position += 2;
        }
        while (JpegMarker.IsBare(marker));

        if (marker == JpegMarker.EndOfImage) return true;
        int length = position + 2 <= data.Length ? BinaryPrimitives.ReadUInt16BigEndian(data[position..]) : int.MaxValue;
        if (length < 2) throw JpegError.Damaged($"segment {marker:X2} declares a length of {length}");
        if (length > data.Length - position) throw JpegError.Truncated($"within segment {marker:X2}");
        segment = data.Slice(position + 2, length - 2);
        position += length;
        return true;
    }

    private void Handle(byte marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case JpegMarker.HuffmanTables:
                tables.ReadHuffman(segment);
                break;
            case JpegMarker.QuantizationTables:
                tables.ReadQuantization(segment);
                break;
            case JpegMarker.RestartInterval:
                if (segment.Length < 2) throw JpegError.Damaged("the restart interval is missing");
                restartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                break;
            case JpegMarker.StartOfScan:
                RunScan(segment);
                break;
            case JpegMarker.App0:
                jfif |= segment.StartsWith("JFIF\0"u8);
                break;
            case JpegMarker.App1:
                orientation = ExifReader.Orientation(segment) ?? orientation;
                break;
            case JpegMarker.App14:
                if (segment.Length >= 12 && segment.StartsWith("Adobe"u8)) adobeTransform = segment[11];
                break;
            default:
                if (JpegMarker.IsFrame(marker)) StartFrame(marker, segment);
                break;
        }
    }

    private void StartFrame(byte marker, ReadOnlySpan<byte> segment)
    {
        if (frame is not null) throw JpegError.Damaged("there are two frame headers");
        JpegFrame parsed = JpegFrame.Parse(marker, segment);
        ImageLimits.CheckSize("JPEG", parsed.Width, parsed.Height, options);

        // A truncated file that is to be read all the same may lack most of its data.
        long least = parsed.LeastBytes() / (options.Strict ? 1 : 32);
        ImageLimits.CheckPlausible("JPEG", parsed.Width, parsed.Height, least, file.Length - position);
        parsed.Allocate();
        frame = parsed;
    }

    private void RunScan(ReadOnlySpan<byte> segment)
    {
        if (frame is null) throw JpegError.Damaged("a scan comes before the frame header");
        if (++scans > MaxScans) throw JpegError.Unsupported($"a picture of more than {MaxScans} scans");
        JpegScan scan = JpegScan.Parse(segment, position, frame, tables);
        position = new JpegScanRunner(frame, scan, restartInterval, options.Strict).Run(file.Span);
    }

    private RgbImage Render()
    {
        if (frame is null || scans == 0) throw JpegError.Truncated("before any pixel data");
        foreach (JpegComponent component in frame.Components)
        {
            if (component.Quantization is null && options.Strict) throw JpegError.Damaged($"component {component.Id} has no scan");
        }

        if (frame.Progressive) TransformAll(frame);
        RgbImage image = JpegRenderer.Render(frame, JpegRenderer.Detect(frame, jfif, adobeTransform));
        return options.ApplyOrientation ? image.Orient(orientation) : image;
    }

    private static void TransformAll(JpegFrame frame)
    {
        foreach (JpegComponent component in frame.Components)
        {
            if (component.Quantization is null)
            {
                component.Samples.AsSpan().Fill(128);
                continue;
            }

            for (int y = 0; y < component.OwnBlocksDown; y++)
            {
                for (int x = 0; x < component.OwnBlocksAcross; x++)
                {
                    ReadOnlySpan<short> block = component.Coefficients.AsSpan(((y * component.BlocksAcross) + x) * 64, 64);
                    Span<byte> target = component.Samples.AsSpan((y * 8 * component.Stride) + (x * 8));
                    ushort[] steps = component.Quantization;
                    if (block[1..].ContainsAnyExcept((short)0)) InverseDct.Transform(block, steps, target, component.Stride);
                    else InverseDct.WriteConstant(block[0], steps, target, component.Stride);
                }
            }
        }
    }
}
