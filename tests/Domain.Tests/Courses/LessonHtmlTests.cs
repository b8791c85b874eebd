using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using LearningHub.WebFrontend.Courses;

namespace LearningHub.Domain.Tests.Courses;

public sealed class LessonHtmlTests
{
    private static readonly LessonHtml Html = new();

    [Theory]
    [InlineData("# Title", "<h2>Title</h2>")]
    [InlineData("a *b* **c** `d` ~~e~~", "<p>a <em>b</em> <strong>c</strong> <code>d</code> <del>e</del></p>")]
    [InlineData("[a](https://example.org)", "<p><a href=\"https://example.org\" rel=\"nofollow noopener\">a</a></p>")]
    [InlineData("[a](mailto:a@example.org)", "<p><a href=\"mailto:a@example.org\" rel=\"nofollow noopener\">a</a></p>")]
    [InlineData("[a](/courses/x)", "<p><a href=\"/courses/x\" rel=\"nofollow noopener\">a</a></p>")]
    [InlineData("3. three", "<ol start=\"3\">\n<li>three</li>\n</ol>")]
    [InlineData("```csharp\nx < y\n```", "<pre><code class=\"language-csharp\">x &lt; y\n</code></pre>")]
    [InlineData("![alt](https://example.org/a.png)", "<p><img src=\"https://example.org/a.png\" alt=\"alt\" loading=\"lazy\"></p>")]
    public void What_Markdown_can_say_is_shown(string markdown, string html) => Html.Render(markdown).Trim().ShouldBe(html);

    [Fact]
    public void Tables_keep_their_alignment() => Html.Render("| a | b |\n|:-:|--:|\n| 1 | 2 |").ShouldContain("<th style=\"text-align: center;\">a</th>");

    public static TheoryData<string> Attacks => new(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](&#x6A;&#x61;vascript&colon;alert(1))",
        "[x](\u0001javascript:alert(1))",
        "[x](  javascript:alert(1))",
        "[x](vbscript:msgbox(1))",
        "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "[x](//evil.example/)",
        "[x](/\\evil.example)",
        "[x](\\\\evil.example)",
        "[x](file:///etc/passwd)",
        "[x](blob:https://a/b)",
        "![x](javascript:alert(1))",
        "![x](data:image/svg+xml,<svg onload=alert(1)>)",
        "![\" onerror=\"alert(1)](x)",
        "[x](https://a.example \"\\\" onmouseover=\\\"alert(1)\")",
        "[x](<https://a.example\" onclick=alert(1)>)",
        "<javascript:alert(1)>",
        "<https://a.example/\"onclick=alert(1)>",
        "[a]: javascript:alert(1)\n\n[a]",
        "```\" onload=\"alert(1)\nx\n```",
        "```js\"><script>alert(1)</script>\nx\n```",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<object data=javascript:alert(1)></object>",
        "<embed src=javascript:alert(1)>",
        "<form action=javascript:alert(1)><button>go</button></form>",
        "<input autofocus onfocus=alert(1)>",
        "<details open ontoggle=alert(1)>",
        "<math><mtext></p><img src=x onerror=alert(1)></math>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<template><script>alert(1)</script></template>",
        "<base href=\"https://evil.example/\">",
        "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<link rel=stylesheet href=javascript:alert(1)>",
        "<style>@import 'https://evil.example/x.css';</style>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<p style=\"background:url(javascript:alert(1))\">",
        "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
        "# <script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<a name=\"x\" id=\"location\">clobber</a>");

    [Theory, MemberData(nameof(Attacks))]
    public void An_attack_stays_text(string markdown) => ShouldBeInert(Html.Render(markdown));

    [Theory, MemberData(nameof(Attacks))]
    public void The_second_fence_holds_alone(string html) => ShouldBeInert(LessonHtml.Sanitize(html));

    [Fact]
    public void Nesting_without_end_is_shown_as_typed()
    {
        ShouldBeInert(Html.Render(new string('>', 40_000) + "<script>"));
        ShouldBeInert(Html.Render(new string('[', 40_000)));
        ShouldBeInert(Html.Render(string.Concat(Enumerable.Repeat("- ", 20_000))));
        ShouldBeInert(Html.Render(new string('*', 40_000) + "a" + new string('*', 40_000)));
    }

    private static void ShouldBeInert(string html)
    {
        string[] elements = ["p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "del", "ins", "mark", "sub", "sup", "a", "img", "table", "thead", "tbody", "tr", "th", "td"];
        string[] attributes = ["href", "rel", "src", "alt", "title", "loading", "start", "class", "style"];
        foreach (var element in new HtmlParser().ParseDocument($"<body>{html}").Body!.QuerySelectorAll("*"))
        {
            elements.ShouldContain(element.LocalName, html);
            foreach (var attribute in element.Attributes)
            {
                attributes.ShouldContain(attribute.Name, html);
                if (attribute.Name is "href" or "src") attribute.Value.ShouldMatch("^(https?://|mailto:|/[^/\\\\]|/$|#)", html);
                if (attribute.Name == "style") attribute.Value.ShouldStartWith("text-align: ");
                if (attribute.Name == "class") attribute.Value.ShouldStartWith("language-");
            }
        }
    }
}
