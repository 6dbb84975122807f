using System.Net;
using System.Text.Json;
using LVW.Native.Imaging;
using LVW.Native.Viewer.Serving;

namespace LVW.Native.Viewer.Tests;

/// <summary>Pictures that are dropped in: explained as others are, bad ones told in one line, nothing kept on disk.</summary>
public sealed class DropTests(FinishedRun finished) : IAsyncLifetime
{
    private ServedRun served = null!;

    public async ValueTask InitializeAsync() => served = await ServedRun.StartAsync(finished.Run);

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Fact]
    public async Task A_picture_is_explained_as_lvw_explain_explains_it()
    {
        using var folder = new TemporaryFolder();
        (await CliRun.Of("explain", finished.Run, finished.Picture(), "--out", folder.In("why"))).RequireSuccess();
        JsonElement told = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Directory.GetFiles(folder.In("why"), "*.json").Single()));
        string logit = told.GetProperty("logit").GetDouble().ToString("F3", System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−');
        (HttpStatusCode status, JsonElement answer) = await Drop("0000.png", File.ReadAllBytes(finished.Picture()));
        Assert.Equal(HttpStatusCode.Created, status);
        string page = await served.Page(answer.GetProperty("address").GetString()!);
        Assert.Contains($"id=\"logit\">{logit}<", page);
        Assert.Contains($"id=\"decision\">{told.GetProperty("predicted").GetProperty("class").GetString()} ", page);
        Assert.All(told.GetProperty("words").EnumerateArray(), word => Assert.Contains($"id=\"use-{word.GetProperty("word").GetInt32()}\"", page));
        Assert.Contains("0000.png", await served.Page("/pictures/yours"));
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("text")]
    [InlineData("oversized")]
    [InlineData("empty")]
    public async Task A_bad_picture_is_told_in_the_line_that_the_command_line_tells(string kind)
    {
        using var folder = new TemporaryFolder();
        File.Copy(finished.Picture(), folder.In("0000.png"));
        string path = BadPictures.Put(folder.Path, kind);
        (HttpStatusCode status, JsonElement answer) = await Drop("bad.png", File.ReadAllBytes(path));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        string line = answer.GetProperty("error").GetString()!;
        Assert.StartsWith("bad.png: ", line);
        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain("Exception", line);
        CliRun told = await CliRun.Of("predict", finished.Run, path);
        Assert.Contains(line.Split(". ")[0], told.RequireUserError().Errors.Single());
        Assert.DoesNotContain("Dropped in before", await served.Page("/pictures/yours"));
    }

    [Fact]
    public async Task A_picture_that_is_too_large_is_refused_before_it_is_read()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/yours?name=huge.png") { Content = new ByteArrayContent(new byte[1]) };
        request.Headers.Add("Origin", served.Origin);
        request.Headers.ExpectContinue = true;
        request.Content = new StreamContent(new MemoryStream(new byte[ChangeRoutes.LargestPicture + 1]));
        using HttpResponseMessage answer = await served.Send(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("huge.png: pictures of up to 32 MiB can be dropped in. Shrink it, or give it to lvw explain.", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\pictures\\flower.jpg", "flower.jpg")]
    [InlineData("a\r\nb<i>.png", "ab<i>.png")]
    [InlineData("", "picture")]
    [InlineData(null, "picture")]
    public void Of_a_name_the_last_part_stays(string? given, string shown) => Assert.Equal(shown, State.DroppedPictures.NameOf(given));

    [Fact]
    public async Task A_name_is_shown_as_text()
    {
        (_, JsonElement answer) = await Drop("<script>alert(1).png", File.ReadAllBytes(finished.Picture()));
        Assert.DoesNotContain("<script>alert", await served.Page(answer.GetProperty("address").GetString()!));
    }

    [Fact]
    public async Task Only_the_last_few_are_kept()
    {
        byte[] bytes = File.ReadAllBytes(finished.Picture());
        (_, JsonElement first) = await Drop("first.png", bytes);
        for (int i = 0; i < 6; i++) await Drop($"more{i}.png", bytes);
        using HttpResponseMessage answer = await served.Get(first.GetProperty("address").GetString());
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public void Of_huge_pictures_fewer_are_kept()
    {
        const int side = 8, six = 6 * 3 * side * side;
        var dropped = new State.DroppedPictures(six);
        for (int i = 0; i < 6; i++) Add(1);
        Assert.Equal(6, dropped.All.Count);
        Add(2);
        Assert.Equal(5, dropped.All.Count);
        State.Subject last = Add(6);
        Assert.Equal([last], dropped.All);

        State.Subject Add(int larger)
        {
            using var bytes = new MemoryStream();
            ImageCodecs.Default.Encode("a.bmp", new RgbImage(side, larger * side), bytes);
            return dropped.Add("a.bmp", bytes.ToArray(), ImageCodecs.Default);
        }
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> Drop(string name, byte[] bytes)
    {
        using HttpResponseMessage answer = await served.Post($"/yours?name={Uri.EscapeDataString(name)}", new ByteArrayContent(bytes));
        return (answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }
}
