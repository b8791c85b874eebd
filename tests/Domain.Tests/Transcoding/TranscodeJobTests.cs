using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Transcoding;
using LearningHub.Grains.Transcoding;

namespace LearningHub.Domain.Tests.Transcoding;

public sealed class TranscodeJobTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_queued_job_is_claimed_once_and_published_once()
    {
        var running = Claim(Queued());
        (running.State, running.Attempt).ShouldBe((TranscodeState.Running, 1));
        TranscodeJob.Claim(running, "b", leaseOver: false, Now).Error.ShouldBe(TranscodeJob.NotWaiting);

        var published = TranscodeJob.Complete(running, new(1, Manifest(1)), Now).State!;
        published.State.ShouldBe(TranscodeState.Published);
        TranscodeJob.Complete(published, new(1, Manifest(1)), Now).IsNoChange.ShouldBeTrue();
        TranscodeJob.Claim(published, "b", leaseOver: true, Now).Error.ShouldBe(TranscodeJob.NotWaiting);
    }

    [Fact]
    public void A_superseded_attempt_is_not_heard()
    {
        var second = TranscodeJob.Claim(Claim(Queued()), "b", leaseOver: true, Now).State!;
        second.Attempt.ShouldBe(2);
        TranscodeJob.Hears(second, 1).ShouldBe(TranscodeJob.Superseded);
        TranscodeJob.Complete(second, new(1, Manifest(1)), Now).Error.ShouldBe(TranscodeJob.Superseded);
        TranscodeJob.Complete(second, new(2, Manifest(1)), Now).Error.ShouldBe(TranscodeJob.Superseded);
        TranscodeJob.Fail(second, new(1, "x", "x", true), Now).Error.ShouldBe(TranscodeJob.Superseded);
        TranscodeJob.Hears(second, 2).ShouldBeNull();
    }

    [Fact]
    public void A_refused_source_fails_at_once_and_other_trouble_after_three_attempts()
    {
        TranscodeJob.Fail(Claim(Queued()), new(1, "transcoding.no_picture", "No.", Final: true), Now).State!.State.ShouldBe(TranscodeState.Failed);

        var job = Queued();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            job = TranscodeJob.Fail(Claim(job), new(attempt, "transcoding.stalled", "It stalled.", Final: false), Now).State!;
            job.State.ShouldBe(attempt < 3 ? TranscodeState.Queued : TranscodeState.Failed);
        }
        job.Message.ShouldBe("It stalled.");
    }

    [Fact]
    public void A_job_outlives_the_loss_of_its_workers_but_not_of_ten()
    {
        var job = Claim(Queued());
        for (var loss = 1; loss < TranscodeJob.MaxLosses; loss++)
        {
            job = TranscodeJob.Claim(job, "b", leaseOver: true, Now).State!;
            (job.State, job.Attempt).ShouldBe((TranscodeState.Running, loss + 1));
        }
        job = TranscodeJob.Claim(job, "c", leaseOver: true, Now).State!;
        (job.State, job.Attempt, job.Code).ShouldBe((TranscodeState.Failed, 10, "transcoding.worker_lost"));
    }

    [Fact]
    public void Lost_workers_and_hosts_that_stop_in_good_order_are_no_failures_of_the_video()
    {
        var job = Claim(Queued());
        for (var stop = 1; stop <= 5; stop++) job = Claim(TranscodeJob.Fail(job, new(job.Attempt, TranscodeJob.HostStopped, "Stopped.", Final: false), Now).State!);
        job = TranscodeJob.Claim(job, "b", leaseOver: true, Now).State!;
        job = TranscodeJob.Fail(job, new(job.Attempt, "transcoding.stalled", "It stalled.", Final: false), Now).State!;
        (job.State, job.Failures, job.Losses).ShouldBe((TranscodeState.Queued, 1, 1));
    }

    [Fact]
    public void A_full_disk_is_no_failure_of_the_video_and_is_not_tried_for_ever()
    {
        var job = Claim(Queued());
        for (var full = 1; full < TranscodeJob.MaxLosses; full++)
        {
            job = TranscodeJob.Fail(job, new(job.Attempt, TranscodeJob.DiskFull, "No room.", Final: false), Now).State!;
            (job.State, job.Failures, job.Code).ShouldBe((TranscodeState.Queued, 0, TranscodeJob.DiskFull));
            job = Claim(job);
        }
        TranscodeJob.Fail(job, new(job.Attempt, TranscodeJob.DiskFull, "No room.", Final: false), Now).State!.State.ShouldBe(TranscodeState.Failed);
    }

    private static TranscodeJobState Queued() => TranscodeJob.Enqueue(TranscodeJobState.Empty, new("c", "l", "talk.mp4", 10), Now).State!;
    private static TranscodeJobState Claim(TranscodeJobState job) => TranscodeJob.Claim(job, "a", leaseOver: false, Now).State!;
    private static MediaManifest Manifest(int attempt) => new(attempt, 1000, 640, 360, false, "master.m3u8", "poster.jpg", [], 1);
}
