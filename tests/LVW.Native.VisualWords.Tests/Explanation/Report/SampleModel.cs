using LVW.Native.VisualWords.Explanation.Report;

namespace LVW.Native.VisualWords.Tests.Explanation.Report;

/// <summary>A report as a real run would fill it: 17 classes, 85 words.</summary>
internal sealed class SampleModel(Func<int, int, ReportPicture> flower, Func<int, int, ReportPicture> patch)
{
    public static readonly string[] Classes =
    [
        "bluebell", "buttercup", "colts-foot", "cowslip", "crocus", "daffodil", "daisy", "dandelion", "fritillary",
        "iris", "lily-valley", "pansy", "snowdrop", "sunflower", "tigerlily", "tulip", "windflower",
    ];

    private readonly Random _random = new(7);

    public static ReportModel Create() => new SampleModel(SamplePictures.Flower, SamplePictures.Patch).Build();

    public ReportModel Build()
    {
        var words = Enumerable.Range(0, 85).Select(Word).ToList();
        return new ReportModel
        {
            Header = new ReportHeader
            {
                Title = "Visual words of flowers-17",
                DataSet = "oxford-flowers-17",
                Backbone = "squeezenet1_1",
                Preset = "recommended",
                Seed = 1,
                Date = new DateTimeOffset(2025, 3, 14, 15, 9, 0, TimeSpan.Zero),
                Device = "cpu, 2 threads",
            },
            Summary = Summary(),
            TrainingCharts = [Loss(), Accuracy()],
            PerturbationCharts = [Perturbation("Deletion", false), Perturbation("Insertion", true)],
            Confusion = Confusion(),
            Words = words,
            Explanations = [.. Enumerable.Range(0, 6).Select(i => Explanation(words, i))],
            Settings =
            [
                new("batchSize", "32"), new("wordsPerClass", "5"), new("wordDepth", "128"), new("loss.cluster", "0.8"),
                new("loss.attention", "10"), new("loss.l1", "0.0001"), new("resampling", "halfPixel"), new("threads", "2"),
            ],
            Warnings = ["2 pictures could not be read and were left out: tulip/image_0007.jpg, iris/image_0311.jpg."],
        };
    }

    private static ReportSummary Summary() => new()
    {
        TrainPictures = 1020,
        TestPictures = 340,
        Classes = 17,
        BaseAccuracy = 0.8265,
        WordsAccuracy = 0.7941,
        WordsAccuracyBeforeProjection = 0.7971,
        Agreement = 0.8118,
        Overlap50 = new AttentionOverlap(0.550, 0.334, 0.497),
        Overlap25 = new AttentionOverlap(0.472, 0.144, 0.364),
        Deletion = new PerturbationScore(0.146, 0.357),
        Insertion = new PerturbationScore(0.612, 0.401),
        WordCount = 85,
        WordsUsed = 55,
        DistinctPatches = 84,
        MaxProjectionDistance = 3.1e-7,
        Timings =
        [
            new("read data", TimeSpan.FromSeconds(14.2)), new("base model", TimeSpan.FromSeconds(512)), new("attention", TimeSpan.FromSeconds(31)),
            new("warm", TimeSpan.FromSeconds(122)), new("joint", TimeSpan.FromSeconds(941)), new("projection", TimeSpan.FromSeconds(22)),
            new("last layer", TimeSpan.FromSeconds(6.3)), new("evaluation", TimeSpan.FromSeconds(95)),
        ],
    };

    private ReportWord Word(int index)
    {
        var @class = index * 5 % 17;
        var shared = _random.NextDouble();
        return new ReportWord
        {
            Index = index,
            Source = flower(@class, index),
            Box = new ReportBox(0.25 + (0.2 * _random.NextDouble()), 0.25 + (0.2 * _random.NextDouble()), 0.18 + (0.15 * _random.NextDouble()), 0.2 + (0.12 * _random.NextDouble())),
            SourceName = $"{Classes[@class]}/image_{index:0000}.jpg",
            SourceClass = Classes[@class],
            NearestTrain = Neighbours(@class, shared, 100),
            NearestTest = Neighbours(@class, shared, 200),
            ClassHistogram = [.. Classes.Select((name, c) => new ReportClassValue(name, c == @class ? 12 : _random.NextDouble() < shared ? _random.Next(0, 9) : 0))],
            Sharedness = shared,
            WeightMass = Math.Pow(_random.NextDouble(), 2) * 8,
            Votes = [new(Classes[@class], 1.31), new(Classes[(@class + 3) % 17], 0.22), new(Classes[(@class + 9) % 17], -0.4)],
            ProjectionDistance = 2.4e-8,
            IsDead = index % 7 == 3,
            DuplicateOf = index == 40 ? 12 : null,
        };
    }

    private IReadOnlyList<ReportNeighbour> Neighbours(int @class, double shared, int from) =>
        [.. Enumerable.Range(0, 5).Select(i =>
        {
            var c = _random.NextDouble() < shared ? _random.Next(17) : @class;
            return new ReportNeighbour(patch(c, from + i), Classes[c], $"{Classes[c]}/image_{from + i:0000}.jpg", 0.02 * (i + 1));
        })];

    private ReportExplanation Explanation(List<ReportWord> words, int i)
    {
        var truth = (i * 3 + 1) % 17;
        var predicted = i < 4 ? truth : (truth + 5) % 17;
        var uses = words.Where(word => word.SourceClass == Classes[predicted]).Concat(words).DistinctBy(word => word.Index).Take(6)
            .Select((word, k) => new ReportWordUse
            {
                Word = word,
                HeatMap = HeatMapOverlay.Encode(Blob(k), 7, 7),
                Box = new ReportBox(0.3 + (0.05 * k), 0.3, 0.3, 0.25),
                Similarity = 5.213 - (0.41 * k),
                Weight = (i == 5 && k == 5 ? -0.31 : 0.702) - (0.05 * k * (i == 5 ? 0 : 1)),
            }).ToList();
        var other = 0.412 - (0.2 * i);
        return new ReportExplanation
        {
            Name = $"test/{Classes[truth]}/image_{1200 + i:0000}.jpg",
            Picture = flower(truth, 300 + i),
            Predicted = new ReportClassValue(Classes[predicted], 0.87 - (0.07 * i)),
            Base = new ReportClassValue(Classes[i == 4 ? truth : predicted], 0.93 - (0.05 * i)),
            TrueClass = Classes[truth],
            TopClasses = [new(Classes[predicted], 0.87 - (0.07 * i)), new(Classes[(predicted + 12) % 17], 0.05 + (0.05 * i)), new(Classes[(predicted + 2) % 17], 0.02)],
            BaseAttention = HeatMapOverlay.Encode(Blob(1), 7, 7),
            WordsAttention = HeatMapOverlay.Encode(Blob(i), 7, 7),
            AttentionIoU = 0.68 - (0.08 * i),
            ChanceIoU = 0.334,
            Words = uses,
            OtherWords = words.Count - uses.Count,
            OtherContribution = other,
            Logit = uses.Sum(use => use.Contribution) + other,
        };
    }

    private static float[] Blob(int k) =>
        [.. Enumerable.Range(0, 49).Select(i => MathF.Exp(-(MathF.Pow((i % 7) - 2 - (k * 0.5f), 2) + MathF.Pow((i / 7) - 3, 2)) / 3.5f))];

    private ReportChart Loss() => new()
    {
        Title = "Training loss by term",
        XLabel = "epoch",
        YLabel = "mean per picture",
        LogarithmicY = true,
        Phases = [new("warm", 0), new("joint", 10)],
        Series =
        [
            Series("total", 50, t => 3.1 * Math.Exp(-3 * t) + 0.4), Series("cross-entropy", 50, t => 2.7 * Math.Exp(-4 * t) + 0.05),
            Series("cluster", 50, t => 0.5 * Math.Exp(-2 * t) + 0.06), Series("attention", 50, t => t < 0.2 ? double.NaN : 0.3 * Math.Exp(-1 * t) + 0.1),
            Series("L1", 50, t => 0.02 - (0.01 * t)),
        ],
    };

    private ReportChart Accuracy() => new()
    {
        Title = "Accuracy",
        XLabel = "epoch",
        YLabel = "validation pictures right",
        YIsFraction = true,
        Phases = [new("warm", 0), new("joint", 10)],
        Series =
        [
            Series("base", 30, t => 0.83 - (0.7 * Math.Exp(-6 * t))) with { Role = ReportSeriesRole.Base },
            Series("words", 50, t => 0.8 - (0.75 * Math.Exp(-5 * t))) with { Role = ReportSeriesRole.Words },
            Series("words, training", 50, t => 0.99 - (0.93 * Math.Exp(-5 * t))),
        ],
        Note = "The base model’s epochs came before; both start at 0 here.",
    };

    private static ReportChart Perturbation(string name, bool rising) => new()
    {
        Title = name,
        XLabel = rising ? "pixels shown" : "pixels hidden",
        YLabel = "probability of the predicted class",
        XIsFraction = true,
        YIsFraction = true,
        Series =
        [
            new ReportSeries("words", Fractions(), [.. Fractions().Select(t => rising ? 0.9 * (1 - Math.Exp(-4 * t)) : 0.9 * Math.Exp(-6 * t))]) { Role = ReportSeriesRole.Words },
            new ReportSeries("cells shuffled", Fractions(), [.. Fractions().Select(t => rising ? 0.88 * t * t : 0.9 * Math.Exp(-2 * t))]) { Role = ReportSeriesRole.Reference },
        ],
    };

    private static double[] Fractions() => [.. Enumerable.Range(0, 21).Select(i => i / 20.0)];

    private ReportSeries Series(string name, int epochs, Func<double, double> value) => new(
        name,
        [.. Enumerable.Range(1, epochs).Select(i => (double)i)],
        [.. Enumerable.Range(1, epochs).Select(i => value(i / 50.0) * (1 + (0.04 * (_random.NextDouble() - 0.5))))]);

    private ReportConfusion Confusion()
    {
        var counts = new int[17 * 17];
        for (var i = 0; i < 340; i++)
        {
            var truth = i / 20;
            var predicted = _random.NextDouble() < 0.8 ? truth : (truth + (_random.Next(2) * 3) + 1) % 17;
            counts[(truth * 17) + predicted]++;
        }

        return new ReportConfusion { Classes = Classes, Counts = counts };
    }
}
