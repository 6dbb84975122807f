namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>How to read the page, and what its terms mean.</summary>
internal static class ReadingGuide
{
    private static readonly string[] Steps =
    [
        "Start with the agreement. Where words and base model name the same class, the words’ decision is an account of the base model’s; where they do not, it is not.",
        "Look at a few explanations. The patch of a word and the place found for it should show the same thing to your eye. If they do not, the word stands for something else than it seems.",
        "Compare where both models look. An overlap near chance means that the words decide by other parts of the picture than the base model.",
        "Read the word sheet for words that many classes share (what classes have in common) and words of one class (what sets it apart).",
        "Judge every number by its yardsticks: chance, a fixed blob at the picture’s centre, the same map with its cells shuffled.",
    ];

    private static readonly (string Term, string Meaning)[] Glossary =
    [
        ("Visual word", "A point in feature space that training has learned and that equals one real patch of one training picture. Words do not belong to classes."),
        ("Projection", "The step that gives each word the value of its nearest training patch."),
        ("Similarity g", "By default ln((d+1)/(d+10⁻⁴)) for the squared distance d of the word and its closest place in the picture: 9.21 at a perfect match, 0.69 at d = 1."),
        ("Weight W", "How much a word speaks for a class, or against it where negative. A word’s weight in the word sheet is the sum of |W| over classes."),
        ("Contribution W·g", "What a word adds to a class’s logit. The class with the largest logit is predicted."),
        ("Base model", "The ordinary classifier that the words explain."),
        ("Attention", "Base model: Grad-CAM of its predicted class. Words: where the deciding words are found in the picture."),
        ("Attention IoU", "Both maps keep the same share of their strongest pixels (half, quarter); intersection over union of the two. Two random masks reach 0.334 and 0.144."),
        ("Centre blob", "One fixed map, strong at the picture’s centre, used for all pictures: what is reached without looking."),
        ("Deletion, insertion", "The predicted class’s probability while pixels are removed from, or added to, the picture in the order of the words’ evidence for it; area under that curve."),
        ("Agreement", "Share of test pictures on which words and base model name the same class."),
        ("Shared", "Entropy of the classes of a word’s neighbours, 0 for one class only, 1 for all classes alike."),
        ("Unused word", "A word that is not the nearest of any test picture."),
    ];

    public static void Render(HtmlWriter html)
    {
        using (html.Open("section", ("id", "guide"), ("aria-labelledby", "guide-title")))
        {
            html.Leaf("h2", "How to read this page", ("id", "guide-title"));
            using (html.Open("div", ("class", "guide")))
            {
                using (html.Open("ol"))
                {
                    foreach (var step in Steps)
                        html.Leaf("li", step);
                }

                using (html.Open("dl", ("class", "glossary")))
                {
                    foreach (var (term, meaning) in Glossary)
                    {
                        html.Leaf("dt", term);
                        html.Leaf("dd", meaning);
                    }
                }
            }
        }
    }
}
