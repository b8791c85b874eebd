import { ApiError, newId, request } from './api';
import { watch } from './hub-live';
import { enhanceOrder, fetchQuestion, isBlank, read, same, write, type Answered } from './quiz-answers';
import { QuizClock, clockWords, spokenClock } from './quiz-clock';
import { showConflicts, type Other } from './quiz-conflicts';
import { QuizOutcomes, isRefusal, unsaid } from './quiz-outcomes';
import { QuizQueue, type Kept, type Waiting } from './quiz-queue';
import { signInAgain } from './sign-in-again';

interface AnswerView { place: number; response: Answered; revision: number; flagged: boolean; others: Other[] }
interface Receipt { revision: number; savedAt: string; now: string; deadline: string | null; answers: AnswerView[]; conflicts: number[] }
interface Paper { revision: number; now: string; deadline: string | null; questions: { place: number; answer: AnswerView }[] }

const PAUSE = 1_000, LONGEST = 4_000;
const WARN_AT = [600_000, 300_000, 60_000, 15_000];

// An attempt: one question at a time, saved in the pauses of typing, with a receipt; kept on the device until the server has it. The form inside was made by the server and works
// without this.
class HubQuiz extends HTMLElement {
  private readonly clock = new QuizClock();
  private queue!: QuizQueue;
  private sections: HTMLElement[] = [];
  private form!: HTMLFormElement;
  private at = 0;
  private revision = 0;
  private sequence = 0;
  private readonly known = new Map<number, { response: Answered; revision: number; flagged: boolean }>();
  private readonly settled = new Set<number>();
  private readonly outcomes = new QuizOutcomes();
  private dirtySince = 0;
  private timer: number | undefined;
  private ticker: number | undefined;
  private sending: Promise<void> | undefined;
  private retries = 0;
  private ended = false;
  private unwatch: (() => void) | undefined;
  private life = new AbortController();

  private get api() { return `/api/v1/quizzes/${this.getAttribute('quiz')}/attempts/${this.getAttribute('number')}`; }
  private get me() { return this.getAttribute('me') ?? ''; }

  connectedCallback(): void {
    const form = this.querySelector('form');
    if (!form) return;
    this.form = form;
    this.life = new AbortController();
    this.sections = [...form.querySelectorAll<HTMLElement>('[data-place]')];
    this.revision = Number(this.getAttribute('revision'));
    this.clock.set(Number(this.getAttribute('now')), this.hasAttribute('deadline') ? Number(this.getAttribute('deadline')) : undefined);
    this.queue = new QuizQueue(`${this.me}:${this.getAttribute('quiz')}:${this.getAttribute('number')}:${this.getAttribute('started')}`, newId().replaceAll('-', ''));
    for (const section of this.sections) this.prepare(section);
    this.arrange();
    this.listen();
    this.go(Math.max(0, this.sections.findIndex(s => `#${s.id}` === location.hash)), false);
    this.tick();
    this.ticker = window.setInterval(() => this.tick(), 250);
    void this.adopt();
  }

  disconnectedCallback(): void {
    this.life.abort();
    this.unwatch?.();
    window.clearInterval(this.ticker);
    window.clearTimeout(this.timer);
    if (!this.ended && this.dirty.length) void this.flush();
    this.queue?.close();
  }

  // A question as the server made it.
  private prepare(section: HTMLElement): void {
    const place = Number(section.dataset.place);
    enhanceOrder(section, () => this.changed(place));
    const others = section.querySelector<HTMLElement>('[data-others]')?.dataset.others;
    if (others) showConflicts(section, JSON.parse(others) as Other[]);
    const made = { response: read(section), revision: Number(section.dataset.revision), flagged: this.flagOf(section).checked };
    if (made.revision >= (this.known.get(place)?.revision ?? 0)) this.known.set(place, made);
  }

  // ── what is seen ──────────────────────────────────────────────────────────────
  private arrange(): void {
    this.form.classList.add('single');
    this.querySelectorAll<HTMLElement>('[data-quiz-plain]').forEach(e => { e.hidden = true; });
    document.querySelectorAll<HTMLElement>('main [data-quiz-plain]').forEach(e => { e.hidden = true; });
    this.querySelector<HTMLElement>('[data-quiz-nav]')!.hidden = this.sections.length < 2;
  }

  private go(index: number, focus = true): void {
    this.at = Math.max(0, Math.min(this.sections.length - 1, index));
    this.sections.forEach((section, i) => { section.hidden = i !== this.at; });
    this.querySelectorAll('[data-goto]').forEach((link, i) => { if (i === this.at) link.setAttribute('aria-current', 'true'); else link.removeAttribute('aria-current'); });
    this.querySelector<HTMLButtonElement>('[data-quiz-previous]')!.disabled = this.at === 0;
    this.querySelector<HTMLButtonElement>('[data-quiz-next]')!.disabled = this.at === this.sections.length - 1;
    if (!focus) return;
    const section = this.sections[this.at]!;
    history.replaceState(history.state, '', `#${section.id}`);
    section.tabIndex = -1;
    section.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }

  private listen(): void {
    const signal = this.life.signal;
    this.form.addEventListener('input', event => {
      const section = (event.target as Element).closest<HTMLElement>('[data-place]');
      if (section) this.changed(Number(section.dataset.place));
    }, { signal });
    this.form.addEventListener('submit', event => this.submit(event as SubmitEvent), { signal });
    this.addEventListener('click', event => {
      const target = (event.target as Element).closest<HTMLElement>('[data-goto], [data-quiz-next], [data-quiz-previous], [data-take], [data-keep]');
      if (!target) return;
      if (target.matches('[data-take], [data-keep]')) { this.settle(target); return; }
      event.preventDefault();
      this.go(target.dataset.goto ? Number(target.dataset.goto) - 1 : this.at + (target.matches('[data-quiz-next]') ? 1 : -1));
      void this.flush();
    }, { signal });
    this.addEventListener('keydown', event => this.key(event), { signal });
    document.addEventListener('visibilitychange', () => document.hidden ? void this.flush(true) : void this.refresh(), { signal });
    window.addEventListener('pagehide', () => void this.flush(true), { signal });
    window.addEventListener('hashchange', () => { const at = this.sections.findIndex(s => `#${s.id}` === location.hash); if (at >= 0) this.go(at); }, { signal });
    window.addEventListener('online', () => void this.flush(), { signal });
    window.addEventListener('beforeunload', event => { if (!this.ended && (this.dirty.length || this.refusals)) event.preventDefault(); }, { signal });
    document.addEventListener('hub-session-end', event => { event.preventDefault(); void this.again(); }, { signal });
    this.unwatch = watch(`user:${this.me}`, {
      pushed: push => this.pushed(push.kind, push.data as { quizId?: string; number?: number; deviceId?: string }),
      watched: () => {},
      interrupted: () => {},
    });
  }

  // Ctrl+Enter: on. Digits choose, where nobody is writing.
  private key(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.go(this.at + 1); void this.flush(); return; }
    const field = event.target as HTMLElement;
    if (event.key === 'Enter' && field instanceof HTMLInputElement && !['checkbox', 'radio'].includes(field.type)) { event.preventDefault(); void this.flush(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || field.matches('textarea, select, input:not([type=radio], [type=checkbox])')) return;
    const choice = [...this.sections[this.at]!.querySelectorAll<HTMLInputElement>('input[type=radio], .hub-answer input[type=checkbox]')][Number(event.key) - 1];
    if (/^[1-9]$/.test(event.key) && choice) { event.preventDefault(); choice.focus(); choice.click(); }
  }

  private flagOf(section: HTMLElement) { return section.querySelector<HTMLInputElement>('.hub-qflag input')!; }
  private section(place: number) { return this.sections[place - 1]!; }

  private count(): void {
    const answered = this.sections.filter(s => !isBlank(read(s))).length;
    const flagged = this.sections.filter(s => this.flagOf(s).checked).length;
    this.querySelectorAll('[data-goto]').forEach((link, i) => {
      link.classList.toggle('a', !isBlank(read(this.sections[i]!)));
      link.classList.toggle('f', this.flagOf(this.sections[i]!).checked);
    });
    const open = this.sections.length - answered;
    this.querySelector('[data-quiz-count]')!.textContent = `${answered} answered, ${flagged} flagged, ${open} open`;
    this.querySelector('[data-quiz-open]')!.textContent = open ? `${open} of ${this.sections.length} questions are open. You cannot change your answers afterwards.` : 'All questions are answered. You cannot change your answers afterwards.';
    const bar = document.querySelector<HTMLElement>('[data-quiz-bar]');
    bar?.querySelector('i')?.style.setProperty('width', `${Math.round(answered * 100 / Math.max(1, this.sections.length))}%`);
  }

  private tick(): void {
    const left = this.clock.leftMs;
    if (left === undefined || this.ended) return;
    const timer = document.querySelector<HTMLElement>('[data-quiz-timer]');
    const text = clockWords(left);
    const shown = timer?.querySelector('[data-quiz-left]');
    if (shown && shown.textContent !== text) {
      shown.textContent = text;
      timer!.setAttribute('aria-label', spokenClock(left));
      timer!.classList.toggle('soon', left < 300_000);
      if (WARN_AT.some(at => left <= at && left > at - 1_000)) this.note(`${spokenClock(left)}.`, 'warn');
    }
    if (left <= 0) void this.timeIsUp();
  }

  // ── saving ────────────────────────────────────────────────────────────────────
  private get dirty(): Waiting[] {
    const waiting: Waiting[] = [];
    for (const section of this.sections) {
      const place = Number(section.dataset.place);
      const known = this.known.get(place)!;
      const [response, flagged, settled] = [read(section), this.flagOf(section).checked, this.settled.has(place)];
      const doubt = this.outcomes.doubt(place);
      const moved = (!same(response, known.response) || doubt?.response) && !this.outcomes.refusal(place, response);
      const turned = flagged !== known.flagged || doubt?.flag;
      if (moved || turned || settled) waiting.push({ place, response: moved ? response : null, baseRevision: known.revision, flagged: turned ? flagged : null, settled });
    }
    return waiting;
  }

  // What stands in the fields and will not be taken as it is.
  private get refusals(): string {
    return this.sections.map(section => {
      const reason = this.outcomes.refusal(Number(section.dataset.place), read(section));
      return reason ? `Question ${section.dataset.place} is not saved. ${reason}` : '';
    }).filter(Boolean).join(' ');
  }

  private changed(place: number): void {
    this.section(place).toggleAttribute('data-answered', !isBlank(read(this.section(place))));
    this.count();
    const waiting = this.dirty;
    this.queue.keep(this.sequence, waiting);
    if (!waiting.length) { if (!this.sending) this.saved(); return; }
    this.dirtySince ||= performance.now();
    if (this.retries === 0) this.state('busy', 'Saving…');
    window.clearTimeout(this.timer);
    const longest = Math.max(0, LONGEST - (performance.now() - this.dirtySince));
    this.timer = window.setTimeout(() => void this.flush(), Math.min(PAUSE, longest));
  }

  private flush(leaving = false): Promise<void> {
    window.clearTimeout(this.timer);
    // What is not saved goes with the hand-in: a save of its own might arrive behind it, and be refused.
    if (this.ended || this.handingIn && !leaving) return Promise.resolve();
    if (this.sending && !leaving) return this.sending.then(() => this.dirty.length && this.retries === 0 ? this.flush() : undefined);
    const changes = this.dirty;
    if (!changes.length) return Promise.resolve();
    this.dirtySince = 0;
    return this.sending = this.put(changes, leaving).catch((error: unknown) => this.failed(error)).finally(() => { this.sending = undefined; });
  }

  private save(changes: Waiting[]) {
    const body = { changes, deviceId: this.queue.device, sequence: ++this.sequence };
    this.queue.keep(this.sequence, this.dirty);
    this.outcomes.sent(this.sequence, changes);
    return body;
  }

  // One save of all places; when the server refuses it, one of each, so that one answer keeps none of the others back.
  private async put(changes: Waiting[], leaving = false, all = changes): Promise<void> {
    const body = this.save(changes);
    try {
      this.acknowledged(await request<Receipt>('PUT', `${this.api}/answers`, { body, keepalive: leaving && JSON.stringify(body).length < 60_000 }), changes, body.sequence);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (changes.length > 1) { for (const change of changes) await this.put([change], false, all); return; }
      const { place, response } = changes[0]!;
      this.retries = 0;
      this.outcomes.refuse(place, response ?? read(this.section(place)), error);
      if (changes[0]!.settled) this.settled.delete(place); // what was to settle it is not stored: the other answers stay
      this.queue.keep(this.sequence, this.dirty);
      this.saved();
      const next = unsaid(this.dirty, all); // typed meanwhile: it goes on; what was refused waits until it is changed
      if (next) this.changed(next.place);
    }
  }

  private acknowledged(receipt: Receipt, sent: Waiting[], sequence: number): void {
    this.retries = 0;
    this.clock.set(Date.parse(receipt.now), receipt.deadline ? Date.parse(receipt.deadline) : undefined);
    this.revision = Math.max(this.revision, receipt.revision);
    for (const answer of receipt.answers) {
      const was = sent.find(s => s.place === answer.place);
      if (was?.settled) this.settled.delete(answer.place);
      if (this.take(answer, was)) this.outcomes.received(sequence, answer.place);
    }
    this.queue.keep(this.sequence, this.dirty);
    this.saved();
    if (this.dirty.length) this.changed(this.dirty[0]!.place);
  }

  // An answer as the server has it. What was typed since it was sent stays, and goes on from there. False: the server passed over what was sent.
  private take(answer: AnswerView, was?: Waiting): boolean {
    const section = this.section(answer.place);
    const before = this.known.get(answer.place)!;
    if (answer.revision < before.revision) return true;
    const field = read(section);
    const sent = was?.response;
    // Neither taken nor kept beside: a later save of this device's name was there first (another page adopted its queue). Say it again, later still.
    if (sent && !same(sent, answer.response) && !answer.others.some(o => same(o.response, sent))) { this.sequence += 1_000; return false; }
    const untouched = same(field, sent ?? before.response);
    const refused = sent && !same(sent, answer.response);
    const flag = this.flagOf(section);
    if (flag.checked === (was?.flagged ?? before.flagged)) flag.checked = answer.flagged;
    this.known.set(answer.place, { response: answer.response, revision: refused && !untouched ? before.revision : answer.revision, flagged: answer.flagged });
    section.dataset.revision = String(answer.revision);
    section.querySelector<HTMLInputElement>(`[name="rev${answer.place}"]`)!.value = String(answer.revision);
    if (untouched && !same(field, answer.response)) write(section, answer.response);
    showConflicts(section, answer.others);
    this.count();
    return true;
  }

  private settle(button: HTMLElement): void {
    const section = button.closest<HTMLElement>('[data-place]')!;
    if (button.dataset.take) write(section, JSON.parse(button.dataset.take) as Answered);
    this.settled.add(Number(section.dataset.place));
    this.changed(Number(section.dataset.place));
    void this.flush();
  }

  private failed(error: unknown): void {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) { void this.again(); return; }
    if (['quizzes.over', 'quizzes.not_running'].includes(error.code)) { this.over(); return; }
    const waiting = this.dirty.length;
    if (error.mayRetry) {
      this.retries++;
      this.state('off', 'Not saved yet');
      this.note(`${waiting === 1 ? 'One answer waits' : `${waiting} answers wait`} on this device and will be sent when the connection is back. The clock is the server’s and goes on. Keep writing.`);
      this.timer = window.setTimeout(() => void this.flush(), Math.min(30_000, 1_000 * 2 ** Math.min(this.retries, 5)) * (0.7 + 0.6 * Math.random()));
      return;
    }
    this.state('off', 'Not saved');
    this.note(`${error.message} What you typed is kept on this device.`, 'bad');
  }

  private async again(): Promise<void> {
    this.state('off', 'Signed out');
    this.note('You were signed out. Your answers are kept on this device until you sign in again.');
    if (await signInAgain(this.me)) { document.dispatchEvent(new Event('hub-session-back')); this.note(''); this.retries = 0; await this.flush(); await this.refresh(); }
  }

  // ── other tabs and devices ────────────────────────────────────────────────────
  private pushed(kind: string, data: { quizId?: string; number?: number; deviceId?: string }): void {
    if (data.quizId !== this.getAttribute('quiz') || data.number !== Number(this.getAttribute('number'))) { if (kind === 'resync') void this.refresh(); return; }
    if (kind === 'attempt_handed_in') this.over();
    else if (kind === 'attempt_retimed' || kind === 'attempt_saved' && data.deviceId !== this.queue.device) void this.refresh();
  }

  private async refresh(): Promise<void> {
    if (this.ended) return;
    try {
      const paper = await request<Paper>('GET', this.api, { signal: this.life.signal });
      this.clock.set(Date.parse(paper.now), paper.deadline ? Date.parse(paper.deadline) : undefined);
      this.revision = Math.max(this.revision, paper.revision);
      // What waits here has not been seen there: its save will say whether both can stand.
      const waiting = new Set(this.dirty.map(d => d.place));
      for (const q of paper.questions) if (!waiting.has(q.place)) this.take(q.answer);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'quizzes.not_running') this.over();
    }
  }

  // What a page that is gone (a crash, a reload without a network) had not sent: sent under its own name, so that the server can tell it from another's.
  private async adopt(): Promise<void> {
    for (const kept of await this.queue.leftBehind()) await this.send(kept);
    this.count();
  }

  private async send(kept: Kept): Promise<void> {
    try {
      await this.deliver(kept, kept.changes);
      this.queue.forget(kept.device);
      if (this.refusals) this.saved();
      else this.note('Answers that waited on this device were sent.', 'ok');
    } catch (error) {
      if (error instanceof ApiError && error.mayRetry) window.setTimeout(() => void this.send(kept), 5_000);
      else if (error instanceof ApiError && error.status === 401) { await this.again(); await this.send(kept); }
      else if (error instanceof ApiError && [404, 409].includes(error.status)) this.queue.forget(kept.device);
    }
  }

  private async deliver(kept: Kept, changes: Waiting[]): Promise<void> {
    try {
      const receipt = await request<Receipt>('PUT', `${this.api}/answers`, { body: { changes, deviceId: kept.device, sequence: kept.sequence + 1 } });
      for (const answer of receipt.answers) this.take(answer);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (changes.length > 1) { for (const change of changes) await this.deliver(kept, [change]); return; }
      // What will not be taken keeps none of the others back: it is on the screen again, to be changed.
      const { place, response } = changes[0]!;
      if (!response || !same(read(this.section(place)), this.known.get(place)!.response)) return;
      write(this.section(place), response);
      this.outcomes.refuse(place, response, error);
    }
  }

  // ── the end ───────────────────────────────────────────────────────────────────
  private submit(event: SubmitEvent): void {
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter as HTMLButtonElement | null;
    if (button?.value === 'handin') void this.handIn(button);
    else if (button?.value.startsWith('check-')) void this.check(Number(button.value.slice(6)), button);
    else void this.flush();
  }

  private checking = false;
  private async check(place: number, button: HTMLButtonElement): Promise<void> {
    if (this.checking || this.handingIn || this.ended) return;
    this.checking = true;
    button.setAttribute('aria-busy', 'true');
    try {
      const no = await this.tried(place);
      if (no) this.note(`Question ${place} was not checked. ${no}`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 401) await this.again();
      else if (['quizzes.over', 'quizzes.not_running'].includes(error.code)) this.over();
      else this.note(error.mayRetry ? `No answer came from the server. Your answer is saved: check question ${place} again.` : error.message);
      if (error.code === 'quizzes.changed') void this.refresh();
    } finally {
      this.checking = false;
      button.removeAttribute('aria-busy');
    }
  }

  // A try is spent on what the learner saw when they asked for it, and on nothing else: so first there is a receipt for it. Answers why it was not.
  private async tried(place: number): Promise<string | undefined> {
    const asked = read(this.section(place));
    await this.sending;
    await this.flush();
    if (this.ended) return undefined;
    const [known, stands] = [this.known.get(place)!, read(this.section(place))];
    const refusal = this.outcomes.refusal(place, asked);
    if (refusal) return refusal;
    if (!same(asked, stands)) return 'Its answer was changed in the meantime: look at it, and check it again.';
    if (!same(asked, known.response) || this.outcomes.doubt(place)?.response)
      return 'Your answer has not reached the server yet. It is kept on this device and goes on being sent; check it again when it is saved.';
    await request('POST', `${this.api}/answers/${place}/check`, { body: { revision: known.revision } });
    await this.redraw(place).catch(() => this.note('The answer was checked. Load the page again to see what came of it.'));
    return undefined;
  }

  // The question as the server shows it now, with what came of the try. The page stays, and so does what was typed since.
  private async redraw(place: number): Promise<void> {
    const fresh = await fetchQuestion(place, this.life.signal);
    const old = this.section(place);
    const [typed, flagged, focused] = [read(old), this.flagOf(old).checked, old.contains(document.activeElement)];
    fresh.hidden = old.hidden;
    old.replaceWith(fresh);
    this.sections[place - 1] = fresh;
    this.prepare(fresh);
    // With the last try it is closed.
    if (!fresh.querySelector(':disabled') && !same(read(fresh), typed)) write(fresh, typed);
    this.flagOf(fresh).checked = flagged;
    fresh.tabIndex = -1;
    if (focused) fresh.focus({ preventScroll: true });
    this.note(this.refusals, 'bad');
    this.changed(place);
  }

  private handingIn = false;
  private async handIn(button?: HTMLButtonElement): Promise<void> {
    if (this.handingIn) return;
    this.handingIn = true;
    window.clearTimeout(this.timer);
    button?.setAttribute('aria-busy', 'true');
    await this.sending;
    const changes = this.dirty;
    try {
      await request('POST', `${this.api}/submission`, { body: { last: changes.length ? this.save(changes) : null } });
      this.over();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 401) await this.again();
      else if (isRefusal(error) && changes.length) {
        // What can be kept is kept. The learner is told before anything is handed in without the rest; when the time is up it goes without it, in a moment.
        await this.put(changes).catch((e: unknown) => this.failed(e));
        if (this.refusals) this.note(`The attempt is not handed in yet. ${this.refusals} Change it, or hand in once more without it.`, 'bad');
      }
      else this.note(`The attempt is not handed in yet: ${error.mayRetry ? 'no answer from the server.' : error.message} Your answers are kept; try again.`, 'bad');
    } finally {
      this.handingIn = false;
      button?.removeAttribute('aria-busy');
      if (!this.ended && this.dirty.length) this.timer = window.setTimeout(() => void this.flush(), PAUSE);
    }
  }

  private up = false;
  private async timeIsUp(): Promise<void> {
    if (this.up) return;
    this.up = true;
    this.note('Time is up. Your attempt is being handed in.', 'warn');
    this.form.querySelectorAll<HTMLFieldSetElement>('input, textarea, select').forEach(f => f.setAttribute('readonly', ''));
    // Answers on their way are taken for some seconds more; then the server hands in by itself, whether this arrives or not.
    await this.handIn();
    if (!this.ended) { window.setTimeout(() => { this.up = false; }, 3_000); void this.refresh(); }
  }

  private over(): void {
    if (this.ended) return;
    this.ended = true;
    this.queue.keep(this.sequence, []);
    location.assign(`/quizzes/${this.getAttribute('quiz')}/attempts/${this.getAttribute('number')}/review`);
  }

  // ── words ─────────────────────────────────────────────────────────────────────
  private saved(): void {
    this.note(this.refusals, 'bad');
    if (this.refusals) { this.state('off', 'Not all is saved'); return; }
    if (!this.revision) { this.state('ok', ''); return; }
    const at = this.clock.time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
    this.state('ok', `Saved <span class="hub-num hub-not-phone">${at}</span> <span class="hub-num hub-dim">no. ${this.revision}</span>`);
  }

  private state(kind: 'ok' | 'busy' | 'off', markup: string): void {
    const place = document.querySelector<HTMLElement>('[data-quiz-saved]');
    if (!place) return;
    place.className = `hub-xs hub-row tight hub-qsaved ${kind}`;
    place.innerHTML = markup;
  }

  private note(text: string, kind = 'warn'): void {
    const note = document.createElement('div');
    note.className = `hub-note ${kind}`;
    note.textContent = text;
    this.querySelector('[data-quiz-note]')!.replaceChildren(...text ? [note] : []);
  }
}

customElements.define('hub-quiz', HubQuiz);
