import { html, nothing } from 'lit';
import { icon } from '../icons';
import { request } from './api';
import { watch } from './hub-live';
import { LightElement } from './light';

// The record of the media (uploading, queued, ready, failed) and the job's pushes (queued, running with a stage, published, failed) in one shape.
// Watchable: one quality is there already, copied from the source, while the others are made.
interface MediaState { state: string; watchable?: boolean; stage?: string; percent?: number | null; message?: string | null; failureMessage?: string | null }

const stages: Record<string, string> = { queued: 'waiting', probing: 'probing', published: 'ready', cancelled: 'failed', running: 'transcoding' };
const stateOf = (media: MediaState): string => {
  const state = media.state.toLowerCase();
  if (media.watchable && (state === 'queued' || state === 'running')) return 'early';
  return state === 'running' && media.stage === 'probing' ? 'probing' : stages[state] ?? state;
};

const POLL = 4_000;
const order = ['uploading', 'waiting', 'probing', 'transcoding', 'ready'];

// What became of an uploaded video, in words, live: pushed while the socket holds, asked for while it does not.
class HubMediaState extends LightElement {
  private media: MediaState | undefined;
  private unwatch: (() => void) | undefined;
  private timer: number | undefined;

  private get mediaId() { return this.attribute('media'); }

  protected opened(): void {
    if (!this.mediaId) return;
    void this.ask();
    this.unwatch = watch(`media:${this.mediaId}`, {
      pushed: push => { if (push.kind === 'progress') this.show(push.data as MediaState); else if (push.kind === 'resync') void this.ask(); },
      watched: () => { window.clearInterval(this.timer); void this.ask(); },
      interrupted: () => this.poll(),
      refused: () => this.poll(),
    });
  }

  protected override closed(): void {
    this.unwatch?.();
    window.clearInterval(this.timer);
  }

  private poll(): void {
    window.clearInterval(this.timer);
    this.timer = window.setInterval(() => { if (!document.hidden && !this.over) void this.ask(); }, POLL);
  }

  private async ask(): Promise<void> {
    try {
      const { media, transcode } = await request<{ media: MediaState; transcode?: MediaState | null }>('GET', `/api/v1/media/${encodeURIComponent(this.mediaId)}`, { signal: this.alive });
      // The job knows more: until the record is final, and while a video that is ready gets its other qualities.
      const final = ['ready', 'failed'].includes(media.state.toLowerCase());
      this.show(!transcode || transcode.state.toLowerCase() === 'none' || (final && !transcode.watchable) ? media : transcode);
    } catch { /* the push or the next question tells */ }
  }

  private get over() { const state = this.media && stateOf(this.media); return state === 'ready' || state === 'failed'; }

  private show(media: MediaState): void {
    const was = this.media && stateOf(this.media);
    // The record says "queued" while the job runs: what the job said last is better.
    if (was && ['probing', 'transcoding'].includes(was) && !media.stage && stateOf(media) === 'waiting') return;
    this.media = media;
    this.refresh();
    if (was && was !== stateOf(media) && (this.over || stateOf(media) === 'early')) this.dispatchEvent(new CustomEvent('hub-media', { bubbles: true, detail: { media: this.mediaId, state: stateOf(media) } }));
  }

  protected view() {
    const { media } = this;
    if (!media) return null;
    const state = stateOf(media);
    const message = media.message ?? media.failureMessage ?? '';
    if (state === 'failed') return html`<div class="hub-note bad" role="alert">${icon('alert-circle')}<div><b>This video cannot be used.</b> ${message || 'No reason was given.'}</div></div>`;
    const percent = Math.max(0, Math.min(100, Math.round(media.percent ?? 0)));
    if (state === 'early') return html`<div class="hub-stack s" role="status">${this.hasAttribute('unless-ready') ? nothing : html`<div class="hub-row hub-sm"><span class="hub-tag ok">${icon('check', 's')}Ready</span><span class="hub-xs hub-mute">Learners can watch it already.</span></div>`}
      <p class="hub-xs hub-mute hub-num">Other qualities, for slow lines and small screens, are being made${media.state.toLowerCase() === 'running' && percent > 0 ? `: ${percent}\u00a0%` : ''}.</p></div>`;
    // Beside what says already that it is ready: only what else there is to say.
    if (state === 'ready' && this.hasAttribute('unless-ready')) return message ? html`<p class="hub-xs hub-mute" role="status">${message}</p>` : html``;
    if (state === 'ready') return html`<div class="hub-row hub-sm" role="status"><span class="hub-tag ok">${icon('check', 's')}Ready</span><span class="hub-xs hub-mute">${message || 'Learners can watch it.'}</span></div>`;
    const at = order.indexOf(state);
    const stage = (name: string, index: number) => {
      const done = at > index;
      const value = done ? 100 : at === index ? percent : 0;
      return html`<div><div class="hub-bar thin ${done ? 'ok' : ''}" role="progressbar" aria-label=${name} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${value}><i style="width:${value}%"></i></div>${name}</div>`;
    };
    return html`<div class="hub-stack s">
      <div class="hub-stages">${stage('Upload', 0)}${stage('Queue', 1)}${stage('Probe', 2)}${stage('Transcode', 3)}</div>
      <p class="hub-xs hub-mute hub-num" role="status">${at === 3 ? `${media.stage === 'copying' ? 'Making a first version' : 'Transcoding'}, ${percent}\u00a0%` : at === 1 ? message || 'Waiting for a worker' : at === 2 ? 'Looking at the file' : 'Uploading'}${message && at !== 1 ? html`. ${message}` : nothing}</p></div>`;
  }
}

customElements.define('hub-media-state', HubMediaState);
