import { ApiError } from './api';
import { same, type Answered } from './quiz-answers';
import type { Waiting } from './quiz-queue';

// The server looked at it and will not take it, now or later: another answer may be taken, this one never.
export const isRefusal = (error: unknown): error is ApiError => error instanceof ApiError && [400, 413, 422].includes(error.status);

// The first of what waits that was no part of what was said, as it stands now.
export const unsaid = (waiting: Waiting[], said: Waiting[]): Waiting | undefined => waiting.find(w => !said.some(s =>
  s.place === w.place && s.flagged === w.flagged && s.settled === w.settled && (s.response && w.response ? same(s.response, w.response) : s.response === w.response)));

interface Doubt { sequence: number; response: boolean; flag: boolean }
interface Refusal { response: Answered; code: string; reason: string }

// What became of what was sent, place by place, as far as it is known.
export class QuizOutcomes {
  private readonly doubts = new Map<number, Doubt>();
  private readonly refusals = new Map<number, Refusal>();

  // Sent, and no receipt yet: it may stand on the server, and it may still arrive there. Until a receipt covers the place, what the field says must be said again, even where it says what it said before.
  sent(sequence: number, changes: Waiting[]): void {
    for (const change of changes) {
      const before = this.doubts.get(change.place);
      this.doubts.set(change.place, { sequence, response: change.response !== null || !!before?.response, flag: change.flagged !== null || !!before?.flag });
      if (change.response) this.refusals.delete(change.place);
    }
  }

  doubt(place: number): Doubt | undefined { return this.doubts.get(place); }

  // With a later receipt of this device the server passes over what comes late.
  received(sequence: number, place: number): void {
    if ((this.doubts.get(place)?.sequence ?? Infinity) <= sequence) this.doubts.delete(place);
    // Another answer may have become shorter.
    for (const [other, refusal] of this.refusals) if (refusal.code === 'quizzes.too_much_text') this.refusals.delete(other);
  }

  refuse(place: number, response: Answered, error: ApiError): void {
    this.refusals.set(place, { response, code: error.code, reason: error.status === 422 ? error.message : 'The server cannot read this answer.' });
  }

  // Why this very answer is not taken.
  refusal(place: number, response: Answered): string | undefined {
    const refusal = this.refusals.get(place);
    return refusal && same(refusal.response, response) ? refusal.reason : undefined;
  }
}
