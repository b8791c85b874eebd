import type Hls from 'hls.js';
import { html, nothing } from 'lit';
import { isTyping } from '../enhance/elements';
import { icon } from '../icons';
import { ApiError, request } from './api';
import { LightElement } from './light';
import { WatchClock, WatchReport } from './watched';

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const HIDE_AFTER = 2_800;
const STUCK_AFTER = 4_000;

// Where a video is, signed for this viewer and for a time.
interface Captions { language: string; label: string; src: string }
interface Playback { src: string; poster?: string; durationMs?: number; captions?: Captions[] }

interface Prefs { speed: number; volume: number; muted: boolean; captions: boolean; language: string }

class HubPlayer extends LightElement {
  private video!: HTMLVideoElement;
  private hls: Hls | undefined;
  private source: MediaSource | undefined;
  private levels: { index: number; height: number }[] = [];
  private chosen = -1;
  private problem: { words: string; retry: boolean } | undefined;
  private caption = '';
  private tracks: { language: string; label: string; element: HTMLTrackElement }[] = [];
  private spoken: HTMLTrackElement | undefined; // what is shown, if anything is
  private waiting = false;
  private quiet = false;
  private dragging: number | undefined;
  private recovered = 0;
  private hideTimer: number | undefined;
  private stuckTimer: number | undefined;
  private patience = STUCK_AFTER;
  private readonly clock = new WatchClock();
  private report: WatchReport | undefined;
  private prefs: Prefs = { speed: 1, volume: 1, muted: false, captions: true, language: '', ...stored() };

  protected opened(): void {
    const video = this.video = document.createElement('video');
    video.playsInline = true;
    video.preload = 'metadata';
    if (this.attribute('poster')) video.poster = this.attribute('poster');
    video.volume = this.prefs.volume;
    video.muted = this.prefs.muted;
    video.setAttribute('aria-label', this.attribute('label') || 'Video of this lesson');
    video.tabIndex = -1;

    this.report = new WatchReport(this.attribute('progress-api'), this.attribute('lesson'), answer =>
      this.dispatchEvent(new CustomEvent('hub-progress', { bubbles: true, detail: { lesson: this.attribute('lesson'), course: this.attribute('course'), ...answer } })));
    this.follow(video);
    this.refreshNow();
    void this.load();

    const signal = this.alive;
    document.addEventListener('keydown', event => this.keys(event), { signal });
    document.addEventListener('fullscreenchange', () => this.refresh(), { signal });
    const leave = () => { this.note(); void this.report?.send(true); };
    window.addEventListener('pagehide', leave, { signal });
    document.addEventListener('visibilitychange', () => { if (document.hidden) leave(); }, { signal });
  }

  protected override closed(): void {
    window.clearTimeout(this.hideTimer);
    window.clearTimeout(this.stuckTimer);
    this.clock.stop();
    this.note();
    this.report?.close();
    this.video.pause();
    this.hls?.destroy();
    this.video.removeAttribute('src');
    this.video.load();
  }

  private async load(): Promise<void> {
    const src = await this.address();
    if (src === undefined || this.alive.aborted) return;
    const resume = Math.max(0, this.report?.unsentPosition ?? Number(this.attribute('resume-ms')) ?? 0) / 1000;
    const total = Number(this.attribute('duration-ms')) / 1000;
    // The last seconds are no place to resume at: begin again.
    const start = resume > 0 && (!total || resume < total - 5) ? resume : 0;
    if (!src) return this.fail('This video has no address yet.', false);

    if (/\.m3u8($|\?)/.test(src)) {
      const { default: HlsPlayer } = await import('hls.js');
      if (this.alive.aborted) return;
      if (HlsPlayer.isSupported()) {
        const hls = this.hls = new HlsPlayer({ startPosition: start || -1, capLevelToPlayerSize: true, maxBufferLength: 40, backBufferLength: 30 });
        hls.on(HlsPlayer.Events.MANIFEST_PARSED, () => {
          this.levels = hls.levels.map((level, index) => ({ index, height: level.height })).filter(level => level.height > 0).sort((a, b) => b.height - a.height);
          this.refresh();
        });
        hls.on(HlsPlayer.Events.MEDIA_ATTACHED, (_, { mediaSource }) => { this.source = mediaSource ?? undefined; });
        hls.on(HlsPlayer.Events.LEVEL_SWITCHED, () => this.refresh());
        hls.on(HlsPlayer.Events.ERROR, (_, error) => {
          if (!error.fatal) return;
          if (error.type === HlsPlayer.ErrorTypes.MEDIA_ERROR && this.recovered++ < 3) return hls.recoverMediaError();
          const status = error.response?.code ?? 0;
          if (status === 401 || status === 403) this.fail('The address of this video has run out. Your place is kept.', true);
          else if (status === 404 || status === 410) this.fail('This video is no longer here. It may have been replaced.', true);
          else if (error.type === HlsPlayer.ErrorTypes.NETWORK_ERROR) this.fail(navigator.onLine ? 'The video does not arrive. Your place is kept.' : 'You are offline. Your place is kept.', true);
          else this.fail('This browser could not play the video.', true);
        });
        hls.loadSource(src);
        hls.attachMedia(this.video);
        return;
      }
      if (!this.video.canPlayType('application/vnd.apple.mpegurl')) return this.fail('This browser cannot play this kind of video.', false);
    }
    this.video.addEventListener('loadedmetadata', () => { if (start) this.video.currentTime = start; }, { once: true });
    this.video.src = src;
  }

  // The address in the page, or, when it has to be signed, from the API: undefined when there is none, and the reason is shown.
  private async address(): Promise<string | undefined> {
    this.problem = undefined;
    const api = this.attribute('playback');
    if (!api) return this.attribute('src');
    try {
      const playback = await request<Playback>('GET', api, { signal: this.alive });
      if (playback.poster) this.video.poster = playback.poster;
      this.offer(playback.captions ?? []);
      if (playback.durationMs) this.setAttribute('duration-ms', String(playback.durationMs));
      return playback.src;
    } catch (error) {
      if (!this.alive.aborted) this.fail((error as Error).message, error instanceof ApiError && error.mayRetry);
      return undefined;
    }
  }

  private fail(words: string, retry: boolean): void {
    this.clock.stop();
    this.note();
    this.problem = { words, retry };
    this.refresh();
  }

  // A new address and the same second. Without an API for addresses the page brings it.
  private retry(): void {
    this.note();
    if (!this.attribute('playback')) return void this.report?.send().finally(() => location.reload());
    this.setAttribute('resume-ms', String(Math.round(this.video.currentTime * 1000)));
    this.hls?.destroy();
    this.hls = undefined;
    this.recovered = 0;
    void this.load();
    this.refresh();
  }

  private follow(video: HTMLVideoElement): void {
    const ms = () => video.currentTime * 1000;
    const on = (name: string, act: () => void) => video.addEventListener(name, () => { act(); this.refresh(); });
    on('playing', () => { this.waiting = false; this.flows(); this.clock.play(ms(), video.playbackRate); this.wake(); });
    on('timeupdate', () => { if (!video.paused && !video.seeking) { this.clock.tick(ms(), video.playbackRate); this.note(); } });
    on('seeking', () => this.clock.jump(ms()));
    on('seeked', () => { if (!video.paused) this.clock.play(ms(), video.playbackRate); });
    on('waiting', () => { this.clock.tick(ms(), video.playbackRate); this.clock.stop(); this.waiting = true; this.finish(); this.unstick(); });
    on('pause', () => { if (!video.seeking) this.clock.tick(ms(), video.playbackRate); this.clock.stop(); this.note(); void this.report?.send(); this.wake(); });
    on('ended', () => { this.clock.tick(ms(), video.playbackRate); this.clock.stop(); this.note(); void this.report?.send(); });
    on('progress', () => { if (this.waiting) this.finish(); });
    for (const name of ['loadedmetadata', 'ratechange', 'canplay', 'enterpictureinpicture', 'leavepictureinpicture']) on(name, () => {});
    on('volumechange', () => { this.prefs.volume = video.volume; this.prefs.muted = video.muted; store(this.prefs); });
    on('loadedmetadata', () => { video.playbackRate = this.prefs.speed; });
    on('error', () => { if (!this.hls && video.error) this.fail('This browser could not play the video.', true); });
  }

  // Sound that is a frame longer than the picture has a last piece beyond the end, which hls.js never asks for; without it nobody says that
  // the stream is over, and the last moments are waited for in vain. What is there by then is all there is.
  private finish(): void {
    const { video, source } = this;
    if (source?.readyState !== 'open' || !(video.duration - video.currentTime < 1) || this.buffered < video.duration - 0.1) return;
    if (![...source.sourceBuffers].some(buffer => buffer.updating)) source.endOfStream();
  }

  // A decoder that ran dry on a busy machine may stay so with all it needs in the buffer; a seek to where it stands wakes it. Each try
  // waits twice as long as the last: a seek costs what was decoded, and a machine that is only slow must get somewhere.
  private unstick(): void {
    const { video } = this;
    const at = video.currentTime;
    window.clearTimeout(this.stuckTimer);
    this.stuckTimer = window.setTimeout(() => {
      if (!this.waiting || video.paused || this.problem) return;
      this.patience *= 2;
      this.finish();
      if (!video.seeking && video.currentTime === at && this.buffered - at > 1) video.currentTime = at;
      this.unstick();
    }, this.patience);
  }

  private flows(): void {
    window.clearTimeout(this.stuckTimer);
    this.patience = STUCK_AFTER;
  }

  private note(): void {
    const seen = this.clock.take();
    if (seen.length) this.report?.add(seen, this.video.currentTime * 1000);
  }

  // Addresses are new each time; what was chosen stays chosen.
  private offer(captions: Captions[]): void {
    this.tracks.forEach(each => each.element.remove());
    this.tracks = captions.map(({ language, label, src }) => {
      const element = document.createElement('track');
      Object.assign(element, { kind: 'captions', src, srclang: language, label });
      this.video.append(element);
      element.track.mode = 'disabled';
      element.addEventListener('error', () => { this.tracks = this.tracks.filter(each => each.element !== element); if (this.spoken === element) this.caption = ''; this.refresh(); });
      element.track.addEventListener('cuechange', () => {
        if (this.spoken !== element) return;
        this.caption = [...element.track.activeCues ?? []].map(cue => (cue as VTTCue).getCueAsHTML().textContent ?? '').join('\n');
        this.dispatchEvent(new CustomEvent('hub-cue', { bubbles: true, detail: { ms: Math.round(this.video.currentTime * 1000) } }));
        this.refresh();
      });
      return { language, label, element };
    });
    this.speak();
  }

  // Hidden, not showing: the words are drawn here, above the controls, in the page's own type.
  private speak(): void {
    const wished = [this.prefs.language, document.documentElement.lang].find(language => this.tracks.some(each => each.language === language));
    const chosen = this.prefs.captions ? this.tracks.find(each => each.language === wished) ?? this.tracks[0] : undefined;
    this.spoken = chosen?.element;
    this.caption = '';
    for (const each of this.tracks) each.element.track.mode = each === chosen ? 'hidden' : 'disabled';
    this.refresh();
  }

  // What the controls do.
  private toggle(): void {
    if (this.problem) return;
    if (this.video.paused) this.video.play().catch(error => { if ((error as Error).name === 'NotSupportedError') this.fail('This browser could not play the video.', true); });
    else this.video.pause();
  }

  public seek(seconds: number): void {
    const end = this.video.duration || Number(this.attribute('duration-ms')) / 1000 || 0;
    this.video.currentTime = Math.min(Math.max(0, seconds), Math.max(0, end - 0.05));
    this.wake();
  }

  private speed(rate: number): void {
    this.prefs.speed = this.video.playbackRate = rate;
    store(this.prefs);
    this.close();
  }

  private step(direction: number): void {
    const at = SPEEDS.findIndex(speed => speed >= this.video.playbackRate - 0.01);
    this.speed(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + direction))]!);
  }

  private quality(index: number): void {
    this.chosen = index;
    if (this.hls) this.hls.nextLevel = index;
    this.close();
  }

  private close(): void {
    this.querySelectorAll<HTMLDetailsElement>('details[open]').forEach(menu => { menu.open = false; menu.querySelector('summary')?.focus(); });
    this.refresh();
  }

  private toggleCaptions(): void { this.prefs.captions = !this.prefs.captions; store(this.prefs); this.speak(); }

  private captionsIn(language: string): void {
    this.prefs.captions = language !== '';
    if (language) this.prefs.language = language;
    store(this.prefs);
    this.speak();
    this.close();
  }

  private fullscreen(): void {
    const frame = this.querySelector<HTMLElement>('.hub-video')!;
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (frame.requestFullscreen) void frame.requestFullscreen().catch(() => {});
    else (this.video as HTMLVideoElement & { webkitEnterFullscreen?: () => void }).webkitEnterFullscreen?.();
  }

  private picture(): void {
    if (document.pictureInPictureElement) void document.exitPictureInPicture();
    else void this.video.requestPictureInPicture?.().catch(() => {});
  }

  private keys(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('dialog[open]')) return;
    const inside = this.contains(event.target as Node);
    const onControl = (event.target as Element).closest?.('button, a, summary, [role=tab], [role=slider]');
    const { video } = this;
    const move = (by: number) => this.seek(video.currentTime + by);
    switch (event.key) {
      case ' ': if (onControl && !onControl.matches('[role=slider]') || !(inside || event.target === document.body)) return; this.toggle(); break;
      case 'k': case 'K': this.toggle(); break;
      case 'j': case 'J': move(-10); break;
      case 'l': case 'L': move(10); break;
      case 'ArrowLeft': if (!inside || onControl?.matches('[role=slider]')) return; move(-5); break;
      case 'ArrowRight': if (!inside || onControl?.matches('[role=slider]')) return; move(5); break;
      case 'ArrowUp': if (!inside || onControl?.closest('.hub-menu')) return; video.muted = false; video.volume = Math.min(1, video.volume + 0.1); break;
      case 'ArrowDown': if (!inside || onControl?.closest('.hub-menu')) return; video.volume = Math.max(0, video.volume - 0.1); break;
      case 'm': case 'M': video.muted = !video.muted; break;
      case 'f': case 'F': this.fullscreen(); break;
      case 'c': case 'C': if (!this.tracks.length) return; this.toggleCaptions(); break;
      case '<': this.step(-1); break;
      case '>': this.step(1); break;
      default:
        if (!/^[0-9]$/.test(event.key) || !video.duration) return;
        this.seek(video.duration * Number(event.key) / 10);
    }
    event.preventDefault();
    this.wake();
  }

  private wake(): void {
    window.clearTimeout(this.hideTimer);
    if (this.quiet) { this.quiet = false; this.refresh(); }
    this.hideTimer = window.setTimeout(() => {
      if (this.video.paused || this.querySelector('.hub-ctl :focus-visible, details[open]') || this.dragging !== undefined) return;
      this.quiet = true;
      this.refresh();
    }, HIDE_AFTER);
  }

  private pointer(event: PointerEvent): void {
    const track = event.currentTarget as HTMLElement;
    const { left, width } = track.getBoundingClientRect();
    const at = Math.min(1, Math.max(0, (event.clientX - left) / width)) * this.length;
    if (event.type === 'pointerdown') { track.setPointerCapture(event.pointerId); this.dragging = at; }
    else if (this.dragging === undefined) return;
    this.dragging = at;
    if (event.type === 'pointerup') { this.dragging = undefined; this.seek(at); }
    if (event.type === 'pointercancel') this.dragging = undefined;
    this.refresh();
  }

  private slide(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowLeft: -5, ArrowRight: 5, ArrowDown: -5, ArrowUp: 5, PageDown: -30, PageUp: 30 };
    if (event.key === 'Home') this.seek(0);
    else if (event.key === 'End') this.seek(this.length);
    else if (event.key in steps) this.seek(this.video.currentTime + steps[event.key]!);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private get length(): number { return Number.isFinite(this.video.duration) ? this.video.duration : Number(this.attribute('duration-ms')) / 1000 || 0; }

  private get buffered(): number {
    const { buffered, currentTime } = this.video;
    for (let i = 0; i < buffered.length; i++) if (buffered.start(i) <= currentTime + 0.5 && buffered.end(i) >= currentTime) return buffered.end(i);
    return 0;
  }

  protected view() {
    const { video } = this;
    const at = this.dragging ?? video.currentTime;
    const part = (seconds: number) => this.length ? `${Math.min(100, seconds / this.length * 100).toFixed(2)}%` : '0%';
    const playing = !video.paused && !video.ended;
    return html`<div class="hub-video hub-dark ${this.quiet && playing ? 'quiet' : ''}" dir="ltr" @pointermove=${() => this.wake()} @focusin=${() => this.wake()}>
      <div class="frame" @click=${() => { this.wake(); this.toggle(); }}>${video}</div>
      ${this.caption && this.prefs.captions ? html`<div class="hub-cap-line" dir="auto"><span>${this.caption}</span></div>` : nothing}
      ${this.waiting && playing && !this.problem ? html`<div class="buffering hub-xs" role="status">Buffering…</div>` : nothing}
      ${this.problem ? this.trouble(this.problem) : video.paused && video.currentTime === 0 ? html`<button class="start" aria-label="Play video" @click=${() => this.toggle()}>${icon('player-play')}</button>` : nothing}
      <div class="hub-ctl">
        <div class="hit" role="slider" tabindex="0" aria-label="Position" aria-valuemin="0" aria-valuemax=${Math.round(this.length)} aria-valuenow=${Math.round(at)} aria-valuetext="${words(at)} of ${words(this.length)}"
          @pointerdown=${this.pointer} @pointermove=${this.pointer} @pointerup=${this.pointer} @pointercancel=${this.pointer} @keydown=${this.slide}>
          <div class="track"><span class="b" style="width:${part(this.buffered)}"></span><span class="p" style="width:${part(at)}"></span></div></div>
        <div class="hub-row tight">
          ${this.button(playing ? 'player-pause' : 'player-play', playing ? 'Pause' : 'Play', () => this.toggle())}
          <span class="vol hub-row tight hub-not-phone">${this.button(video.muted || !video.volume ? 'volume-3' : 'volume', video.muted ? 'Unmute' : 'Mute', () => { video.muted = !video.muted; })}
            <input type="range" min="0" max="1" step="0.05" aria-label="Volume" .value=${String(video.muted ? 0 : video.volume)} @input=${(event: InputEvent) => { video.muted = false; video.volume = Number((event.target as HTMLInputElement).value); }}></span>
          <span class="hub-xs hub-num">${clock(at)} / ${clock(this.length)}</span><span class="hub-push"></span>
          <details class="hub-menu"><summary class="hub-btn quiet"><span class="hub-sr">Speed </span>${video.playbackRate}×</summary>
            <div class="list">${SPEEDS.map(rate => this.choice(`${rate}×`, Math.abs(video.playbackRate - rate) < 0.01, () => this.speed(rate)))}</div></details>
          ${this.levels.length ? html`<details class="hub-menu"><summary class="hub-btn quiet"><span class="hub-sr">Quality </span>${this.chosen < 0 ? html`<span class="hub-not-phone">Auto${this.auto}</span>${icon('settings', 'hub-only-phone')}` : `${this.heightOf(this.chosen)}p`}</summary>
            <div class="list">${this.choice(`Auto${this.auto}`, this.chosen < 0, () => this.quality(-1))}${this.levels.map(level => this.choice(`${level.height}p`, this.chosen === level.index, () => this.quality(level.index)))}</div></details>` : nothing}
          ${this.tracks.length > 1 ? html`<details class="hub-menu"><summary class="hub-btn sq quiet" aria-label="Captions">${icon('badge-cc')}</summary>
            <div class="list">${this.choice('Off', !this.spoken, () => this.captionsIn(''))}${this.tracks.map(each => this.choice(each.label, this.spoken === each.element, () => this.captionsIn(each.language)))}</div></details>`
            : this.tracks.length ? html`<button type="button" class="hub-btn sq quiet" aria-label="Captions" aria-pressed=${this.prefs.captions} @click=${() => this.toggleCaptions()}>${icon('badge-cc')}</button>` : nothing}
          ${document.pictureInPictureEnabled ? html`<span class="hub-not-phone">${this.button('picture-in-picture', 'Picture in picture', () => this.picture())}</span>` : nothing}
          ${this.button(document.fullscreenElement ? 'minimize' : 'maximize', document.fullscreenElement ? 'Leave full screen' : 'Full screen', () => this.fullscreen())}
        </div>
      </div></div>`;
  }

  private heightOf(index: number) { return this.levels.find(level => level.index === index)?.height ?? ''; }
  private get auto() { const height = this.hls && this.hls.currentLevel >= 0 ? this.heightOf(this.hls.currentLevel) : ''; return height ? ` ${height}p` : ''; }

  private button(name: string, label: string, act: () => void) {
    return html`<button type="button" class="hub-btn sq quiet" aria-label=${label} title=${label} @click=${act}>${icon(name)}</button>`;
  }

  private choice(text: string, on: boolean, act: () => void) {
    return html`<button type="button" aria-pressed=${on} @click=${act}>${on ? icon('check', 's') : html`<span class="gap"></span>`}${text}</button>`;
  }

  private trouble(problem: { words: string; retry: boolean }) {
    return html`<div class="trouble" role="alert">${icon('alert-circle')}<p>${problem.words}</p>
      ${problem.retry ? html`<button type="button" class="hub-btn plain" @click=${() => this.retry()}>Load it again</button>` : nothing}</div>`;
  }
}

const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
function clock(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds || 0));
  return s >= 3600 ? `${Math.floor(s / 3600)}:${two(s / 60 % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`;
}

function words(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds || 0));
  return `${Math.floor(s / 60)} minutes ${s % 60} seconds`;
}

const PREFS = 'hub-player';
function stored(): Partial<Prefs> {
  try { return JSON.parse(localStorage.getItem(PREFS) ?? '{}') as Partial<Prefs>; } catch { return {}; }
}
function store(prefs: Prefs): void {
  try { localStorage.setItem(PREFS, JSON.stringify(prefs)); } catch { /* kept for this page only */ }
}

customElements.define('hub-player', HubPlayer);
