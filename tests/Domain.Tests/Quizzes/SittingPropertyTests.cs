using FsCheck;
using FsCheck.Fluent;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Quizzes;

namespace LearningHub.Domain.Tests.Quizzes;

/// <summary>Two devices, saves that are repeated, reordered and late: nothing that was acknowledged is ever gone silently.</summary>
public sealed class SittingPropertyTests
{
    /// <param name="Seen">Whether the device reads the attempt before it writes.</param>
    private sealed record Step(string Device, int Place, string Text, bool Seen, bool Repeat);

    private static readonly Gen<Step> Steps =
        from device in Gen.Elements("a", "b")
        from place in Gen.Choose(1, 3)
        from text in Gen.Elements("", "x", "y", "z", "zz")
        from seen in Gen.Elements(true, false)
        from repeat in Gen.Elements(true, false)
        select new Step(device, place, text, seen, repeat);

    [Fact]
    public void What_a_device_saved_stands_or_is_kept_beside_what_stands() =>
        Prop.ForAll(Gen.ListOf(Steps).ToArbitrary(), steps =>
        {
            var (state, sequences) = (Exam.Started(), new Dictionary<string, long> { ["a"] = 0, ["b"] = 0 });
            var known = new Dictionary<(string, int), long>();
            foreach (var step in steps)
            {
                var answer = state.Data.Answer(step.Place);
                if (step.Seen) known[(step.Device, step.Place)] = answer.Revision;
                var seen = known.GetValueOrDefault((step.Device, step.Place));
                var save = Exam.Save(step.Device, ++sequences[step.Device], (step.Place, step.Text, seen));
                var decision = Sitting.Save(state, save, Exam.Now);
                if (decision.Error is not null) return false;
                state = decision.State!;
                if (step.Repeat && !Sitting.Save(state, save, Exam.Now).IsNoChange) return false;
                var after = state.Data.Answer(step.Place);
                var stands = after.Response.Text == step.Text;
                // Otherwise another device was faster and this is kept; the oldest of more than three is let go.
                if (!stands && !after.Others.Any(o => o.Response.Text == step.Text)) return false;
                if (stands) known[(step.Device, step.Place)] = after.Revision;
                // An answer of another device is never replaced by one that had not seen it.
                if (answer.DeviceId != step.Device && answer.Revision > 0 && after.Response.Text != answer.Response.Text && seen < answer.Revision) return false;
            }
            return true;
        }).QuickCheckThrowOnFailure();

    /// <summary>Saves of one device in the order in which they were made; each arrives now, or only after all the others, or both.</summary>
    [Fact]
    public void Whatever_arrives_late_or_twice_the_last_answer_of_a_device_stands() =>
        Prop.ForAll(Gen.ListOf(Steps).ToArbitrary(), steps =>
        {
            // What the page before a reload had written, and this page has read.
            var state = Sitting.Save(Exam.Started(), Exam.Save("reloaded", 1, (1, "x", 0), (2, "y", 0)), Exam.Now).State!;
            var (last, late, sequence) = (new Dictionary<int, SaveAnswers>(), new List<SaveAnswers>(), 0L);
            foreach (var step in steps)
            {
                var save = Exam.Save("a", ++sequence, (step.Place, step.Text, state.Data.Answer(step.Place).Revision));
                last[step.Place] = save;
                if (step.Seen) state = Sitting.Save(state, save, Exam.Now).State!;
                if (!step.Seen || step.Repeat) late.Add(save);
            }
            // A page goes on until it has a receipt for its last word on each place.
            foreach (var save in last.Values.OrderBy(s => s.Sequence).Concat(Enumerable.Reverse(late))) state = Sitting.Save(state, save, Exam.Now).State!;
            return last.All(l => state.Data.Answer(l.Key).Response.Text == l.Value.Changes[0].Response!.Text && state.Data.Answer(l.Key).Others.IsEmpty);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Revisions_rise_and_never_skip_and_the_count_of_answers_is_right() =>
        Prop.ForAll(Gen.ListOf(Steps).ToArbitrary(), steps =>
        {
            var (state, sequence) = (Exam.Started(), 0L);
            foreach (var step in steps)
            {
                var before = state.Running!.Revision;
                var decision = Sitting.Save(state, Exam.Save(step.Device, ++sequence, (step.Place, step.Text, before)), Exam.Now);
                state = decision.State!;
                if (state.Running!.Revision != before + (decision.IsNoChange ? 0 : 1)) return false;
                if (state.Running.Answered != Enumerable.Range(1, 3).Count(p => state.Data.Answer(p).Response.Text.Trim().Length > 0)) return false;
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_stored_reads_back_the_same() =>
        Prop.ForAll(Gen.ListOf(Steps).ToArbitrary(), steps =>
        {
            var (state, sequence) = (Exam.Started(), 0L);
            var rows = new Dictionary<string, LearningHub.Grains.Common.StoredRecord>();
            foreach (var step in steps)
            {
                var decision = Sitting.Save(state, Exam.Save(step.Device, ++sequence, (step.Place, step.Text, step.Seen ? state.Running!.Revision : 0)), Exam.Now);
                state = decision.State!;
                foreach (var record in decision.Records) rows[record.Id] = new(record.Id, record.Seq, record.Json!);
            }
            var paper = AttemptData.Put(1, state.Data.Paper);
            var read = AttemptData.Of(new(paper.Id, 1, paper.Json!), rows.Values, []);
            return Enumerable.Range(1, 3).All(p => Responses.Same(read.Answer(p).Response, state.Data.Answer(p).Response) && read.Answer(p).Revision == state.Data.Answer(p).Revision
                && read.Answer(p).Sequence == state.Data.Answer(p).Sequence && read.Answer(p).Others.Length == state.Data.Answer(p).Others.Length);
        }).QuickCheckThrowOnFailure();
}
