namespace LVW.Native.Engine.Onnx;

/// <content>What does not depend on an input: parameters under their keys, numbers, sizes.</content>
public sealed partial class OnnxGraph
{
    /// <summary>A parameter, such as a running mean that no step holds.</summary>
    public OnnxValue Value(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return Constant(parameter, parameter.Shape, channelsFirst: false, keys.GetValueOrDefault(parameter) ?? Numbered("parameter"), parameter.ToArray);
    }

    /// <summary>A number; the same one twice is one initialiser.</summary>
    public OnnxValue Scalar(float number)
    {
        // By its bits: 0 and −0 are equal but 1 / x tells them apart.
        int bits = BitConverter.SingleToInt32Bits(number);
        if (constants.TryGetValue((bits, false), out OnnxValue known)) return known;
        var value = new OnnxValue(Numbered("number"));
        initializers.Add(OnnxInitializer.OfScalar(value.Name!, number));
        constants[(bits, false)] = value;
        return value;
    }

    /// <summary>A list of integers, as operators take sizes and places.</summary>
    public OnnxValue Integers(params ReadOnlySpan<long> numbers)
    {
        string key = string.Join(",", numbers.ToArray());
        if (constants.TryGetValue((key, false), out OnnxValue known)) return known;
        var value = new OnnxValue(Numbered("integers"));
        initializers.Add(OnnxInitializer.OfIntegers(value.Name!, numbers.ToArray()));
        constants[(key, false)] = value;
        return value;
    }

    /// <summary>Gives a constant of the step, such as a mean, a name of its own in the file.</summary>
    /// <param name="tensor">The constant.</param>
    /// <param name="key">Its name.</param>
    public void NameConstant(Tensor tensor, string key)
        => Constant(tensor, tensor.Shape, channelsFirst: false, key, tensor.ToArray);

    private bool IsConstant(Tensor tensor) => !values.ContainsKey(tensor) && tensor.Step.ProducerOf(tensor) is null;

    private OnnxValue Constant(Tensor tensor, bool channelsFirst)
    {
        Parameter? parameter = tensor.Step.ParameterOf(tensor);
        if (parameter is null) return Constant(tensor, tensor.Shape, channelsFirst, null, tensor.ToArray);
        return Constant(parameter, parameter.Shape, channelsFirst, keys.GetValueOrDefault(parameter), parameter.ToArray);
    }

    private OnnxValue Constant(object source, Shape shape, bool channelsFirst, string? key, Func<float[]> fetch)
    {
        if (constants.TryGetValue((source, channelsFirst), out OnnxValue known)) return known;
        var value = new OnnxValue(key is null ? Numbered("constant") : Unique(key), channelsFirst);
        initializers.Add(OnnxInitializer.OfTensor(value, shape, fetch));
        constants[(source, channelsFirst)] = value;
        return value;
    }
}
