using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Downloads;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Downloads;

public sealed class ArchiveTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Out => folder.In("out");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("set.tar")]
    [InlineData("set.tgz")]
    [InlineData("set.zip")]
    public void Files_and_folders_come_out_whatever_the_kind(string name)
    {
        string archive = Write(name, ("images/", null), ("images/a.jpg", "one"), ("./images/b c.jpg", "two"), ("lists/empty.txt", ""));
        Assert.Equal((3, 6), Archive.Unpack(archive, Out, null, TestContext.Current.CancellationToken));
        Assert.Equal("two", File.ReadAllText(Path.Combine(Out, "images", "b c.jpg")));
        Assert.Empty(File.ReadAllText(Path.Combine(Out, "lists", "empty.txt")));
    }

    [Theory]
    [InlineData("../evil.txt")]
    [InlineData("images/../../evil.txt")]
    [InlineData("/evil.txt")]
    [InlineData("..\\evil.txt")]
    [InlineData("C:\\evil.txt")]
    [InlineData("images/a\u0007.jpg")]
    public void Names_that_lead_out_of_the_folder_are_refused(string entry)
    {
        foreach (string kind in new[] { "a.tar", "a.tgz", "a.zip" })
        {
            Fails(Write(kind, ("good.txt", "x"), (entry, "x")), null, "leads out of the folder", "own page");
        }

        Assert.False(File.Exists(folder.In("evil.txt")));
        Assert.False(File.Exists("/evil.txt"));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public void Links_are_refused(TarEntryType type)
    {
        string archive = folder.In("links.tar");
        using (var writer = new TarWriter(File.Create(archive)))
        {
            writer.WriteEntry(new PaxTarEntry(type, "images") { LinkName = "/etc" });
        }

        Fails(archive, null, "a link to /etc");
        Assert.False(Path.Exists(Path.Combine(Out, "images")));
    }

    [Fact]
    public void Links_in_a_zip_and_devices_in_a_tar_are_refused()
    {
        string zip = folder.In("links.zip");
        using (ZipArchive archive = ZipFile.Open(zip, ZipArchiveMode.Create))
        {
            ZipArchiveEntry entry = archive.CreateEntry("images");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using Stream stream = entry.Open();
            stream.Write("/etc"u8);
        }

        Fails(zip, null, "a link");
        string tar = folder.In("device.tar");
        using (var writer = new TarWriter(File.Create(tar))) writer.WriteEntry(new PaxTarEntry(TarEntryType.Fifo, "pipe"));
        Fails(tar, null, "Fifo");
    }

    [Theory]
    [InlineData("bomb.tgz")]
    [InlineData("bomb.zip")]
    public void An_archive_that_inflates_beyond_the_ratio_is_refused(string name)
    {
        string archive = Write(name, ("zeros.bin", new string('\0', 3 << 20)));
        Fails(archive, new ArchiveLimits { Free = 1 << 20, Ratio = 100 }, "come out of its", "fill the disk");
        Assert.Equal(1, Archive.Unpack(archive, Out, null, TestContext.Current.CancellationToken).Files);
    }

    [Fact]
    public void Too_many_bytes_or_entries_are_refused()
    {
        string archive = Write("a.tar", ("a", "123456"), ("b", "123456"));
        Fails(archive, new ArchiveLimits { Bytes = 10 }, "more than 10 bytes");
        Fails(archive, new ArchiveLimits { Entries = 1 }, "more than 1 entries");
    }

    [Fact]
    public void A_zip_whose_directory_lies_about_a_size_is_refused()
    {
        string archive = Write("lie.zip", ("a.bin", new string('x', 1000)));
        byte[] bytes = File.ReadAllBytes(archive);
        int directory = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.GetBytes(10).CopyTo(bytes, directory + 24);
        File.WriteAllBytes(archive, bytes);
        Assert.StartsWith(archive, Assert.Throws<DataException>(() => Archive.Unpack(archive, Out, null, TestContext.Current.CancellationToken)).Message);
    }

    [Theory]
    [InlineData("cut.tar")]
    [InlineData("cut.tgz")]
    [InlineData("cut.zip")]
    public void A_cut_archive_is_one_line_that_names_it_wherever_it_is_cut(string name)
    {
        string archive = Write(name, ("a.bin", Noise(700)), ("b.bin", Noise(3000)));
        byte[] whole = File.ReadAllBytes(archive);

        // Nothing is lost where only padding, or the end of a compressed block of zeros, is cut.
        int last = name switch { "cut.tar" => whole.Length - 1024, "cut.tgz" => whole.Length - 40, _ => whole.Length - 1 };
        foreach (int length in Enumerable.Range(0, 40).Select(i => 1 + ((last - 1) * i / 39)).Append(512).Append(1024).Append(1536))
        {
            if (length > last) continue;
            File.WriteAllBytes(archive, whole[..length]);
            Fails(archive, null);
        }
    }

    [Theory]
    [InlineData("altered.tar")]
    [InlineData("altered.tgz")]
    [InlineData("altered.zip")]
    public void An_altered_archive_comes_out_or_is_the_one_error(string name)
    {
        string archive = Write(name, ("images/", null), ("images/a.bin", Noise(700)), ("b.bin", Noise(300)));
        byte[] whole = File.ReadAllBytes(archive);
        var random = new Random(1);
        int errors = 0;
        for (int i = 0; i < 120; i++)
        {
            byte[] bytes = [.. whole];
            for (int change = 0; change <= i % 3; change++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(archive, bytes);
            try
            {
                Archive.Unpack(archive, folder.In($"out{i}"), null, TestContext.Current.CancellationToken);
            }
            catch (DataException failure)
            {
                Assert.StartsWith(archive, failure.Message);
                errors++;
            }
        }

        Assert.InRange(errors, 10, 120);
    }

    [Fact]
    public void Something_else_is_no_archive()
    {
        string file = folder.In("page.tar");
        File.WriteAllText(file, "<html>" + new string('x', 2000));
        Fails(file, null, "cut or damaged", "again");
    }

    private static string Noise(int length)
    {
        var random = new Random(length);
        return new string([.. Enumerable.Range(0, length).Select(_ => (char)random.Next('!', '~'))]);
    }

    private void Fails(string archive, ArchiveLimits? limits, params string[] words)
    {
        var failure = Assert.Throws<DataException>(() => Archive.Unpack(archive, Out, limits, TestContext.Current.CancellationToken));
        Assert.StartsWith(archive + ": ", failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.All(words, word => Assert.Contains(word, failure.Message));
    }

    private string Write(string name, params (string Name, string? Content)[] entries)
    {
        string archive = folder.In(name);
        using FileStream file = File.Create(archive);
        if (name.EndsWith("zip", StringComparison.Ordinal))
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Create);
            foreach ((string entry, string? content) in entries)
            {
                using Stream stream = zip.CreateEntry(entry).Open();
                if (content is not null) stream.Write(Encoding.UTF8.GetBytes(content));
            }
        }
        else
        {
            using Stream stream = name.EndsWith("tgz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Optimal) : file;
            using var tar = new TarWriter(stream);
            foreach ((string entry, string? content) in entries)
            {
                tar.WriteEntry(content is null
                    ? new UstarTarEntry(TarEntryType.Directory, entry)
                    : new UstarTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
            }
        }

        return archive;
    }
}
