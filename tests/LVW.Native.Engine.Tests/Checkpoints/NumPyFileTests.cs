using System.IO.Compression;
using System.Text;
using LVW.Native.Engine.Checkpoints;
using Xunit;

namespace LVW.Native.Engine.Tests.Checkpoints;

public sealed class NumPyFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lvw-test-").FullName;

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
        NumPyArray array = NumPyFile.Parse(Npy(type, "(2,)", Convert.FromHexString(hex)), "x")!;
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
        NumPyArray array = NumPyFile.Parse(Npy("|u1", shape, new byte[count]), "x")!;
        Assert.Equal(count, array.Shape.Count);
        Assert.Equal(shape.Count(letter => char.IsDigit(letter)), array.Shape.Rank);
    }

    [Fact]
    public void Text_is_passed_over() => Assert.Null(NumPyFile.Parse(Npy("<U3", "(1,)", new byte[12]), "x"));

    [Fact]
    public void An_array_in_the_second_version_of_the_format_is_read()
    {
        byte[] file = Npy("|u1", "(1,)", [9]);
        byte[] longer = [.. file[..6], 2, 0, file[8], file[9], 0, 0, .. file[10..]];
        Assert.Equal(9, NumPyFile.Parse(longer, "x")!.Values[0]);
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
        => Assert.StartsWith("x:", Assert.Throws<CheckpointException>(() => NumPyFile.Parse(Npy(type, shape, new byte[bytes]), "x")).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_cut_of_an_array_is_an_error_that_names_it()
    {
        byte[] whole = Npy("<f4", "(2,)", new byte[8]);
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            Assert.StartsWith("x:", Assert.Throws<CheckpointException>(() => NumPyFile.Parse(cut, "x")).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Fortran_order_is_refused()
    {
        byte[] file = Npy("<f4", "(2,)", new byte[8], fortran: true);
        Assert.Contains("C-ordered", Assert.Throws<CheckpointException>(() => NumPyFile.Parse(file, "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_gives_its_arrays_by_name_and_another_file_is_refused_by_name()
    {
        string path = Path.Combine(folder, "x.npz");
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using Stream entry = archive.CreateEntry("weight.npy").Open();
            entry.Write(Npy("|u1", "(2,)", [3, 4]));
        }

        Assert.Equal([3.0, 4], NumPyFile.ReadArchive(path)["weight"].Values);
        Assert.Equal([3f, 4f], NumPyFile.ReadArchive(path)["weight"].ToFloats());
        File.WriteAllText(path, "no archive");
        Assert.StartsWith(path, Assert.Throws<CheckpointException>(() => NumPyFile.ReadArchive(path)).Message, StringComparison.Ordinal);
        File.Delete(path);
        Assert.StartsWith(path, Assert.Throws<CheckpointException>(() => NumPyFile.ReadArchive(path)).Message, StringComparison.Ordinal);
    }

    private static byte[] Npy(string type, string shape, byte[] body, bool fortran = false)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header), .. body];
    }
}
