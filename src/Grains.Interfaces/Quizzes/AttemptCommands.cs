using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Interfaces.Quizzes;

[GenerateSerializer, Immutable, Alias("hub.quizzes.Start")]
public sealed record StartAttempt : Command;

/// <param name="Place">The question's place on the paper, from 1.</param>
/// <param name="Response">Null leaves the answer as it is (only the flag changes).</param>
/// <param name="BaseRevision">The revision of this answer that the device had seen; 0: none.</param>
/// <param name="Flagged">Null leaves it.</param>
/// <param name="Settled">The learner has chosen between the answers of several devices: those that were kept beside it are forgotten.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.AnswerChange")]
public sealed record AnswerChange(int Place, Response? Response, long BaseRevision, bool? Flagged, bool Settled = false);

/// <param name="DeviceId">Of the tab or device, made by itself: a key segment.</param>
/// <param name="Sequence">Rises with every save of the device: one that arrives late is passed over.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Save")]
public sealed record SaveAnswers(int Number, ImmutableArray<AnswerChange> Changes, string DeviceId, long Sequence) : Command;

/// <param name="Revision">Of the answer as the learner sees it: another one is not checked, and costs no try. Null: whatever stands.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Check")]
public sealed record CheckAnswer(int Number, int Place, long? Revision = null) : Command;

/// <param name="Last">Answers not yet saved, or null.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.HandIn")]
public sealed record HandInAttempt(int Number, SaveAnswers? Last) : Command;

[GenerateSerializer, Immutable, Alias("hub.quizzes.ClaimEssay")]
public sealed record ClaimEssay(int Number, int Place, bool TakeOver) : Command;

[GenerateSerializer, Immutable, Alias("hub.quizzes.ReleaseEssay")]
public sealed record ReleaseEssay(int Number, int Place) : Command;

/// <param name="Mark">0 to the question's marks, two decimals.</param>
/// <param name="Comment">For the learner, at most 4,000 characters.</param>
/// <param name="ExpectedRevision">Of the mark that the grader saw.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Grade")]
public sealed record GradeEssay(int Number, int Place, decimal Mark, string Comment, int ExpectedRevision) : Command;

[GenerateSerializer, Immutable, Alias("hub.quizzes.RegradeAttempts")]
public sealed record RegradeAttempts(int KeyVersion, string ByUserId) : Command;
