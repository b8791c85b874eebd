import { type Config, Kind, OVER, REPLACED, parse, read, type SourceState, socketUrl, unbase64 } from './frames';

// Pictures that wait for the decoder before one is left out; and however many wait, one is shown so often (milliseconds).
const BEHIND = 3, AT_LEAST_EVERY = 250;

export interface ViewerEvents {
  state(state: SourceState): void;
  on(live: boolean): void;             // a broadcast is under way
  picture(): void;                     // the first picture of a broadcast is shown
  connected(is: boolean): void;
  over(): void;                        // not to be watched any more
  replaced(): void;                    // the person watches in too many places: this is the oldest
  needsTap(): void;                    // the browser wants a touch before it plays sound
}

// Watches a class: decodes what the socket brings and shows it at once. The backlog that a late joiner gets is decoded and not shown.
export class Viewer {
  private socket: WebSocket | undefined;
  private video: VideoDecoder | undefined;
  private audio: AudioDecoder | undefined;
  private videoOut: WritableStreamDefaultWriter<VideoFrame> | undefined;
  private audioOut: WritableStreamDefaultWriter<AudioData> | undefined;
  private context: AudioContext | undefined;
  private contextAt = 0;
  private silent = false;
  private playAt = 0;
  private shownAt = 0;
  private edge = false;
  private needKey = true;
  private pictured = false;
  private closed = false;
  private attempt = 0;
  private timer: number | undefined;
  private last: VideoFrame | undefined;

  constructor(private readonly url: string, private readonly screen: HTMLVideoElement, private readonly canvas: HTMLCanvasElement, private readonly events: ViewerEvents) {
    if (typeof MediaStreamTrackGenerator !== 'undefined') {
      const [video, audio] = [new MediaStreamTrackGenerator<VideoFrame>({ kind: 'video' }), new MediaStreamTrackGenerator<AudioData>({ kind: 'audio' })];
      this.videoOut = video.writable.getWriter();
      this.audioOut = audio.writable.getWriter();
      this.screen.srcObject = new MediaStream([video, audio]);
    }
    this.connect();
  }

  static get supported(): boolean { return 'VideoDecoder' in window && 'AudioDecoder' in window; }
  get usesCanvas(): boolean { return !this.videoOut; }

  // In answer to a touch or a key: sound may begin.
  play(): void {
    this.silent = false;
    this.screen.muted = false;
    void this.context?.resume();
    this.screen.play().catch(() => this.events.needsTap());
  }

  set muted(is: boolean) {
    this.silent = is;
    this.screen.muted = is;
    if (is) void this.context?.suspend(); else void this.context?.resume();
  }

  close(): void {
    this.closed = true;
    window.clearTimeout(this.timer);
    this.socket?.close();
    this.reset();
    // What was not taken yet is given back: each write that is refused closes its picture.
    void this.videoOut?.abort().catch(() => {});
    void this.audioOut?.abort().catch(() => {});
    this.screen.srcObject = null;
    void this.context?.close();
  }

  private connect(): void {
    const socket = this.socket = new WebSocket(socketUrl(this.url));
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => { this.attempt = 0; if (!this.closed) this.events.connected(true); };
    // What was on its way when the page stopped to watch would begin a decoder anew, and nobody would close its pictures.
    socket.onmessage = message => { if (!this.closed && message.data instanceof ArrayBuffer) this.take(message.data); };
    socket.onclose = event => {
      if (this.closed) return;
      this.events.connected(false);
      if (event.code === OVER) { this.events.on(false); this.events.over(); return; }
      if (event.code === REPLACED) { this.events.on(false); this.events.replaced(); return; }
      // A host process that restarts is back in seconds: ask often, spread a little.
      this.timer = window.setTimeout(() => this.connect(), Math.min(3_000, 250 * 2 ** this.attempt++) * (0.7 + 0.6 * Math.random()));
    };
  }

  private take(data: ArrayBuffer): void {
    const { kind, timestamp, payload } = read(data);
    switch (kind) {
      case Kind.session: this.reset(); this.edge = false; this.events.on(true); break;
      case Kind.edge: this.edge = true; if (this.last) { this.show(this.last); this.last = undefined; } break;
      case Kind.idle: this.reset(); this.events.on(false); break;
      case Kind.state: this.events.state(parse<SourceState>(payload)); break;
      case Kind.videoConfig: this.configureVideo(parse<Config>(payload)); break;
      case Kind.audioConfig: this.configureAudio(parse<Config>(payload)); break;
      case Kind.videoKey:
      case Kind.videoDelta: this.decode(kind === Kind.videoKey, timestamp, payload); break;
      case Kind.audio:
        // A packet that cannot be decoded costs a second of sound, and not all that follows.
        if (!this.audio && this.audioConfig && performance.now() - this.audioAt > 1_000) this.configureAudio(this.audioConfig);
        // Sound of the backlog is of the past.
        if (this.edge && this.audio?.state === 'configured' && this.audio.decodeQueueSize < 30) this.audio.decode(new EncodedAudioChunk({ type: 'key', timestamp, data: payload }));
        break;
    }
  }

  private configureVideo(config: Config): void {
    if (this.video?.state !== 'configured') this.video = new VideoDecoder({ output: picture => this.decoded(picture), error: () => { this.video = undefined; this.needKey = true; } });
    this.needKey = true;
    this.video!.configure({
      codec: config.codec, codedWidth: config.codedWidth, codedHeight: config.codedHeight, optimizeForLatency: true,
      description: config.description ? unbase64(config.description) : undefined,
    });
    this.config = config;
  }
  private config: Config | undefined;

  private audioConfig: Config | undefined;
  private audioAt = 0;

  private configureAudio(config: Config): void {
    this.audioConfig = config;
    this.audioAt = performance.now();
    if (this.audio?.state === 'configured') this.audio.close();
    this.audio = new AudioDecoder({ output: sound => this.sound(sound), error: () => { this.audio = undefined; } });
    this.audio.configure({ codec: config.codec, sampleRate: config.sampleRate ?? 48_000, numberOfChannels: config.numberOfChannels ?? 1 });
  }

  private decode(key: boolean, timestamp: number, data: Uint8Array): void {
    if (key && !this.video && this.config) this.configureVideo(this.config);
    if (this.video?.state !== 'configured') return;
    if (key) this.needKey = false;
    // A page that cannot keep up begins again at the next key frame.
    else if (this.needKey || this.video.decodeQueueSize > 30) { this.needKey = true; return; }
    this.video.decode(new EncodedVideoChunk({ type: key ? 'key' : 'delta', timestamp, data }));
  }

  // A page that was held up has pictures waiting: they are decoded, which is quick, and the last of them is shown. What is shown is of now, even when less of it is.
  private decoded(picture: VideoFrame): void {
    this.last?.close();
    this.last = undefined;
    const behind = (this.video?.decodeQueueSize ?? 0) > BEHIND && performance.now() - this.shownAt < AT_LEAST_EVERY;
    if (!this.edge) this.last = picture;
    else if (behind) picture.close();
    else this.show(picture);
  }

  private show(picture: VideoFrame): void {
    this.shownAt = performance.now();
    if (this.videoOut) void this.videoOut.write(picture).catch(() => picture.close());
    else {
      if (this.canvas.width !== picture.displayWidth) { this.canvas.width = picture.displayWidth; this.canvas.height = picture.displayHeight; }
      this.canvas.getContext('2d')!.drawImage(picture, 0, 0);
      picture.close();
    }
    if (this.pictured) return;
    this.pictured = true;
    this.events.picture();
    if (this.videoOut) this.screen.play().catch(() => { this.screen.muted = true; void this.screen.play().catch(() => {}); this.events.needsTap(); });
  }

  private sound(sound: AudioData): void {
    if (this.audioOut) { void this.audioOut.write(sound).catch(() => sound.close()); return; }
    // What is not to be heard now is never heard: nothing waits for the moment when sound may begin.
    if (this.silent) return sound.close();
    if (!this.context) {
      this.context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' });
      this.contextAt = performance.now();
    }
    if (this.context.state !== 'running') {
      sound.close();
      // One that may begin by itself has begun by then.
      if (performance.now() - this.contextAt > 1_000) this.events.needsTap();
      return;
    }
    const buffer = this.context.createBuffer(sound.numberOfChannels, sound.numberOfFrames, sound.sampleRate);
    for (let channel = 0; channel < sound.numberOfChannels; channel++) sound.copyTo(buffer.getChannelData(channel), { planeIndex: channel, format: 'f32-planar' });
    sound.close();
    const now = this.context.currentTime;
    // A little ahead, so that one late packet is not heard; far ahead means the clock ran away.
    if (this.playAt < now || this.playAt > now + 0.4) this.playAt = now + 0.06;
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.context.destination);
    source.start(this.playAt);
    this.playAt += buffer.duration;
  }

  private reset(): void {
    if (this.video?.state === 'configured') this.video.close();
    if (this.audio?.state === 'configured') this.audio.close();
    this.video = this.audio = undefined;
    this.config = this.audioConfig = undefined;
    this.last?.close();
    this.last = undefined;
    this.needKey = true;
    this.pictured = false;
  }
}
