using System.Numerics;

namespace LVW.Native.Imaging.Png;

/// <summary>
/// The five row filters of the PNG specification, section 9: each predicts a byte from its left (a), upper (b) and upper left (c)
/// neighbour.
/// </summary>
internal static class PngFilter
{
    /// <summary>Number of filters: None, Sub, Up, Average, Paeth.</summary>
    public const int Count = 5;

    /// <summary>Turns a filtered row into bytes, in place: <c>x = f + predict(a, b, c)</c>.</summary>
    /// <param name="type">Filter, 0 to 4.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The unfiltered row above; zeros for the first.</param>
    /// <param name="distance">Bytes to the left neighbour.</param>
    public static void Undo(int type, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        above = above[..row.Length];
        switch (type)
        {
            case 0:
                break;
            case 1:
                for (int i = distance; i < row.Length; i++) row[i] += row[i - distance];
                break;
            case 2:
                UndoUp(row, above);
                break;
            case 3:
                for (int i = 0; i < distance; i++) row[i] += (byte)(above[i] >> 1);
                for (int i = distance; i < row.Length; i++) row[i] += (byte)((row[i - distance] + above[i]) >> 1);
                break;
            case 4:
                for (int i = 0; i < distance; i++) row[i] += above[i];
                for (int i = distance; i < row.Length; i++) row[i] += Paeth(row[i - distance], above[i], above[i - distance]);
                break;
            default:
                throw new ImageFormatException($"PNG: a row has filter {type}; filters are 0 to 4. The file is damaged; fetch it again.");
        }
    }

    /// <summary>Filters a row: <c>f = x − predict(a, b, c)</c>.</summary>
    /// <param name="type">Filter, 0 to 4.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above; zeros for the first.</param>
    /// <param name="distance">Bytes to the left neighbour.</param>
    /// <param name="filtered">Receives the result.</param>
    /// <returns>Sum of the results' magnitudes as signed bytes: the smaller, the better the row compresses, as a rule.</returns>
    public static int Apply(int type, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> filtered)
    {
        int sum = 0;
        int i = 0;
        for (; i < distance; i++) sum += ApplyOne(type, row[i], 0, above[i], 0, out filtered[i]);
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector<byte> left = new(row[(i - distance)..]);
            Vector<byte> up = new(above[i..]);
            Vector<byte> prediction = type switch
            {
                0 => Vector<byte>.Zero,
                1 => left,
                2 => up,
                3 => (left & up) + ((left ^ up) >>> 1),
                _ => Paeth(left, up, new Vector<byte>(above[(i - distance)..])),
            };
            Vector<byte> result = new Vector<byte>(row[i..]) - prediction;
            result.CopyTo(filtered[i..]);
            Vector.Widen(Vector.Min(result, -result), out Vector<ushort> low, out Vector<ushort> high);
            sum += Vector.Sum(low + high);
        }

        for (; i < row.Length; i++) sum += ApplyOne(type, row[i], row[i - distance], above[i], above[i - distance], out filtered[i]);
        return sum;
    }

    private static int ApplyOne(int type, byte value, byte left, byte up, byte upperLeft, out byte filtered)
    {
        int prediction = type switch
        {
            0 => 0,
            1 => left,
            2 => up,
            3 => (left + up) >> 1,
            _ => Paeth(left, up, upperLeft),
        };
        filtered = (byte)(value - prediction);
        return Math.Abs((int)(sbyte)filtered);
    }

    private static void UndoUp(Span<byte> row, ReadOnlySpan<byte> above)
    {
        int i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            (new Vector<byte>(row[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        }

        for (; i < row.Length; i++) row[i] += above[i];
    }

    // The neighbour nearest to a + b − c; a before b before c on ties.
    private static byte Paeth(int a, int b, int c)
    {
        int toA = Math.Abs(b - c);
        int toB = Math.Abs(a - c);
        int toC = Math.Abs(a + b - c - c);
        int nearest = toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
        return (byte)nearest;
    }

    private static Vector<byte> Paeth(Vector<byte> a, Vector<byte> b, Vector<byte> c)
    {
        Vector.Widen(a, out Vector<ushort> aLow, out Vector<ushort> aHigh);
        Vector.Widen(b, out Vector<ushort> bLow, out Vector<ushort> bHigh);
        Vector.Widen(c, out Vector<ushort> cLow, out Vector<ushort> cHigh);
        Vector<short> low = Paeth(aLow.As<ushort, short>(), bLow.As<ushort, short>(), cLow.As<ushort, short>());
        Vector<short> high = Paeth(aHigh.As<ushort, short>(), bHigh.As<ushort, short>(), cHigh.As<ushort, short>());
        return Vector.Narrow(low.As<short, ushort>(), high.As<short, ushort>());
    }

    private static Vector<short> Paeth(Vector<short> a, Vector<short> b, Vector<short> c)
    {
        Vector<short> toA = Vector.Abs(b - c);
        Vector<short> toB = Vector.Abs(a - c);
        Vector<short> toC = Vector.Abs(a + b - c - c);
        Vector<short> isA = Vector.LessThanOrEqual(toA, toB) & Vector.LessThanOrEqual(toA, toC);
        return Vector.ConditionalSelect(isA, a, Vector.ConditionalSelect(Vector.LessThanOrEqual(toB, toC), b, c));
    }
}
