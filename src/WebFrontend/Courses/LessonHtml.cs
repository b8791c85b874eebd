using Markdig;

namespace LearningHub.WebFrontend.Courses;

/// <summary>Markdown of lessons and descriptions as safe HTML.</summary>
public sealed class LessonHtml
{
    private readonly MarkdownPipeline pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().DisableHtml().Build();

    public string Render(string markdown) => Markdown.ToHtml(markdown, pipeline);
}
