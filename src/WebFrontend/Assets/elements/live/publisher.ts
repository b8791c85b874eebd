import { base64, frame, json, Kind, OVER, read, REPLACED, type SourceState, socketUrl } from './frames';
import { SoundEncoder } from './sound';
import { type Source, pictures, sounds } from './sources';

const WIDTH = 1280, HEIGHT = 720, RATE = 30;
const KEY_EVERY = 2_000;
const MOST_WAITING = 1_500_000, FEW_WAITING = 200_000;

export interface PublisherEvents {
  on(live: boolean): void;
  ended(why: 'over' | 'replaced' | 'refused'): void;
  failed(what: string): void;
}

// Encodes camera or screen, and microphone, and sends the chunks as they come. One picture size, whatever the source: what does not fit is fitted in.
export class Publisher {
  private socket: WebSocket | undefined;
  private live = false;
  private closed = false;
  private attempt = 0;
  private timer: number | undefined;
  private video: VideoEncoder | undefined;
  private readonly audio = new SoundEncoder(
    numberOfChannels => this.tell(json(Kind.audioConfig, { codec: 'opus', sampleRate: 48_000, numberOfChannels })),
    (timestamp, chunk) => this.send(Kind.audio, timestamp, chunk),
    what => this.events.failed(what));
  private picture: Source | undefined;
  private sound: Source | undefined;
  private keyAt = 0;
  private wantsKey = true;
  private choked = false;
  private lastVideo = -1;
  private state: SourceState = { camera: false, screen: false, microphone: false };
  private readonly canvas = typeof OffscreenCanvas === 'undefined' ? undefined : new OffscreenCanvas(WIDTH, HEIGHT);

  constructor(private readonly url: string, private readonly events: PublisherEvents) { this.connect(); }

  static get supported(): boolean { return 'VideoEncoder' in window && 'AudioEncoder' in window; }

  close(): void {
    this.closed = true;
    window.clearTimeout(this.timer);
    this.picture?.stop();
    this.sound?.stop();
    this.stopEncoders();
    this.socket?.close(1000);
  }

  // Null: no picture at present. The track stays the caller's.
  show(track: MediaStreamTrack | null): void {
    this.picture?.stop();
    this.picture = track ? pictures(track, shown => this.encodeVideo(shown)) : undefined;
    this.wantsKey = true;
  }

  hear(track: MediaStreamTrack | null): void {
    this.sound?.stop();
    this.sound = track ? sounds(track, heard => this.encodeAudio(heard)) : undefined;
  }

  say(state: SourceState): void {
    this.state = state;
    if (this.live) this.tell(json(Kind.state, state));
  }

  private connect(): void {
    const socket = this.socket = new WebSocket(socketUrl(this.url));
    socket.binaryType = 'arraybuffer';
    socket.onmessage = message => {
      if (this.closed || !(message.data instanceof ArrayBuffer)) return;
      const { kind } = read(message.data);
      if (kind === Kind.keyWanted) this.wantsKey = true;
      if (kind !== Kind.session) return;
      this.attempt = 0;
      // A new broadcast: configurations and a key frame come first.
      this.stopEncoders();
      this.live = true;
      this.wantsKey = true;
      this.say(this.state);
      this.events.on(true);
    };
    socket.onclose = event => {
      this.live = false;
      if (this.closed) return;
      this.events.on(false);
      if (event.code === OVER) return this.events.ended('over');
      if (event.code === REPLACED) return this.events.ended('replaced');
      if (event.code === 4008) return this.events.ended('refused');
      this.timer = window.setTimeout(() => this.connect(), Math.min(3_000, 250 * 2 ** this.attempt++) * (0.7 + 0.6 * Math.random()));
    };
  }

  private ready(): boolean {
    const waiting = this.socket?.bufferedAmount ?? 0;
    // A line too slow for the picture: sound goes on, the picture begins anew when there is room.
    if (waiting > MOST_WAITING) this.choked = true;
    else if (this.choked && waiting < FEW_WAITING) { this.choked = false; this.wantsKey = true; }
    return this.live && !this.choked;
  }

  private encodeVideo(shown: VideoFrame): void {
    try {
      if (!this.ready() || (this.video?.encodeQueueSize ?? 0) > 3) return;
      const now = performance.now();
      const timestamp = Math.max(this.lastVideo + 1, Math.round(now * 1_000));
      this.lastVideo = timestamp;
      this.video ??= this.videoEncoder();
      const keyFrame = this.wantsKey || now - this.keyAt >= KEY_EVERY;
      if (keyFrame) { this.keyAt = now; this.wantsKey = false; }
      const fitted = this.fit(shown, timestamp);
      try { this.video.encode(fitted, { keyFrame }); } finally { fitted.close(); }
    } finally {
      shown.close();
    }
  }

  private fit(shown: VideoFrame, timestamp: number): VideoFrame {
    if (!this.canvas || (shown.displayWidth === WIDTH && shown.displayHeight === HEIGHT)) return new VideoFrame(shown, { timestamp });
    const context = this.canvas.getContext('2d', { alpha: false })!;
    const scale = Math.min(WIDTH / shown.displayWidth, HEIGHT / shown.displayHeight);
    const [width, height] = [shown.displayWidth * scale, shown.displayHeight * scale];
    context.fillRect(0, 0, WIDTH, HEIGHT);
    context.drawImage(shown, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
    return new VideoFrame(this.canvas, { timestamp });
  }

  private encodeAudio(heard: AudioData): void {
    try {
      if (this.live) this.audio.encode(heard);
    } finally {
      heard.close();
    }
  }

  private videoEncoder(): VideoEncoder {
    const encoder = new VideoEncoder({
      output: (chunk, about) => {
        const config = about?.decoderConfig;
        if (config) this.tell(json(Kind.videoConfig, { codec: config.codec, codedWidth: config.codedWidth ?? WIDTH, codedHeight: config.codedHeight ?? HEIGHT, description: bytesOf(config.description) }));
        this.send(chunk.type === 'key' ? Kind.videoKey : Kind.videoDelta, chunk.timestamp, chunk);
      },
      error: error => { this.video = undefined; this.wantsKey = true; this.events.failed(error.message); },
    });
    encoder.configure({ codec: 'avc1.42E01F', width: WIDTH, height: HEIGHT, framerate: RATE, bitrate: 2_000_000, latencyMode: 'realtime', avc: { format: 'avc' } });
    this.wantsKey = true;
    return encoder;
  }

  private send(kind: number, timestamp: number, chunk: EncodedVideoChunk | EncodedAudioChunk): void {
    if (!this.live) return;
    const made = frame(kind, timestamp, chunk.byteLength);
    chunk.copyTo(made.payload);
    this.tell(made.bytes);
  }

  // A line that is going down says so only later: what the encoders still bring is for nobody, and the next session begins them anew.
  private tell(message: Uint8Array<ArrayBuffer>): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(message);
  }

  private stopEncoders(): void {
    if (this.video?.state === 'configured') this.video.close();
    this.audio.close();
    this.video = undefined;
  }
}

function bytesOf(description: AllowSharedBufferSource | undefined): string | undefined {
  if (!description) return undefined;
  return base64(ArrayBuffer.isView(description) ? new Uint8Array(description.buffer as ArrayBuffer, description.byteOffset, description.byteLength) : new Uint8Array(description as ArrayBuffer));
}
