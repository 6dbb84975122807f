using System.IO.Compression;
using System.Text;
using LVW.Native.Engine.Checkpoints;
using Xunit;

namespace LVW.Native.Engine.Tests.Checkpoints;

public sealed class NumPyFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lvw-test-").FullName;

    private string Name => Path.Combine(folder, "x.npz");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("<f8", "000000000000F03F00000000000000C0", new[] { 1.0, -2 })]
    [InlineData("<f4", "0000803F000000C0", new[] { 1.0, -2 })]
    [InlineData("<f2", "003C00C0", new[] { 1.0, -2 })]
    [InlineData("<i8", "0100000000000000FEFFFFFFFFFFFFFF", new[] { 1.0, -2 })]
    [InlineData("<i4", "01000000FEFFFFFF", new[] { 1.0, -2 })]
    [InlineData("|u1", "01FE", new[] { 1.0, 254 })]
    [InlineData("|b1", "0100", new[] { 1.0, 0 })]
    public void Numbers_of_every_supported_type_are_read(string type, string hex, double[] expected)
    {
        NumPyArray array = Read(Npy(type, "(2,)", Convert.FromHexString(hex)))!;
        Assert.Equal([2], array.Shape);
        Assert.Equal(expected, array.Values);
    }

    [Theory]
    [InlineData("()", 1)]
    [InlineData("(4,)", 4)]
    [InlineData("(2, 3)", 6)]
    [InlineData("(2, 1, 3, 2)", 12)]
    [InlineData("(0, 5)", 0)]
    public void Shapes_of_rank_0_to_4_are_read(string shape, int count)
    {
        NumPyArray array = Read(Npy("|u1", shape, new byte[count]))!;
        Assert.Equal(count, array.Shape.Count);
        Assert.Equal(shape.Count(letter => char.IsDigit(letter)), array.Shape.Rank);
    }

    [Fact]
    public void Text_is_passed_over() => Assert.Null(Read(Npy("<U3", "(1,)", new byte[12])));

    [Fact]
    public void An_array_in_the_second_version_of_the_format_is_read()
    {
        byte[] file = Npy("|u1", "(1,)", [9]);
        byte[] longer = [.. file[..6], 2, 0, file[8], file[9], 0, 0, .. file[10..]];
        Assert.Equal(9, Read(longer)!.Values[0]);
    }

    [Theory]
    [InlineData("<f4", "(3,)", 8)]
    [InlineData("<f4", "(1,)", 8)]
    [InlineData("<f4", "(1, 1, 1, 1, 2)", 8)]
    [InlineData("<f4", "(-2,)", 8)]
    [InlineData("<f4", "(99999999999,)", 8)]
    [InlineData("<f4", "(65536, 65536, 65536, 65536)", 0)]
    [InlineData("<f4", "(two,)", 8)]
    public void Shapes_that_cannot_be_are_errors_that_name_the_array(string type, string shape, int bytes)
        => Assert.StartsWith(Name, Assert.Throws<CheckpointException>(() => Read(Npy(type, shape, new byte[bytes]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_cut_of_an_array_is_an_error_that_names_it()
    {
        byte[] whole = Npy("<f4", "(2,)", new byte[8]);
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            Assert.StartsWith(Name, Assert.Throws<CheckpointException>(() => Read(cut)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Fortran_order_is_read_row_by_row()
        => Assert.Equal([1.0, 3, 5, 2, 4, 6], Read(Npy("|u1", "(2, 3)", [1, 2, 3, 4, 5, 6], fortran: true))!.Values);

    [Fact]
    public void Double_precision_is_kept()
        => Assert.Equal([1 / 3.0], Read(Npy("<f8", "(1,)", BitConverter.GetBytes(1 / 3.0)))!.Values);

    [Fact]
    public void An_archive_gives_its_arrays_by_name_and_another_file_is_refused_by_name()
    {
        Assert.Equal([3.0, 4], Read(Npy("|u1", "(2,)", [3, 4]))!.Values);
        Assert.Equal([3f, 4f], NumPyFile.ReadArchive(Name)["x"].ToFloats());
        File.WriteAllText(Name, "no archive");
        Assert.StartsWith(Name, Assert.Throws<CheckpointException>(() => NumPyFile.ReadArchive(Name)).Message, StringComparison.Ordinal);
        File.Delete(Name);
        Assert.StartsWith(Name, Assert.Throws<CheckpointException>(() => NumPyFile.ReadArchive(Name)).Message, StringComparison.Ordinal);
    }

    /// <summary>The array in an archive, or null if it was left out.</summary>
    private NumPyArray? Read(byte[] array)
    {
        using (FileStream file = File.Create(Name))
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create))
        using (Stream entry = archive.CreateEntry("x.npy").Open()) entry.Write(array);
        return NumPyFile.ReadArchive(Name).GetValueOrDefault("x");
    }

    private static byte[] Npy(string type, string shape, byte[] body, bool fortran = false)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header), .. body];
    }
}
