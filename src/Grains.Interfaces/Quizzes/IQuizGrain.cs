using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Quizzes;

/// <summary>How a quiz is set up. Key <see cref="QuizKey"/>; it belongs to a lesson of kind quiz, whose title it shows. Only the course's staff see and change it
/// (<c>courses.not_yours</c>, else <c>quizzes.not_found</c>). Attempts keep the questions they were dealt. Bounds: 100 slots, 200 questions, 1,000 overrides.</summary>
public interface IQuizGrain : IGrainWithStringKey
{
    /// <summary>Makes the quiz of a lesson. Again: nothing. Errors: <c>quizzes.not_a_quiz</c> when the lesson is none.</summary>
    [Requires(Permission.Teach), Alias("Create")] Task<Result<Receipt>> Create(CreateQuiz command);

    [Requires(Permission.Teach), Alias("Configure")] Task<Result<Receipt>> Configure(ConfigureQuiz command);

    /// <summary>Adds questions of the course's bank; those already in the quiz are passed over.</summary>
    [Requires(Permission.Teach), Alias("AddQuestions")] Task<Result<Receipt>> AddQuestions(AddQuizQuestions command);
    [Requires(Permission.Teach), Alias("AddDraw")] Task<Result<Receipt>> AddDraw(AddQuizDraw command);
    [Requires(Permission.Teach), Alias("ChangeSlot")] Task<Result<Receipt>> ChangeSlot(ChangeQuizSlot command);
    [Requires(Permission.Teach), Alias("MoveSlot")] Task<Result<Receipt>> MoveSlot(MoveQuizSlot command);
    [Requires(Permission.Teach), Alias("RemoveSlot")] Task<Result<Receipt>> RemoveSlot(RemoveQuizSlot command);

    /// <summary>Sets what is different for one person; an attempt of theirs that runs follows at once.</summary>
    [Requires(Permission.Teach), Alias("SetOverride")] Task<Result<Receipt>> SetOverride(SetQuizOverride command);
    [Requires(Permission.Teach), Alias("RemoveOverride")] Task<Result<Receipt>> RemoveOverride(RemoveQuizOverride command);

    /// <summary>Marks with the newest versions of these questions from now on, and begins to mark again every attempt that was handed in. Errors:
    /// <c>quizzes.nothing_to_regrade</c>.</summary>
    [Requires(Permission.Teach), Alias("Regrade")] Task<Result<Receipt>> Regrade(RegradeQuiz command);

    [Requires(Permission.Teach), ReadOnly, Alias("Get")] Task<Result<QuizView>> Get();

    /// <summary>Whether the caller is staff of the quiz's course. For those who watch its grading queue.</summary>
    [Requires(Permission.SignedIn), ReadOnly, AlwaysInterleave, Alias("IsStaff")] Task<bool> IsStaff();

    /// <summary>A paper for one attempt: fixed questions at their present versions (a change of the last five seconds may be missed), draws by the seed, in the order of the quiz
    /// or shuffled by the seed. Errors: <c>quizzes.no_questions</c>, <c>quizzes.too_few_questions</c> (a draw asks for more than
    /// the bank has).</summary>
    [Requires(Permission.System), ReadOnly, AlwaysInterleave, Alias("Deal")] Task<Result<ImmutableArray<DealtQuestion>>> Deal(long seed);

    /// <summary>What an attempt needs, with what is different for this person; null when there is no such quiz.</summary>
    [Requires(Permission.System), ReadOnly, AlwaysInterleave, Alias("GetRules")] Task<QuizRules?> GetRules(string userId);
}
