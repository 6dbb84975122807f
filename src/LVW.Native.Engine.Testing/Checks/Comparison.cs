namespace LVW.Native.Engine.Testing.Checks;

/// <summary>Collects pairs of values and remembers the pair with the largest relative error.</summary>
/// <remarks>
/// error = |a − b| / max(|b|, rms(b)): an element far below the others is held to the others' scale, because that is the scale of the
/// sums it came from.
/// </remarks>
public sealed class Comparison
{
    /// <summary>The largest error so far; −1 before the first pair.</summary>
    public double Error { get; private set; } = -1;

    /// <summary>Where it is.</summary>
    public string Worst { get; private set; } = "";

    /// <summary>What the device computed there.</summary>
    public double Actual { get; private set; }

    /// <summary>What it should have computed.</summary>
    public double Expected { get; private set; }

    /// <summary>Compares all elements of two tensors of one shape.</summary>
    public void Values(string what, Shape shape, ReadOnlySpan<float> actual, ReadOnlySpan<double> expected)
    {
        double squares = 0;
        foreach (double value in expected) squares += value * value;
        double scale = Math.Sqrt(squares / Math.Max(1, expected.Length));
        for (int i = 0; i < expected.Length; i++)
        {
            if (Exceeds(actual[i], expected[i], scale, out double error)) Remember(what + Place(shape, i), actual[i], expected[i], error);
        }
    }

    /// <summary>Compares two numbers on a given scale, such as the sum of the absolute terms of an inner product.</summary>
    public void Number(string what, double actual, double expected, double scale)
    {
        if (Exceeds(actual, expected, scale, out double error)) Remember(what, actual, expected, error);
    }

    /// <summary>Demands that two tensors have the same bits.</summary>
    public void Bits(string what, Shape shape, ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = BitConverter.SingleToInt32Bits(actual[i]) == BitConverter.SingleToInt32Bits(expected[i]);
            double error = same ? 0 : double.PositiveInfinity;
            if (error > Error) Remember(what + Place(shape, i), actual[i], expected[i], error);
        }
    }

    /// <summary>Demands that two shapes are equal; false when they are not, and further comparison is pointless.</summary>
    public bool Shapes(Shape actual, Shape expected)
    {
        if (actual == expected) return true;
        Remember($"shape of the output, device {actual} and expected {expected}", actual.Count, expected.Count, double.PositiveInfinity);
        return false;
    }

    private static string Place(Shape shape, int position) => $"[{string.Join(", ", DoubleTensor.IndexOf(shape, position))}]";

    private bool Exceeds(double actual, double expected, double scale, out double error)
    {
        double difference = Math.Abs(actual - expected);
        error = difference == 0 ? 0 : difference / Math.Max(Math.Abs(expected), scale);
        if (double.IsNaN(error)) error = double.PositiveInfinity;
        return error > Error;
    }

    private void Remember(string worst, double actual, double expected, double error)
    {
        Worst = worst;
        Actual = actual;
        Expected = expected;
        Error = error;
    }
}
