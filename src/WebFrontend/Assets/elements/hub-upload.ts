import { html, nothing } from 'lit';
import { Upload, type DetailedError } from 'tus-js-client';
import { icon } from '../icons';
import { newId } from './api';
import './hub-media-state';
import { LightElement } from './light';

const CHUNK = 8 * 1024 * 1024;

interface Unfinished { name: string; size: number; sent: number }

// A resumable upload (tus): cut, closed or reloaded, the same file goes on where the server's offset is.
class HubUpload extends LightElement {
  private upload: Upload | undefined;
  private file: File | undefined;
  private state: 'idle' | 'uploading' | 'paused' | 'cut' | 'done' | 'refused' = 'idle';
  private sent = 0;
  private rate = 0;
  private lastAt = 0;
  private lastSent = 0;
  private problem = '';
  private media = '';
  private over = false;
  private unfinished: Unfinished | undefined;

  private get store() { return `hub-upload:${this.attribute('course')}:${this.attribute('lesson')}`; }

  protected opened(): void {
    try { this.unfinished = JSON.parse(localStorage.getItem(this.store) ?? 'null') as Unfinished ?? undefined; } catch { /* not ours */ }
    window.addEventListener('online', () => { if (this.state === 'cut') this.go(); }, { signal: this.alive });
    window.addEventListener('beforeunload', event => { if (this.state === 'uploading') event.preventDefault(); }, { signal: this.alive });
    this.refreshNow();
  }

  protected override closed(): void { if (this.state === 'uploading') void this.upload?.abort(); }

  private choose(file: File | undefined): void {
    if (!file) return;
    this.file = file;
    this.problem = '';
    this.media = '';
    this.sent = this.rate = 0;
    const token = document.querySelector<HTMLMetaElement>('meta[name=form-token]')?.content;
    const key = newId();
    const upload = this.upload = new Upload(file, {
      endpoint: this.attribute('endpoint'),
      chunkSize: CHUNK,
      retryDelays: [0, 1_000, 3_000, 8_000, 20_000],
      removeFingerprintOnSuccess: true,
      // Sent again after its answer was lost, it is the same upload.
      onBeforeRequest: sending => { if (sending.getMethod() === 'POST') sending.setHeader('Idempotency-Key', key); },
      headers: token ? { RequestVerificationToken: token } : {},
      metadata: { filename: file.name, filetype: file.type || 'application/octet-stream', course: this.attribute('course'), lesson: this.attribute('lesson') },
      // One file can be the video of two lessons: the lesson is part of what is resumed.
      fingerprint: (it, options) => Promise.resolve(['hub', (it as File).name, (it as File).size, (it as File).lastModified, this.store, options.endpoint].join('-')),
      onProgress: sent => this.progressed(sent),
      onShouldRetry: error => { const status = (error as DetailedError).originalResponse?.getStatus() ?? 0; return status === 0 || status >= 500 || status === 409 || status === 423 || status === 429; },
      onError: error => this.failed(error),
      onSuccess: payload => {
        this.state = 'done';
        localStorage.removeItem(this.store);
        this.media = payload.lastResponse?.getHeader('Hub-Media') ?? upload.url?.split('?')[0]?.split('/').filter(Boolean).at(-1) ?? '';
        this.dispatchEvent(new CustomEvent('hub-uploaded', { bubbles: true, detail: { media: this.media, lesson: this.attribute('lesson') } }));
        this.refresh();
      },
    });
    void upload.findPreviousUploads().then(previous => {
      if (previous[0]) upload.resumeFromPreviousUpload(previous[0]);
      this.go();
    }, () => this.go());
  }

  private go(): void {
    if (!this.upload) return;
    this.state = 'uploading';
    this.problem = '';
    this.lastAt = 0;
    this.upload.start();
    this.refresh();
  }

  private pause(): void {
    this.state = 'paused';
    void this.upload?.abort();
    this.refresh();
  }

  private cancel(): void {
    void this.upload?.abort(true).catch(() => {});
    localStorage.removeItem(this.store);
    this.upload = this.file = this.unfinished = undefined;
    this.state = 'idle';
    this.refresh();
  }

  private progressed(sent: number): void {
    const now = performance.now();
    if (!this.lastAt) { this.lastAt = now; this.lastSent = sent; }
    else if (now - this.lastAt > 1_000) {
      const latest = (sent - this.lastSent) / (now - this.lastAt) * 1_000;
      this.rate = this.rate ? this.rate * 0.7 + latest * 0.3 : latest;
      this.lastAt = now;
      this.lastSent = sent;
      if (this.file) localStorage.setItem(this.store, JSON.stringify({ name: this.file.name, size: this.file.size, sent } satisfies Unfinished));
    }
    this.sent = sent;
    this.refresh();
  }

  private failed(error: Error | DetailedError): void {
    const response = (error as DetailedError).originalResponse;
    const status = response?.getStatus() ?? 0;
    if (status === 0 || status >= 500) {
      this.state = 'cut';
      this.problem = navigator.onLine ? 'The connection was lost.' : 'You are offline.';
    } else {
      this.state = 'refused';
      let detail = '';
      try { const body = JSON.parse(response?.getBody() ?? '') as { detail?: string; title?: string }; detail = body.detail ?? body.title ?? ''; } catch { /* plain text or nothing */ }
      this.problem = detail || (status === 413 ? 'The file is larger than this hub takes.' : status === 415 ? 'This is not a kind of file that this hub takes.' : `The server refused the file (${status}).`);
    }
    this.refresh();
  }

  protected view() {
    const { file } = this;
    if (this.state === 'done') return html`<div class="hub-stack s">
      <div class="hub-row hub-sm">${icon('video', 's')}<span class="hub-grow hub-trunc">${file?.name}</span><span class="hub-xs hub-num hub-dim">${bytes(file?.size ?? 0)}</span></div>
      ${this.media ? html`<hub-media-state media=${this.media}></hub-media-state>` : html`<div class="hub-note ok">${icon('circle-check')}<div><b>Uploaded.</b> The server has the whole file.</div></div>`}
      <div><button type="button" class="hub-btn quiet small" @click=${() => { this.state = 'idle'; this.upload = this.file = this.unfinished = undefined; this.refresh(); }}>Replace the video</button></div></div>`;
    if (this.state === 'idle' || !file) return this.picker();
    const percent = file.size ? Math.min(100, this.sent / file.size * 100) : 0;
    return html`<div class="hub-stack s">
      <div class="hub-row hub-sm">${icon('video', 's')}<span class="hub-grow hub-trunc">${file.name}</span><span class="hub-xs hub-num hub-dim">${bytes(file.size)}</span></div>
      <div class="hub-bar" role="progressbar" aria-label="Upload of ${file.name}" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.floor(percent)}><i style="width:${percent.toFixed(1)}%"></i></div>
      ${this.state === 'refused' ? html`<div class="hub-note bad" role="alert">${icon('alert-circle')}<div><b>Not taken.</b> ${this.problem}</div></div>` : nothing}
      <div class="hub-row hub-xs hub-mute"><span class="hub-grow hub-num" role="status">${this.words(file)}</span>
        ${this.state === 'uploading' ? html`<button type="button" class="hub-btn quiet small" @click=${() => this.pause()}>Pause</button>` : nothing}
        ${this.state === 'paused' || this.state === 'cut' ? html`<button type="button" class="hub-btn plain small" @click=${() => this.go()}>Resume</button>` : nothing}
        <button type="button" class="hub-btn quiet small" @click=${() => this.cancel()}>${this.state === 'refused' ? 'Choose another' : 'Cancel'}</button></div></div>`;
  }

  private words(file: File): string {
    const done = `${bytes(this.sent, file.size)} of ${bytes(file.size)}`;
    if (this.state === 'paused') return `${done} · paused`;
    if (this.state === 'cut') return `${done} · ${this.problem} It goes on from here.`;
    if (this.state === 'refused') return done;
    const left = this.rate > 0 ? (file.size - this.sent) / this.rate : 0;
    return `${done}${left > 90 ? ` · about ${Math.round(left / 60)} minutes left` : left > 0 ? ` · about ${Math.max(1, Math.round(left))} s left` : ''}`;
  }

  private picker() {
    const { unfinished } = this;
    return html`<div class="hub-stack s">
      ${unfinished ? html`<div class="hub-note warn">${icon('cloud-upload')}<div class="hub-grow"><b>“${unfinished.name}” is not complete</b>, ${bytes(unfinished.sent, unfinished.size)} of ${bytes(unfinished.size)} are on the server. Choose the same file and it goes on.
        <button type="button" class="hub-btn quiet small" @click=${() => { localStorage.removeItem(this.store); this.unfinished = undefined; this.refresh(); }}>Forget it</button></div></div>` : nothing}
      <label class="hub-dropzone ${this.over ? 'over' : ''}"
        @dragover=${(event: DragEvent) => { event.preventDefault(); this.over = true; this.refresh(); }}
        @dragleave=${() => { this.over = false; this.refresh(); }}
        @drop=${(event: DragEvent) => { event.preventDefault(); this.over = false; this.choose(event.dataTransfer?.files[0]); }}>
        ${icon('upload', 's')}Drop a video or choose
        <input class="hub-sr" type="file" accept=${this.attribute('accept') || 'video/*'} @change=${(event: Event) => this.choose((event.target as HTMLInputElement).files?.[0])}></label></div>`;
  }
}

// Two numbers beside each other share the unit of the larger.
function bytes(count: number, like = count): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const unit = Math.max(0, Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, like)) / 3)));
  const value = count / 1000 ** unit;
  return `${value >= 100 || unit < 2 ? Math.round(value) : value.toFixed(1)}\u00a0${units[unit]}`;
}

customElements.define('hub-upload', HubUpload);
