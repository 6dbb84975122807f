using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using FsCheck.Xunit;
using LVW.Native.Engine.Checkpoints;
using Xunit;

namespace LVW.Native.Engine.Tests.Checkpoints;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lvw-test-").FullName;

    private string Name => Path.Combine(folder, "weights.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Property(MaxTest = 40)]
    public void What_is_written_is_read_bit_for_bit(int seed)
    {
        var random = new Random(seed);
        var tensors = new Dictionary<string, HostTensor>();
        for (int i = random.Next(6); i >= 0; i--)
        {
            var shape = new Shape([.. Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(4))]);
            float[] values = new float[shape.Count];
            random.NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
            tensors.Add($"layer.{i}.\"ü\"", new HostTensor(shape, values));
        }

        var metadata = new Dictionary<string, string> { ["normalization"] = "caffe", ["note"] = "α \"β\"\n" };
        SafeTensors.Write(Name, tensors, metadata);
        SafeTensorsContent content = SafeTensors.Read(Name);
        Assert.Equal(metadata, content.Metadata);
        Assert.Equal(tensors.Keys, content.Tensors.Keys);
        foreach ((string key, HostTensor tensor) in tensors)
        {
            Assert.Equal(tensor.Shape, content.Tensors[key].Shape);
            Assert.True(MemoryMarshal.AsBytes(tensor.Values.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(content.Tensors[key].Values.AsSpan())));
        }
    }

    [Fact]
    public void Values_that_are_not_numbers_are_held_like_any_other()
    {
        SafeTensors.Write(Name, new Dictionary<string, HostTensor> { ["x"] = new([3], [float.NaN, float.PositiveInfinity, -0f]) });
        float[] values = SafeTensors.Read(Name).Tensors["x"].Values;
        Assert.True(float.IsNaN(values[0]) && float.IsPositiveInfinity(values[1]) && float.IsNegative(values[2]));
    }

    [Fact]
    public void Values_begin_at_a_multiple_of_eight_bytes()
    {
        for (int length = 1; length < 12; length++)
        {
            SafeTensors.Write(Name, new Dictionary<string, HostTensor> { [new string('k', length)] = new([1], [1]) });
            Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(Name)) % 8);
        }
    }

    [Theory]
    [InlineData("F16", "003C00C0", new[] { 1f, -2f })]
    [InlineData("BF16", "803F00C0", new[] { 1f, -2f })]
    [InlineData("F64", "000000000000F03F00000000000000C0", new[] { 1f, -2f })]
    [InlineData("I64", "0100000000000000FEFFFFFFFFFFFFFF", new[] { 1f, -2f })]
    [InlineData("I32", "01000000FEFFFFFF", new[] { 1f, -2f })]
    [InlineData("I16", "0100FEFF", new[] { 1f, -2f })]
    [InlineData("I8", "01FE", new[] { 1f, -2f })]
    [InlineData("U8", "01FE", new[] { 1f, 254f })]
    [InlineData("BOOL", "0100", new[] { 1f, 0f })]
    public void Other_types_become_float32(string type, string hex, float[] expected)
    {
        byte[] data = Convert.FromHexString(hex);
        WriteRaw($$$"""{"x":{"dtype":"{{{type}}}","shape":[2],"data_offsets":[0,{{{data.Length}}}]}}""", data);
        Assert.Equal(expected, SafeTensors.Read(Name).Tensors["x"].Values);
    }

    [Fact]
    public void Every_cut_of_a_file_is_an_error_that_names_the_file()
    {
        SafeTensors.Write(Name, new Dictionary<string, HostTensor> { ["a"] = new([2, 3], [1, 2, 3, 4, 5, 6]), ["b"] = HostTensor.Scalar(7) });
        byte[] whole = File.ReadAllBytes(Name);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Name, whole[..length]);
            CheckpointException error = Assert.Throws<CheckpointException>(() => SafeTensors.Read(Name));
            Assert.StartsWith(Name, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1L << 40)]
    [InlineData(200 << 20)]
    public void An_absurd_header_length_takes_no_memory(long length)
    {
        byte[] file = new byte[64];
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        File.WriteAllBytes(Name, file);
        Assert.Contains("header claims", Assert.Throws<CheckpointException>(() => SafeTensors.Read(Name)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[0,4]", "[2]")]
    [InlineData("[0,12]", "[2]")]
    [InlineData("[4,12]", "[2]")]
    [InlineData("[-4,4]", "[2]")]
    [InlineData("[8,0]", "[2]")]
    [InlineData("[0]", "[2]")]
    [InlineData("[0,8,8]", "[2]")]
    [InlineData("[9223372036854775799,9223372036854775807]", "[2]")]
    [InlineData("[0,8]", "[-2]")]
    [InlineData("[0,8]", "[1,1,1,1,2]")]
    [InlineData("[0,0]", "[65536,65536,65536,65536]")]
    [InlineData("[0,8]", "[2147483647,2147483647,2147483647,2]")]
    [InlineData("[0,8]", "[2.5]")]
    [InlineData("[0,8]", "[99999999999]")]
    [InlineData("[0,8]", "2")]
    [InlineData("\"all\"", "[2]")]
    public void Byte_ranges_and_shapes_that_cannot_be_are_errors_that_name_the_file(string range, string shape)
    {
        WriteRaw($$$"""{"x":{"dtype":"F32","shape":{{{shape}}},"data_offsets":{{{range}}}}}""", new byte[8]);
        Assert.StartsWith(Name, Assert.Throws<CheckpointException>(() => SafeTensors.Read(Name)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":5}""")]
    [InlineData("""{"x":null}""")]
    [InlineData("""{"__metadata__":{"a":1}}""")]
    [InlineData("""{"__metadata__":[]}""")]
    [InlineData("[]")]
    [InlineData("nul")]
    [InlineData("{")]
    public void Headers_that_are_not_the_formats_are_errors_that_name_the_file(string header)
    {
        WriteRaw(header, new byte[8]);
        Assert.StartsWith(Name, Assert.Throws<CheckpointException>(() => SafeTensors.Read(Name)).Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 300)]
    public void No_damaged_byte_does_more_than_change_values_or_raise_the_one_error(int seed)
    {
        var random = new Random(seed);
        SafeTensors.Write(Name, new Dictionary<string, HostTensor> { ["a"] = new([2], [1, 2]), ["b"] = new([1, 2, 1], [3, 4]) }, new Dictionary<string, string> { ["m"] = "n" });
        byte[] file = File.ReadAllBytes(Name);
        for (int i = random.Next(1, 4); i > 0; i--) file[random.Next(file.Length)] = (byte)random.Next(256);
        File.WriteAllBytes(Name, file);
        try
        {
            SafeTensors.Read(Name);
        }
        catch (CheckpointException error)
        {
            Assert.StartsWith(Name, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        Assert.Contains("no such file", Assert.Throws<CheckpointException>(() => SafeTensors.Read(Name)).Message, StringComparison.Ordinal);
        Assert.Contains(folder, Assert.Throws<CheckpointException>(() => SafeTensors.Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_beside_it()
    {
        File.WriteAllText(Name, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(Name, stream =>
        {
            stream.Write("new"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(Name));
        Assert.Equal([Name], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_link_or_file_that_lies_beside_is_neither_followed_nor_replaced_and_a_missing_folder_is_named()
    {
        string part = Name + ".part";
        File.WriteAllText(part, "the user's own");
        AtomicFile.WriteText(Name, "new");
        Assert.Equal("the user's own", File.ReadAllText(part));
        Assert.Equal(new[] { Name, part }.Order(), Directory.GetFiles(folder).Order());
        string lost = Path.Combine(folder, "none", "x");
        string message = Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.WriteText(lost, "")).Message;
        Assert.Contains(lost, message, StringComparison.Ordinal);
        Assert.DoesNotContain(".part", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_writers_of_one_file_do_not_take_each_others_part_away()
    {
        AtomicFile.Write(Name, stream =>
        {
            AtomicFile.WriteText(Name, "second");
            stream.Write("first"u8);
        });
        Assert.Equal("first", File.ReadAllText(Name));
        Assert.Equal([Name], Directory.GetFiles(folder));
    }

    private void WriteRaw(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        File.WriteAllBytes(Name, [.. length, .. text, .. data]);
    }
}
