import { newId, request } from './api';

export type Interval = [from: number, to: number];
export interface ProgressAnswer { percent: number; completed: boolean; coursePercent: number; lessonsCompleted: number; lessons: number }

const EVERY = 15_000;

// The union of [from, to) in ms: overlapping and touching intervals become one.
export function union(intervals: Interval[]): Interval[] {
  const sorted = intervals.filter(([from, to]) => to > from).sort((a, b) => a[0] - b[0]);
  const merged: Interval[] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

// Turns playback into what was really watched. Media time decides, so that speed needs no arithmetic; a jump (a seek, or a hole
// of more than the longest step between two looks at the clock) ends one interval and begins another.
export class WatchClock {
  private from: number | undefined;
  private last = 0;
  readonly seen: Interval[] = [];

  // A busy page hears late that it plays: what went by since the clock stopped without a seek was played.
  play(at: number, rate: number): void {
    if (this.from !== undefined) return this.tick(at, rate);
    this.from = this.follows(at, rate) ? this.last : at;
    this.last = at;
  }

  tick(at: number, rate: number): void {
    if (this.from === undefined) return;
    if (this.follows(at, rate)) { this.last = at; return; }
    this.jump(at);
    this.from = at;
  }

  // A seek: nothing was played on the way there.
  jump(to: number): void {
    this.stop();
    this.last = to;
  }

  // Background tabs look once a second, some once a minute's throttling later: 5 s of playing time at this rate is a jump.
  private follows(at: number, rate: number): boolean { return at >= this.last && at - this.last <= 5_000 * rate; }

  // Up to the last look: after a seek the clock has moved already.
  stop(): void {
    if (this.from !== undefined && this.last > this.from) this.seen.push([Math.round(this.from), Math.round(this.last)]);
    this.from = undefined;
  }

  take(): Interval[] {
    if (this.from !== undefined) { this.stop(); this.from = this.last; }
    return union(this.seen.splice(0));
  }
}

// Reports what was watched: at most every 15 s, on pause and on leave. What no answer confirmed stays in this browser and goes
// with the next report; the server takes the union, so that a report sent twice does no harm.
export class WatchReport {
  private readonly store: string;
  private waiting: Interval[];
  private position = -1;
  private sentAt = Date.now();
  private busy = false;
  private timer: number | undefined;

  constructor(private readonly api: string, lesson: string, private readonly answered: (answer: ProgressAnswer) => void) {
    this.store = `hub-watched:${document.body.dataset.viewer ?? ''}:${lesson}`;
    const saved = this.read();
    this.waiting = saved.intervals;
    this.position = saved.positionMs;
    window.addEventListener('online', this.online);
    if (this.waiting.length) void this.send();
  }

  // Where this browser was, if the server does not know it yet.
  get unsentPosition(): number | undefined { return this.waiting.length && this.position >= 0 ? this.position : undefined; }

  add(intervals: Interval[], positionMs: number): void {
    if (!intervals.length) return;
    this.waiting = union([...this.waiting, ...intervals]);
    this.position = Math.round(positionMs);
    this.save();
    const wait = this.sentAt + EVERY - Date.now();
    if (wait <= 0) void this.send();
    else this.timer ??= window.setTimeout(() => void this.send(), wait);
  }

  async send(leaving = false): Promise<void> {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.api || !this.waiting.length || (this.busy && !leaving)) return;
    const intervals = this.waiting;
    this.busy = true;
    this.sentAt = Date.now();
    try {
      const body = { intervals, positionMs: this.position, at: new Date().toISOString(), clientId: newId() };
      const answer = await request<ProgressAnswer>('POST', this.api, { body, key: body.clientId, keepalive: leaving });
      // What was added meanwhile is a superset or apart: what is still unknown to the server is what the union has beyond this report.
      this.waiting = without(this.waiting, intervals);
      this.save();
      if (answer) this.answered(answer);
    } catch {
      this.timer ??= window.setTimeout(() => void this.send(), EVERY);
    } finally {
      this.busy = false;
    }
  }

  close(): void {
    window.removeEventListener('online', this.online);
    void this.send(true);
    window.clearTimeout(this.timer);
  }

  private readonly online = () => void this.send();

  private save(): void {
    try {
      if (this.waiting.length) localStorage.setItem(this.store, JSON.stringify({ intervals: this.waiting, positionMs: this.position }));
      else localStorage.removeItem(this.store);
    } catch { /* a full or forbidden store only costs the resend after a reload */ }
  }

  private read(): { intervals: Interval[]; positionMs: number } {
    try {
      const saved = JSON.parse(localStorage.getItem(this.store) ?? 'null') as { intervals: Interval[]; positionMs: number } | null;
      if (saved && Array.isArray(saved.intervals)) return { intervals: union(saved.intervals), positionMs: Number(saved.positionMs) || 0 };
    } catch { /* not ours */ }
    return { intervals: [], positionMs: -1 };
  }
}

// a minus b, both unions.
export function without(a: Interval[], b: Interval[]): Interval[] {
  let rest = a;
  for (const [from, to] of b) {
    rest = rest.flatMap(([f, t]): Interval[] => t <= from || f >= to ? [[f, t]] : [[f, Math.min(t, from)] as Interval, [Math.max(f, to), t] as Interval].filter(([x, y]) => y > x));
  }
  return rest;
}
