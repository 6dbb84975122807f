namespace LVW.Native.Engine.Testing;

/// <summary>A tensor of doubles in main memory, written for the reader of a reference: indexers and little else.</summary>
/// <param name="shape">The sizes of the dimensions.</param>
/// <param name="values">Row-major, exactly as many as the shape has elements.</param>
public sealed class DoubleTensor(Shape shape, double[] values)
{
    /// <summary>Creates a tensor of zeros.</summary>
    public DoubleTensor(Shape shape)
        : this(shape, new double[shape.Count])
    {
    }

    /// <summary>The sizes of the dimensions.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>The values, row-major.</summary>
    public double[] Values { get; } = values.Length == shape.Count
        ? values
        : throw new ArgumentException($"DoubleTensor: {values.Length} values for the shape {shape}, which has {shape.Count}.");

    /// <summary>The number of elements.</summary>
    public int Count => Values.Length;

    /// <summary>An element of a vector, or of any tensor by its row-major position.</summary>
    public ref double this[int i] => ref Values[i];

    /// <summary>An element of a matrix.</summary>
    public ref double this[int i, int j] => ref Values[(i * Shape[1]) + j];

    /// <summary>An element of a rank 3 tensor.</summary>
    public ref double this[int i, int j, int k] => ref Values[(((i * Shape[1]) + j) * Shape[2]) + k];

    /// <summary>An element of a rank 4 tensor; pictures are [n, h, w, c].</summary>
    public ref double this[int n, int h, int w, int c] => ref Values[(((((n * Shape[1]) + h) * Shape[2]) + w) * Shape[3]) + c];

    /// <summary>A tensor of rank 0.</summary>
    public static DoubleTensor Scalar(double value) => new([], [value]);

    /// <summary>A vector, each element by its index.</summary>
    public static DoubleTensor From(int count, Func<int, double> element)
    {
        var result = new DoubleTensor([count]);
        for (int i = 0; i < count; i++) result[i] = element(i);
        return result;
    }

    /// <summary>A matrix, each element by its indices.</summary>
    public static DoubleTensor From(int rows, int columns, Func<int, int, double> element)
    {
        var result = new DoubleTensor([rows, columns]);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                result[i, j] = element(i, j);
        return result;
    }

    /// <summary>A rank 4 tensor, each element by its indices n, h, w, c.</summary>
    public static DoubleTensor From(int batch, int height, int width, int channels, Func<int, int, int, int, double> element)
    {
        var result = new DoubleTensor([batch, height, width, channels]);
        for (int n = 0; n < batch; n++)
            for (int h = 0; h < height; h++)
                for (int w = 0; w < width; w++)
                    for (int c = 0; c < channels; c++)
                        result[n, h, w, c] = element(n, h, w, c);
        return result;
    }

    /// <summary>A function of every element.</summary>
    public DoubleTensor Map(Func<double, double> function) => new(Shape, Array.ConvertAll(Values, value => function(value)));

    /// <summary>A function of the elements of two tensors of one shape.</summary>
    public DoubleTensor Zip(DoubleTensor other, Func<double, double, double> function)
    {
        var result = new DoubleTensor(Shape);
        for (int i = 0; i < Count; i++) result[i] = function(this[i], other[i]);
        return result;
    }

    /// <summary>A function of the elements of two tensors under NumPy's broadcasting rule: aligned at the last dimension, sizes of 1 repeat.</summary>
    public static DoubleTensor Broadcast(DoubleTensor a, DoubleTensor b, Func<double, double, double> function)
    {
        int rank = Math.Max(a.Shape.Rank, b.Shape.Rank);
        int[] sizes = new int[rank];
        for (int back = 1; back <= rank; back++) sizes[rank - back] = Math.Max(SizeFromEnd(a.Shape, back), SizeFromEnd(b.Shape, back));
        var result = new DoubleTensor(new Shape(sizes));
        for (int i = 0; i < result.Count; i++) result[i] = function(a.Repeated(result.Shape, i), b.Repeated(result.Shape, i));
        return result;
    }

    /// <summary>The same values under another shape.</summary>
    public DoubleTensor Reshape(Shape shape) => new(shape, Values);

    /// <summary>The tensor seen as a matrix: one row for each place, the last dimension along the row.</summary>
    public DoubleTensor AsRows() => new([Count / Shape[^1], Shape[^1]], Values);

    /// <summary>
    /// The tensor seen as [outer, axis, inner] around one of its dimensions: outer is the product of the sizes before it, inner
    /// of those after.
    /// </summary>
    public DoubleTensor Around(int axis)
    {
        axis = Shape.Axis(axis);
        int outer = 1;
        int inner = 1;
        for (int i = 0; i < axis; i++) outer *= Shape[i];
        for (int i = axis + 1; i < Shape.Rank; i++) inner *= Shape[i];
        return new DoubleTensor([outer, Shape[axis], inner], Values);
    }

    /// <summary>The indices of a row-major position in a shape.</summary>
    public static int[] IndexOf(Shape shape, int position)
    {
        int[] index = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            index[axis] = position % shape[axis];
            position /= shape[axis];
        }

        return index;
    }

    private static int SizeFromEnd(Shape shape, int back) => back <= shape.Rank ? shape[-back] : 1;

    /// <summary>The element that stands at a position of a larger shape when this tensor is repeated to fill it.</summary>
    private double Repeated(Shape whole, int position)
    {
        int[] index = IndexOf(whole, position);
        int own = 0;
        for (int axis = 0; axis < Shape.Rank; axis++)
        {
            int size = Shape[axis];
            own = (own * size) + (size == 1 ? 0 : index[whole.Rank - Shape.Rank + axis]);
        }

        return Values[own];
    }
}
