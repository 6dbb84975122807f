using System.Diagnostics;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Matlab;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Matlab;

public sealed class MatFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.In("list.mat");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Numbers_texts_cells_and_structs_are_read_whether_compressed_or_not(bool compressed)
    {
        byte[] cells = MatWriter.Cells("names", MatWriter.Text("", "a/b.jpg"), MatWriter.Cells("", MatWriter.Text("", "Ötzi")), MatWriter.Text("", ""));
        byte[] structs = MatWriter.Structs("annos", ["fname", "class"], MatWriter.Text("", "1.jpg"), MatWriter.Bytes("", 7), MatWriter.Text("", "2.jpg"), MatWriter.Numbers("", 300));
        MatFile file = Written(compressed, MatWriter.Numbers("x", 1, 2, -3), MatWriter.Bytes("few", 1, 2, 3), cells, structs);

        Assert.Equal(["x", "few", "names", "annos"], file.Names);
        Assert.Equal([1, 2, -3], file.Integers("x"));
        Assert.Equal([1.0, 2, 3], file.Numbers("few"));
        Assert.Equal(["a/b.jpg", "Ötzi", ""], file.Texts("names"));
        MatStructs annotations = file.Structs("annos");
        Assert.Equal(["fname", "class"], annotations.Fields);
        Assert.Equal(2, annotations.Count);
        Assert.Equal("2.jpg", Assert.IsType<MatText>(annotations[1, "fname"]).Value);
        Assert.Equal([300.0], Assert.IsType<MatNumbers>(annotations[1, "class"]).Values);
        Assert.Null(annotations[0, "colour"]);
    }

    [Fact]
    public void A_variable_of_a_class_that_is_not_read_is_an_error_only_when_it_is_asked_for()
    {
        MatFile file = Written(false, MatWriter.Matrix("f", 16, [1, 1], []), MatWriter.Numbers("x", 1));
        Assert.Equal([1], file.Integers("x"));
        Assert.Contains("class 16", Assert.Throws<DataException>(() => file.Numbers("f")).Message);
    }

    [Fact]
    public void A_missing_variable_is_an_error_that_names_those_that_are_there()
    {
        var failure = Assert.Throws<DataException>(() => Written(false, MatWriter.Numbers("labels", 1)).Texts("file_list"));
        Assert.Contains("no variable \"file_list\" (it has labels)", failure.Message);
        Assert.StartsWith(Path, failure.Message);
    }

    [Fact]
    public void Fractions_are_no_labels()
        => Assert.Contains("1.5", Assert.Throws<DataException>(() => Written(false, MatWriter.Numbers("labels", 1.5)).Integers("labels")).Message);

    [Fact]
    public void Version_7_3_is_named_with_its_remedy()
    {
        byte[] bytes = MatWriter.File(false, ("x", MatWriter.Numbers("x", 1)));
        "MATLAB 7.3 MAT-file"u8.CopyTo(bytes);
        File.WriteAllBytes(Path, bytes);
        Assert.Contains("-v7", Assert.Throws<DataException>(() => MatFile.Open(Path)).Message);
    }

    [Fact]
    public void Something_else_is_no_list()
    {
        File.WriteAllBytes(Path, new byte[200]);
        Assert.Contains("not a MATLAB file", Assert.Throws<DataException>(() => MatFile.Open(Path)).Message);
        File.WriteAllBytes(Path, new byte[3]);
        Assert.Contains("3 bytes", Assert.Throws<DataException>(() => MatFile.Open(Path)).Message);
    }

    [Fact]
    public void A_count_that_the_bytes_cannot_hold_is_refused_before_memory_is_taken()
    {
        MatFile file = Written(false, MatWriter.Matrix("c", 1, [int.MaxValue, 1], []), MatWriter.Matrix("d", 1, [int.MaxValue, int.MaxValue], []));
        Assert.Contains("2147483647 arrays are claimed", Assert.Throws<DataException>(() => file.Texts("c")).Message);
        Assert.Contains("claims", Assert.Throws<DataException>(() => file.Texts("d")).Message);
    }

    [Fact]
    public void A_small_block_that_inflates_without_end_is_refused()
    {
        byte[] bomb = MatWriter.Compress(new byte[40 << 20]);
        Assert.True(bomb.Length < 100_000);
        File.WriteAllBytes(Path, [.. MatWriter.File(false), .. bomb]);
        Assert.Contains("inflates to more than", Assert.Throws<DataException>(() => MatFile.Open(Path)).Message);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        byte[] nested = MatWriter.Cells("", MatWriter.Text("", "x"));
        for (int i = 0; i < 50; i++) nested = MatWriter.Cells("n", nested);
        MatFile file = Written(false, nested);
        Assert.Contains("nested", Assert.Throws<DataException>(() => file.Texts("n")).Message);
    }

    [Fact]
    public void Files_that_are_cut_or_altered_give_values_or_the_one_error()
    {
        byte[] cells = MatWriter.Cells("names", MatWriter.Text("", "a/b.jpg"), MatWriter.Text("", "c"));
        byte[] structs = MatWriter.Structs("s", ["f", "g"], MatWriter.Text("", "1.jpg"), MatWriter.Bytes("", 7));
        byte[] whole = MatWriter.File(false, ("", MatWriter.Numbers("x", 1, 2)), ("", cells), ("", structs), ("", MatWriter.Compress(MatWriter.Numbers("z", 4))));
        var random = new Random(1);
        int errors = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] bytes = i % 3 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (int change = 0; change < i % 4 && bytes.Length > 128; change++) bytes[random.Next(128, bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(Path, bytes);
            try
            {
                MatFile file = MatFile.Open(Path);
                foreach (string name in file.Names) ReadAll(file, name);
            }
            catch (DataException failure)
            {
                Assert.StartsWith(Path, failure.Message);
                errors++;
            }
        }

        Assert.InRange(errors, 1000, 3000);
    }

    [Fact]
    public void Scipys_files_are_read_as_scipy_means_them()
    {
        const string Python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not installed.");
        string script = $"""
            import numpy as np, scipy.io as io
            names = np.array(['n1-A/b.jpg', 'n2-B/c d.jpg'], dtype=object).reshape(-1, 1)
            annos = np.zeros((1, 3), dtype=[('fname', 'O'), ('bbox_x1', 'O'), ('class', 'O')])
            for i in range(3): annos[0, i] = ('%05d.jpg' % i, np.uint16(1000 * i), np.uint8(i + 1))
            io.savemat({PythonText(Path)}, dict(names=names, annos=annos, big=np.arange(70000, dtype=np.int32), text='Ärger', f=np.float32([[0.5, 1], [2, 3]]), b=np.array([True, False])), do_compression=True)
            """;
        using Process process = Process.Start(new ProcessStartInfo(Python, ["-c", script]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.SkipWhen(errors.Contains("ModuleNotFoundError", StringComparison.Ordinal), "scipy is not installed.");
        Assert.True(process.ExitCode == 0, errors);

        MatFile file = MatFile.Open(Path);
        Assert.Equal(["n1-A/b.jpg", "n2-B/c d.jpg"], file.Texts("names"));
        Assert.Equal(Enumerable.Range(0, 70000), file.Integers("big"));
        Assert.Equal([0.5, 2, 1, 3], file.Numbers("f"));
        Assert.Equal([1.0, 0], file.Numbers("b"));
        MatStructs annotations = file.Structs("annos");
        Assert.Equal("00002.jpg", Assert.IsType<MatText>(annotations[2, "fname"]).Value);
        Assert.Equal([2000.0], Assert.IsType<MatNumbers>(annotations[2, "bbox_x1"]).Values);
    }

    private static string PythonText(string path) => $"'{path.Replace("\\", "\\\\", StringComparison.Ordinal)}'";

    private static void ReadAll(MatFile file, string name)
    {
        switch (name)
        {
            case "names":
                file.Texts(name);
                break;
            case "s":
                file.Structs(name);
                break;
            default:
                file.Numbers(name);
                break;
        }
    }

    private MatFile Written(bool compressed, params byte[][] variables)
    {
        File.WriteAllBytes(Path, MatWriter.File(compressed, [.. variables.Select(variable => ("", variable))]));
        return MatFile.Open(Path);
    }
}
