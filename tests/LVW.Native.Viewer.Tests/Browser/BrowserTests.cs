namespace LVW.Native.Viewer.Tests.Browser;

/// <summary>What users do, in a browser: nothing is asked of the network beyond the viewer, nothing fails on the console, and keys alone suffice.</summary>
public sealed class BrowserTests(FinishedRun finished, Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private ServedRun served = null!;

    public async ValueTask InitializeAsync() => served = await ServedRun.StartAsync(finished.Run);

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Theory]
    [InlineData(360, false)]
    [InlineData(360, true)]
    [InlineData(1400, false)]
    [InlineData(1400, true)]
    public async Task Every_page_fits_its_width_shows_its_pictures_and_keeps_to_the_policy(int width, bool dark)
    {
        BrowserPage page = await chromium.Open(served, width, dark);
        await served.Change(("word", "3"), ("use", "0"));
        foreach ((string name, string address) in new[]
        {
            ("words", "/words"), ("word", "/words/5"), ("pictures", "/pictures/test"), ("decision", "/pictures/test/4"), ("yours", "/pictures/yours"), ("nothing", "/pictures/test/999"),
        })
        {
            page.ExpectsRefusals = name == "nothing";
            await page.Go(address);
            await page.Shoot($"{name}-{width}-{(dark ? "dark" : "light")}", width);
            Assert.Equal(0, (await page.Value("document.documentElement.scrollWidth - document.documentElement.clientWidth")).GetInt32());
            Assert.Equal(dark, (await page.Value("getComputedStyle(document.documentElement).backgroundColor === 'rgb(19, 20, 22)'")).GetBoolean());
        }

        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task A_word_is_left_out_by_keys_alone_and_the_decision_changes_and_is_told()
    {
        BrowserPage page = await chromium.Open(served, 1400);
        await page.Go("/pictures/test/4");
        string logit = await page.Text("document.getElementById('logit').textContent");
        await page.Press("Tab");
        Assert.Equal("Skip to the content", await page.Text("document.activeElement.textContent"));
        await page.Press("Enter");
        await page.TabTo("input[data-word]");
        Assert.NotEqual("none", await page.Text("getComputedStyle(document.activeElement).outlineStyle"));
        string id = await page.Text("document.activeElement.id"), word = await page.Text("document.activeElement.dataset.word");
        await page.Press(" ");
        await page.Until("document.getElementById('change') !== null");
        Assert.NotEqual(logit, await page.Text("document.getElementById('logit').textContent"));
        Assert.StartsWith($"Without word {word}: ", await page.Text("document.getElementById('change').textContent"));
        await page.Until($"document.getElementById('said').textContent.startsWith('Without word {word}: ')");

        // The box has moved to the words left out, and the focus with it: the same key takes the word back.
        Assert.Equal(id, await page.Text("document.activeElement.id"));
        await page.Press(" ");
        await page.Until("document.getElementById('change') === null");
        Assert.Equal(logit, await page.Text("document.getElementById('logit').textContent"));
        Assert.Equal(id, await page.Text("document.activeElement.id"));
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task A_word_is_left_out_in_the_grid_and_weights_are_fitted_again()
    {
        BrowserPage page = await chromium.Open(served, 1400);
        await page.Go("/words");
        await page.TabTo("#use-2");
        await page.Press(" ");
        await page.Until("document.getElementById('what-if').textContent.startsWith('Without word 2.')");
        await page.Until("document.activeElement.id === 'use-2'");
        await page.TabTo("#use-3");
        await page.Press(" ");
        await page.Until("document.getElementById('what-if').textContent.startsWith('Without words 2, 3.')");
        await page.Go("/words");
        await page.TabTo("#fit");
        await page.Press(" ");
        await page.Until("document.getElementById('what-if').textContent.includes('W fitted again.')");
        await page.TabTo("#reset");
        await page.Press("Enter");
        await page.Until("document.getElementById('what-if').hidden");
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task A_picture_is_dropped_in_and_explained()
    {
        BrowserPage page = await chromium.Open(served, 1400);
        await page.Go("/pictures/yours");
        await page.Drop("#drop", finished.Picture());
        await page.Until("document.getElementById('logit') !== null");
        Assert.Contains("0000.png", await page.Text("document.querySelector('.name').textContent"));
        await page.Pictures();
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task A_picture_is_chosen_and_a_bad_one_is_told_where_it_was_chosen()
    {
        using var folder = new TemporaryFolder();
        File.Copy(finished.Picture(), folder.In("0000.png"));
        BrowserPage page = await chromium.Open(served, 360);
        await page.Go("/pictures/yours");
        await page.TabTo("#file");
        page.ExpectsRefusals = true;
        await page.Choose("#file", BadPictures.Put(folder.Path, "text"));
        await page.Until("document.getElementById('problem').textContent.startsWith('bad.png: ')");
        page.ExpectsRefusals = false;
        await page.Shoot("bad-360-light", 360);
        await page.Choose("#file", finished.Picture());
        await page.Until("document.getElementById('logit') !== null");
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task A_pass_shows_how_far_it_is_and_then_what_it_found()
    {
        using var copy = new RunCopy(finished);
        File.Delete(copy.In("findings.safetensors"));
        await using ServedRun old = await ServedRun.StartAsync(copy.Path);
        BrowserPage page = await chromium.Open(old, 1400);
        await page.Go("/pictures/test");
        await page.Until("document.querySelectorAll('.gallery .badge').length === 18");
        await page.Go("/words");
        await page.TabTo("button[data-post]");
        await page.Press("Enter");
        await page.Until("document.querySelector('.missing') === null && document.querySelectorAll('.sheet .word').length === 18");
        Assert.Empty(page.Faults);
    }
}
