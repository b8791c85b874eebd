namespace LearningHub.WebFrontend.Common;

/// <summary>Which engine this build runs, for the footer, the admin and the doctor: "Microsoft Orleans 10.4.2" or "in-process engine".</summary>
public sealed record EngineInfo(string Name);
