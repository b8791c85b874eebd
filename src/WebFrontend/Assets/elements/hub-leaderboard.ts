import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { request } from './api';
import { watch } from './hub-live';
import { LightElement } from './light';
import { avatar } from './person';

interface Row { rank: number; userId: string; name: string; points: number }
interface Top { rows: Row[]; people: number }
interface Board { rows: Row[]; around: Row[] }

// The first places as the server pushes them, at most once a second. One's own place further down is asked for, now and then, as it is another for each viewer.
const ASK_OWN = 8_000;

class HubLeaderboard extends LightElement {
  private rows: Row[] | undefined;
  private around: Row[] = [];
  private seq = 0;
  private places = 10;
  private timer: number | undefined;
  private watchedBefore = false;
  private unwatch: (() => void) | undefined;
  private tops = new Map<string, number>();

  private get me() { return document.body.dataset.viewer ?? ''; }

  protected opened(): void {
    this.places = Math.max(3, this.querySelectorAll('.hub-board:first-child > li').length);
    this.unwatch = watch(this.attribute('topic'), {
      pushed: push => {
        if (push.kind === 'board' && push.seq > this.seq) { this.seq = push.seq; this.show((push.data as Top).rows.slice(0, this.places)); this.askSoon(); }
        else if (push.kind === 'resync') void this.ask();
      },
      // The page is fresh when it opens; after a break it may not be.
      watched: () => { if (this.watchedBefore) void this.ask(); this.watchedBefore = true; },
    });
  }

  protected override closed(): void {
    this.unwatch?.();
    window.clearTimeout(this.timer);
    this.timer = undefined;
  }

  private askSoon(): void {
    if (this.rows?.some(row => row.userId === this.me)) { this.around = []; return; }
    this.timer ??= window.setTimeout(() => { this.timer = undefined; if (!document.hidden) void this.ask(); }, ASK_OWN * (0.5 + Math.random()));
  }

  private async ask(): Promise<void> {
    try {
      const board = await request<Board>('GET', this.attribute('src'), { signal: this.alive });
      this.around = board.around;
      this.show(board.rows.slice(0, this.places));
    } catch { /* the next push asks again */ }
  }

  private show(rows: Row[]): void {
    this.tops = new Map([...this.querySelectorAll<HTMLElement>('[data-user]')].map(row => [row.dataset.user!, row.getBoundingClientRect().top]));
    this.rows = rows;
    this.refreshNow();
    this.move();
  }

  // Who changed places slides there, when that can be seen.
  private move(): void {
    if (document.hidden || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    for (const row of this.querySelectorAll<HTMLElement>('[data-user]')) {
      const was = this.tops.get(row.dataset.user!);
      const by = was === undefined ? 0 : was - row.getBoundingClientRect().top;
      if (by) row.animate([{ transform: `translateY(${by}px)` }, { transform: 'none' }], { duration: 220, easing: 'ease-out' });
    }
  }

  protected view() {
    if (!this.rows) return null;
    const below = this.around.filter(row => !this.rows!.some(top => top.userId === row.userId));
    return html`<ol class="hub-board" aria-label="First places">${this.list(this.rows)}</ol>${below.length ? html`<ol class="hub-board around" aria-label="Around you">${this.list(below)}</ol>` : nothing}`;
  }

  private list(rows: Row[]) {
    const number = new Intl.NumberFormat('en');
    return repeat(rows, row => row.userId, row => html`<li class="hub-rank ${row.userId === this.me ? 'me' : ''}" data-user=${row.userId}><span class="hub-num">${number.format(row.rank)}</span>${avatar(row.name)}<span class="hub-trunc">${row.userId === this.me ? 'You' : html`<bdi>${row.name}</bdi>`}</span><span class="hub-num">${number.format(row.points)}</span></li>`);
  }
}

customElements.define('hub-leaderboard', HubLeaderboard);
