using FsCheck;
using FsCheck.Fluent;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Transcoding;
using LearningHub.Grains.Transcoding;

namespace LearningHub.Domain.Tests.Transcoding;

/// <summary>A copy of the source is served first; the ladder takes its place.</summary>
public sealed class EarlyRenditionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_copy_is_served_and_the_job_waits_again_for_its_ladder()
    {
        var decision = TranscodeJob.CompleteEarly(Claim(Queued()), new(1, Manifest(1)), Now.AddMinutes(1));
        var early = decision.State!;
        (early.State, early.EarlyAttempt, early.Manifest!.Attempt, early.QueuedAt).ShouldBe((TranscodeState.Queued, 1, 1, Now.AddMinutes(1)));
        decision.Events.ShouldHaveSingleItem().ShouldBe(new TranscodePublished(early.Manifest, Early: true));
        TranscodeJob.MayCopy(early).ShouldBeFalse();

        var ladder = TranscodeJob.Complete(Claim(early), new(2, Manifest(2)), Now);
        (ladder.State!.State, ladder.State.Manifest!.Attempt, ladder.State.EarlyAttempt).ShouldBe((TranscodeState.Published, 2, 1));
        ladder.Events.ShouldHaveSingleItem().ShouldBe(new TranscodePublished(ladder.State.Manifest));
    }

    [Fact]
    public void An_early_outcome_may_come_twice_or_late_and_changes_nothing_then()
    {
        var early = TranscodeJob.CompleteEarly(Claim(Queued()), new(1, Manifest(1)), Now).State!;
        var running = Claim(early);
        var published = TranscodeJob.Complete(running, new(2, Manifest(2)), Now).State!;
        foreach (var state in (TranscodeJobState[])[early, running, published]) TranscodeJob.CompleteEarly(state, new(1, Manifest(1)), Now).IsNoChange.ShouldBeTrue();
        // A host that stops in good order just then gives back what it no longer holds.
        TranscodeJob.Fail(early, new(1, TranscodeJob.HostStopped, "Stopped.", Final: false), Now).IsNoChange.ShouldBeTrue();
        // The copy is not the ladder, whatever says so.
        foreach (var state in (TranscodeJobState[])[early, running, published]) TranscodeJob.Complete(state, new(1, Manifest(1)), Now).Error.ShouldBe(TranscodeJob.Superseded);
    }

    [Fact]
    public void There_is_one_early_rendition_and_never_that_of_a_superseded_attempt()
    {
        var second = TranscodeJob.Claim(Claim(Queued()), "b", leaseOver: true, Now).State!;
        TranscodeJob.CompleteEarly(second, new(1, Manifest(1)), Now).Error.ShouldBe(TranscodeJob.Superseded);
        TranscodeJob.CompleteEarly(second, new(2, Manifest(1)), Now).Error.ShouldBe(TranscodeJob.Superseded);
        var early = TranscodeJob.CompleteEarly(second, new(2, Manifest(2)), Now).State!;
        TranscodeJob.CompleteEarly(Claim(early), new(3, Manifest(3)), Now).Error.ShouldBe(TranscodeJob.EarlyExists);
        TranscodeJob.CompleteEarly(TranscodeJobState.Empty, new(0, Manifest(0)), Now).Error.ShouldBe(TranscodeJob.Superseded);
    }

    [Theory]
    [InlineData("transcoding.breaks_off", true)]
    [InlineData("transcoding.encoder_failed", false)]
    public void When_the_ladder_fails_for_good_the_early_rendition_stays_and_says_why(string code, bool final)
    {
        var job = TranscodeJob.CompleteEarly(Claim(Queued()), new(1, Manifest(1)), Now).State!;
        for (var failures = 0; job.State == TranscodeState.Queued; failures++)
        {
            failures.ShouldBeLessThan(3);
            var failed = TranscodeJob.Fail(Claim(job), new(job.Attempt + 1, code, "No ladder.", final), Now);
            failed.Events.ShouldNotContain(e => e is TranscodeFailed);
            job = failed.State!;
        }
        (job.State, job.Manifest!.Attempt, job.Code, job.Message).ShouldBe((TranscodeState.Published, 1, code, "No ladder."));
        TranscodeJob.IsGivenUp(job).ShouldBeTrue();
        TranscodeJob.Fail(job, new(job.Attempt, code, "No ladder.", final), Now).IsNoChange.ShouldBeTrue();
        TranscodeJob.Claim(job, "b", leaseOver: true, Now).Error.ShouldBe(TranscodeJob.NotWaiting);
        // Its lease ran out, and it finishes all the same: what it made is not what is served.
        TranscodeJob.Complete(job, new(job.Attempt, Manifest(job.Attempt)), Now).Error.ShouldBe(TranscodeJob.Superseded);
    }

    [Fact]
    public void A_copy_that_its_hosts_do_not_outlive_is_tried_three_times_and_the_ladder_then_without()
    {
        var job = Claim(Queued());
        for (var loss = 0; loss < TranscodeJob.LossesWithCopy; loss++)
        {
            TranscodeJob.MayCopy(job).ShouldBeTrue();
            job = TranscodeJob.Claim(job, "b", leaseOver: true, Now).State!;
        }
        (job.State, TranscodeJob.MayCopy(job)).ShouldBe((TranscodeState.Running, false));
    }

    [Fact]
    public void To_look_whether_it_can_be_copied_is_no_failure()
    {
        var job = Queued();
        for (var looks = 0; looks < 5; looks++) job = TranscodeJob.Fail(Claim(job), new(job.Attempt + 1, TranscodeJob.NotCopied, "", Final: false), Now).State!;
        (job.State, job.Failures, job.Losses).ShouldBe((TranscodeState.Queued, 0, 0));
    }

    private sealed record Step(string What, int Attempt, bool Final);

    private static readonly Gen<Step> Steps =
        from what in Gen.Elements("claim", "claim", "lost", "early", "early", "complete", "fail", "stop")
        from attempt in Gen.Choose(0, 2)
        from final in Gen.Elements(true, false, false)
        select new Step(what, attempt, final);

    /// <summary>Workers that die, are late and repeat themselves, in any order.</summary>
    [Fact]
    public void What_is_served_is_whole_and_only_ever_replaced_by_a_later_attempt() =>
        Prop.ForAll(Gen.ListOf(Steps).ToArbitrary(), steps =>
        {
            var state = Queued();
            int early = 0, ladder = 0;
            foreach (var step in steps)
            {
                var number = Math.Max(0, state.Attempt - step.Attempt);
                var decision = step.What switch
                {
                    "claim" => TranscodeJob.Claim(state, "a", leaseOver: false, Now),
                    "lost" => TranscodeJob.Claim(state, "b", leaseOver: true, Now),
                    "early" => TranscodeJob.CompleteEarly(state, new(number, Manifest(number)), Now),
                    "complete" => TranscodeJob.Complete(state, new(number, Manifest(number)), Now),
                    "fail" => TranscodeJob.Fail(state, new(number, "transcoding.encoder_failed", "No.", step.Final), Now),
                    _ => TranscodeJob.Fail(state, new(number, TranscodeJob.HostStopped, "No.", false), Now),
                };
                if (decision.Error is not null || decision.IsNoChange) continue;
                var next = decision.State!;
                foreach (var e in decision.Events)
                {
                    if (e is TranscodeFailed && state.Manifest is not null) return false;
                    if (e is not TranscodePublished published) continue;
                    if (state.State != TranscodeState.Running || published.Manifest.Attempt != state.Attempt) return false;
                    if (published.Early) early++;
                    else ladder++;
                }
                if ((next.Manifest?.Attempt ?? 0) < (state.Manifest?.Attempt ?? 0) || next.Attempt < state.Attempt) return false;
                if (state.EarlyAttempt != 0 && next.EarlyAttempt != state.EarlyAttempt) return false;
                state = next;
            }
            return early <= 1 && ladder <= 1 && (state.Manifest is not null) == early + ladder > 0
                && (state.State != TranscodeState.Published || state.Manifest is not null) && (state.State != TranscodeState.Failed || state.Manifest is null);
        }).QuickCheckThrowOnFailure();

    private static TranscodeJobState Queued() => TranscodeJob.Enqueue(TranscodeJobState.Empty, new("c", "l", "talk.mp4", 10), Now).State!;
    private static TranscodeJobState Claim(TranscodeJobState job) => TranscodeJob.Claim(job, "a", leaseOver: false, Now).State!;
    private static MediaManifest Manifest(int attempt) => new(attempt, 1000, 640, 360, false, "master.m3u8", "poster.jpg", [], 1);
}
