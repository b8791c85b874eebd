import type Hls from 'hls.js';
import { ApiError, request } from '../api';
import type { ViewerEvents } from './viewer';

const AGAIN = 1_500, STALLED = 8_000;

// Watches a class by HLS, where the browser has no decoders for the chunks of the media socket: some two seconds behind the others.
export class HlsViewer {
  readonly usesCanvas = false;
  private hls: Hls | undefined;
  private readonly closing = new AbortController();
  private timer: number | undefined;
  private stalled: number | undefined;

  constructor(private readonly api: string, private readonly screen: HTMLVideoElement, private readonly events: ViewerEvents) {
    const on = (name: string, act: () => void) => screen.addEventListener(name, act, { signal: this.closing.signal });
    on('playing', () => this.playing());
    on('timeupdate', () => this.goesOn());
    on('error', () => { if (!this.hls && screen.error) this.again(); });
    void this.begin();
  }

  static get supported(): boolean { return 'MediaSource' in window || 'ManagedMediaSource' in window || document.createElement('video').canPlayType('application/vnd.apple.mpegurl') !== ''; }

  // In answer to a touch or a key: sound may begin.
  play(): void {
    this.screen.muted = false;
    this.screen.play().catch(() => this.events.needsTap());
  }

  set muted(is: boolean) { this.screen.muted = is; }

  close(): void {
    this.closing.abort();
    window.clearTimeout(this.timer);
    window.clearTimeout(this.stalled);
    this.hls?.destroy();
    this.hls = undefined;
    this.screen.removeAttribute('src');
    this.screen.load();
  }

  private async begin(): Promise<void> {
    try {
      const { src } = await request<{ src: string }>('GET', `${this.api}/hls`, { signal: this.closing.signal });
      const { default: HlsPlayer } = await import('hls.js');
      if (this.closing.signal.aborted) return;
      this.events.connected(true);
      if (!HlsPlayer.isSupported()) this.screen.src = src;
      else {
        // Opus is there already; AAC would have to be made for this viewer.
        const hls = this.hls = new HlsPlayer({ lowLatencyMode: true, audioPreference: { audioCodec: 'opus' }, backBufferLength: 10, maxLiveSyncPlaybackRate: 1.5, liveDurationInfinity: true });
        hls.on(HlsPlayer.Events.ERROR, (_, error) => { if (error.fatal) this.again(); });
        hls.loadSource(src);
        hls.attachMedia(this.screen);
      }
      this.screen.play().catch(() => { this.screen.muted = true; void this.screen.play().catch(() => {}); this.events.needsTap(); });
    } catch (error) {
      if (this.closing.signal.aborted) return;
      if (error instanceof ApiError && [403, 404, 409].includes(error.status)) this.events.over();
      else this.again();
    }
  }

  // Nothing is broadcast, or the process that served it is gone: from the beginning, with a new address.
  private again(): void {
    this.hls?.destroy();
    this.hls = undefined;
    this.events.on(false);
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.begin(), AGAIN * (0.7 + 0.6 * Math.random()));
  }

  private playing(): void {
    this.events.on(true);
    this.events.state({ camera: true, screen: false, microphone: true });
    this.events.picture();
    this.goesOn();
  }

  private goesOn(): void {
    window.clearTimeout(this.stalled);
    this.stalled = window.setTimeout(() => this.again(), STALLED);
  }
}
