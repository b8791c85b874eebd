import type { SourceState } from './frames';
import { Publisher } from './publisher';

export interface Devices { cameras: MediaDeviceInfo[]; microphones: MediaDeviceInfo[] }

// What the host shows and says: camera, microphone, screen. Each can be switched, muted or lost at any time; the broadcast goes on with what is left.
export class Capture {
  private publisher: Publisher | undefined;
  private camera: MediaStreamTrack | undefined;
  private microphone: MediaStreamTrack | undefined;
  private screen: MediaStreamTrack | undefined;
  problem = '';
  sending = false;
  stopped: '' | 'over' | 'replaced' | 'refused' = '';
  // What was asked for last: an answer of the browser to an earlier wish, or after the end, is given back.
  private readonly wishes = { camera: 0, microphone: 0, screen: 0 };

  constructor(private readonly url: string, private readonly changed: () => void) {}

  get state(): SourceState { return { camera: !!this.camera, screen: !!this.screen, microphone: !!this.microphone?.enabled }; }
  get preview(): MediaStreamTrack | undefined { return this.screen ?? this.camera; }
  get broadcasting(): boolean { return !!this.publisher; }

  begin(): void {
    if (this.publisher) return;
    this.stopped = '';
    this.publisher = new Publisher(this.url, {
      on: live => { this.sending = live; this.changed(); },
      ended: why => { this.stopped = why; this.end(); },
      failed: what => { this.problem = `The encoder stopped: ${what}`; this.changed(); },
    });
    this.publisher.show(this.preview ?? null);
    this.publisher.hear(this.microphone?.enabled ? this.microphone : null);
    this.publisher.say(this.state);
    this.changed();
  }

  end(): void {
    this.publisher?.close();
    this.publisher = undefined;
    this.sending = false;
    for (const what of ['camera', 'microphone', 'screen'] as const) { this.wishes[what]++; this[what]?.stop(); }
    this.camera = this.microphone = this.screen = undefined;
    this.changed();
  }

  async setCamera(on: boolean, deviceId?: string): Promise<void> {
    const wish = this.release('camera');
    const track = on ? await this.ask('camera', { video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, ...(deviceId ? { deviceId: { exact: deviceId } } : {}) } }, 'video') : undefined;
    if (wish !== this.wishes.camera) return track?.stop();
    this.camera = track;
    if (track) track.onended = () => { if (this.camera === track) { this.camera = undefined; this.problem = 'The camera is gone.'; this.tell(); } };
    this.tell();
  }

  async setMicrophone(on: boolean, deviceId?: string): Promise<void> {
    // Muted, the microphone is let go: its lamp goes out.
    const wish = this.release('microphone');
    const track = on ? await this.ask('microphone', { audio: { echoCancellation: true, noiseSuppression: true, channelCount: 1, ...(deviceId ? { deviceId: { exact: deviceId } } : {}) } }, 'audio') : undefined;
    if (wish !== this.wishes.microphone) return track?.stop();
    this.microphone = track;
    if (track) track.onended = () => { if (this.microphone === track) { this.microphone = undefined; this.problem = 'The microphone is gone.'; this.tell(); } };
    this.tell();
  }

  async setScreen(on: boolean): Promise<void> {
    const wish = this.release('screen');
    if (on) {
      try {
        this.problem = '';
        const track = (await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 30 } } })).getVideoTracks()[0];
        if (wish !== this.wishes.screen) return track?.stop();
        this.screen = track;
        if (track) track.onended = () => { if (this.screen === track) { this.screen = undefined; this.tell(); } };
      } catch (error) {
        // Closing the browser's chooser is no problem.
        if ((error as DOMException).name !== 'NotAllowedError') this.problem = 'This screen cannot be shared.';
      }
    }
    this.tell();
  }

  async devices(): Promise<Devices> {
    const all = await navigator.mediaDevices?.enumerateDevices().catch(() => []) ?? [];
    return { cameras: all.filter(d => d.kind === 'videoinput' && d.deviceId), microphones: all.filter(d => d.kind === 'audioinput' && d.deviceId) };
  }

  private async ask(what: 'camera' | 'microphone', constraints: MediaStreamConstraints, kind: 'video' | 'audio'): Promise<MediaStreamTrack | undefined> {
    this.problem = '';
    try {
      if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError');
      return (await navigator.mediaDevices.getUserMedia(constraints)).getTracks().find(track => track.kind === kind);
    } catch (error) {
      const name = (error as DOMException).name;
      this.problem = name === 'NotAllowedError' ? `The browser does not let this page use the ${what}. Allow it beside the address, then press the button again.`
        : name === 'NotFoundError' || name === 'OverconstrainedError' ? `There is no ${what} here.`
        : name === 'NotReadableError' ? `Another program uses the ${what}.`
        : name === 'SecurityError' ? 'Camera and microphone need a secure address (https).'
        : `The ${what} cannot be used.`;
      return undefined;
    }
  }

  // Nothing of it is sent any more, while the browser may still ask for the next. Answers the wish that may take its place.
  private release(what: keyof typeof this.wishes): number {
    this[what]?.stop();
    this[what] = undefined;
    if (what === 'microphone') this.publisher?.hear(null); else this.publisher?.show(this.preview ?? null);
    return ++this.wishes[what];
  }

  private tell(): void {
    this.publisher?.show(this.preview ?? null);
    this.publisher?.hear(this.microphone ?? null);
    this.publisher?.say(this.state);
    this.changed();
  }
}
