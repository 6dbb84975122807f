using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LVW.Native.Viewer.Tests;

/// <summary>What the pages tell, and that a run without kept findings tells the same after a pass over its pictures.</summary>
public sealed partial class PageTests(FinishedRun finished)
{
    private const int TestPictures = 18;

    [Fact]
    public async Task All_pages_are_well_formed_and_name_what_can_be_used()
    {
        await using ServedRun served = await ServedRun.StartAsync(finished.Run);
        foreach (string address in new[] { "/words", "/words/0", "/pictures/test", "/pictures/train", "/pictures/test/0", "/pictures/train/3", "/pictures/yours" })
        {
            XElement page = XDocument.Parse((await served.Page(address)).Replace("<!DOCTYPE html>", "")).Root!;
            Assert.Single(page.Descendants("h1"));
            Assert.Single(page.Descendants("main"));
            Assert.All(page.Descendants("img"), image => Assert.NotNull(image.Attribute("alt")));
            Assert.All(page.Descendants("input").Where(input => input.Attribute("aria-label") is null), input => Assert.NotNull(input.Ancestors("label").FirstOrDefault()));
            Assert.All(page.Descendants("a"), link => Assert.True(link.Value.Length > 0 || link.Descendants("img").Any(image => image.Attribute("alt")!.Value.Length > 0) || link.Attribute("aria-hidden") is not null, link.ToString()));
            string?[] ids = [.. page.Descendants().Select(one => one.Attribute("id")?.Value).Where(id => id is not null)];
            Assert.Equal(ids.Length, ids.Distinct().Count());
        }
    }

    [Fact]
    public async Task Every_picture_that_a_page_shows_is_there()
    {
        await using ServedRun served = await ServedRun.StartAsync(finished.Run);
        foreach (string address in new[] { "/words", "/words/0", "/pictures/test", "/pictures/test/0", "/pictures/yours" })
        {
            foreach (Match match in Sources().Matches(await served.Page(address)))
            {
                using HttpResponseMessage answer = await served.Get(match.Groups[1].Value);
                Assert.True(answer.IsSuccessStatusCode, $"{address}: {match.Groups[1].Value}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Contributions_add_up_to_the_logit()
    {
        await using ServedRun served = await ServedRun.StartAsync(finished.Run);
        XElement page = XDocument.Parse((await served.Page("/pictures/test/0")).Replace("<!DOCTYPE html>", "")).Root!;
        XElement table = page.Descendants("table").Single(one => one.Attribute("class")?.Value == "contributions");
        static double Number(XElement cell) => double.Parse(cell.Nodes().OfType<XText>().First().Value.Replace('−', '-'), System.Globalization.CultureInfo.InvariantCulture);
        double[] parts = [.. table.Descendants("tr").Where(row => row.Attribute("class")?.Value != "total").Skip(1).Select(row => Number(row.Elements("td").Last()))];
        Assert.Equal(Number(table.Descendants("td").Last()), parts.Sum(), 0.005);
    }

    [Fact]
    public async Task The_pictures_are_chosen_by_class_by_prediction_and_by_whether_they_are_right()
    {
        await using ServedRun served = await ServedRun.StartAsync(finished.Run);
        int right = Count(await served.Page("/pictures/test?result=right")), wrong = Count(await served.Page("/pictures/test?result=wrong"));
        Assert.Equal(TestPictures, right + wrong);
        Assert.Equal(2, Count(await served.Page("/pictures/test?class=1")));
        int[] predicted = await Task.WhenAll(Enumerable.Range(0, 9).Select(async c => Count(await served.Page($"/pictures/test?predicted={c}"))));
        Assert.Equal(TestPictures, predicted.Sum());
        Assert.Equal(TestPictures, Count(await served.Page("/pictures/test?class=x&predicted=99&result=nonsense&page=-3")));
    }

    [Fact]
    public async Task The_words_are_chosen_and_ordered()
    {
        await using ServedRun served = await ServedRun.StartAsync(finished.Run);
        await served.Change(("word", "3"), ("use", "0"));
        Assert.Equal(["word-3"], Words(await served.Page("/words?state=unused")));
        Assert.Equal(17, Words(await served.Page("/words?state=used")).Length);
        string[] heaviest = Words(await served.Page("/words?order=weight"));
        Assert.Equal(18, heaviest.Length);
        Assert.NotEqual(heaviest, Words(await served.Page("/words")));
        Assert.NotEmpty(Words(await served.Page("/words?class=0")));
    }

    [Fact]
    public async Task A_run_without_findings_tells_the_same_after_a_pass()
    {
        using var copy = new RunCopy(finished);
        File.Delete(copy.In("findings.safetensors"));
        await using ServedRun old = await ServedRun.StartAsync(copy.Path), served = await ServedRun.StartAsync(finished.Run);
        Assert.Contains("Reading the test pictures", await old.Page("/pictures/test"));
        Assert.Equal("Done", await old.Passed("test"));
        Assert.Equal(Entries(await served.Page("/pictures/test")), Entries(await old.Page("/pictures/test")));
        Assert.Contains("Read the 36 training pictures", await old.Page("/words"));
        using (HttpResponseMessage begun = await old.Post("/jobs", new FormUrlEncodedContent([new("set", "train")]))) Assert.True(begun.IsSuccessStatusCode);
        Assert.Equal("Done", await old.Passed("train"));
        Assert.Equal(Words(await served.Page("/words?order=shared")), Words(await old.Page("/words?order=shared")));
        foreach (string near in new[] { "/images/words/5/near/test/0", "/images/words/5/near/train/2", "/images/words/5/patch" })
        {
            Assert.Equal(await served.Client.GetByteArrayAsync(near, TestContext.Current.CancellationToken), await old.Client.GetByteArrayAsync(near, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Damaged_findings_count_as_none()
    {
        using var copy = new RunCopy(finished);
        File.WriteAllText(copy.In("findings.safetensors"), "nothing of the kind");
        await using ServedRun served = await ServedRun.StartAsync(copy.Path);
        await served.Page("/pictures/test");
        Assert.Equal("Done", await served.Passed("test"));
    }

    [Fact]
    public async Task A_picture_that_cannot_be_read_any_more_is_told_on_its_page_in_one_line()
    {
        using var folder = new TemporaryFolder();
        (string pictures, string bad) = WithBadPicture(folder);
        await using ServedRun served = await ServedRun.StartAsync(finished.Run, "--data", pictures);
        using HttpResponseMessage answer = await served.Get("/pictures/test/0");
        string page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(422, (int)answer.StatusCode);
        Assert.Contains($"{bad}: ", page);
        using HttpResponseMessage thumbnail = await served.Get("/images/test/0/thumb");
        Assert.Equal(422, (int)thumbnail.StatusCode);
        await served.Page("/pictures/test/1");
    }

    [Fact]
    public async Task A_pass_that_failed_is_told_and_is_begun_again_only_when_that_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        (string pictures, string bad) = WithBadPicture(folder);
        using var copy = new RunCopy(finished);
        File.Delete(copy.In("findings.safetensors"));
        await using ServedRun served = await ServedRun.StartAsync(copy.Path, "--data", pictures);
        await served.Page("/pictures/test");
        Assert.Equal("Failed", await served.Passed("test"));
        string page = await served.Page("/pictures/test");
        Assert.Contains($"{bad}: ", page);
        Assert.Contains("Try again", page);
        Assert.DoesNotContain("data-job", page);

        File.Copy(Path.Combine(finished.Pictures, Path.GetRelativePath(pictures, bad)), bad, overwrite: true);
        using HttpResponseMessage again = await served.Post("/jobs", new FormUrlEncodedContent([KeyValuePair.Create("set", "test")]));
        Assert.Equal("Done", await served.Passed("test"));
    }

    [Fact]
    public async Task Requests_at_the_same_time_are_all_answered()
    {
        await using ServedRun served = await ServedRun.StartAsync(finished.Run);
        string[] pages = await Task.WhenAll(Enumerable.Range(0, TestPictures).Select(n => served.Page($"/pictures/test/{n}")));
        Assert.All(pages, page => Assert.Contains("id=\"logit\"", page));
        Assert.Equal(pages[7], await served.Page("/pictures/test/7"));
    }

    private static int Count(string page) => Regex.Count(page, "<li><a href=\"/pictures/test/");

    private static string[] Entries(string page) => [.. Regex.Matches(page, "<span class=\"label\">.*?</li>").Select(match => match.Value)];

    private static string[] Words(string page) => [.. Regex.Matches(page, "id=\"(word-\\d+)\"").Select(match => match.Groups[1].Value)];

    [GeneratedRegex("src=\"(/images/[^\"]+)\"")]
    private static partial Regex Sources();

    private (string Pictures, string Bad) WithBadPicture(TemporaryFolder folder)
    {
        string pictures = folder.In("pictures");
        foreach (string file in Directory.GetFiles(finished.Pictures, "*", SearchOption.AllDirectories))
        {
            string to = Path.Combine(pictures, Path.GetRelativePath(finished.Pictures, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        string bad = Directory.GetFiles(Path.Combine(pictures, "test"), "0000.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        File.WriteAllText(bad, "not a picture");
        return (pictures, bad);
    }
}
