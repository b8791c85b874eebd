// Microseconds: a hole so long is filled at once; one of which all packets of a while agree, after that while; after a very long one the encoder begins anew.
const HOLE = 250_000, OFF = 40_000, WHILE = 500_000, LONG = 1_000_000;
const SETTLE = 10_000;

// Encodes sound so that a packet's time is when it was heard. An encoder counts samples from its first input on, whatever the times of the later ones say: what never reached it (a
// muted microphone, a page that was too busy for some packets) would be missing without a word, and all that follows would be too early. So short holes are filled with silence,
// and after a long one the encoder begins anew.
export class SoundEncoder {
  private encoder: AudioEncoder | undefined;
  private rate = 0;
  private channels = 0;
  private due = 0;                     // up to where the encoder was fed, by the clock of the microphone
  private offset = 0;                  // from that clock to the page's
  private least = 0;
  private settledAt = 0;
  private lowest = Infinity;
  private highest = -Infinity;
  private from = 0;

  constructor(private readonly configured: (channels: number) => void, private readonly packet: (timestamp: number, chunk: EncodedAudioChunk) => void, private readonly failed: (what: string) => void) {}

  encode(heard: AudioData): void {
    if ((this.encoder?.encodeQueueSize ?? 0) > 20) return;
    const channels = Math.min(2, heard.numberOfChannels);
    if (this.encoder?.state !== 'configured' || this.rate !== heard.sampleRate || this.channels !== channels || Math.abs(heard.timestamp - this.due) > LONG) this.begin(heard, channels);
    const hole = this.hole(heard);
    if (hole > 0) this.fill(hole, heard);
    else if (hole < 0) return;         // A microphone that runs ahead of its own clock: a packet less.
    this.settle(heard);
    this.feed(heard);
  }

  close(): void {
    if (this.encoder?.state === 'configured') this.encoder.close();
    this.encoder = undefined;
  }

  private feed(sound: AudioData): void {
    this.encoder!.encode(sound);
    this.due += sound.numberOfFrames / this.rate * 1e6;
  }

  // Packets that are stamped late and come all the same leave no hole, so a small one must last.
  private hole(heard: AudioData): number {
    const hole = heard.timestamp - this.due;
    [this.lowest, this.highest] = [Math.min(this.lowest, hole), Math.max(this.highest, hole)];
    if (hole <= HOLE && heard.timestamp - this.from < WHILE) return 0;
    const lasting = hole > HOLE ? hole : this.lowest > OFF ? this.lowest : this.highest < -OFF ? this.highest : 0;
    [this.lowest, this.highest, this.from] = [Infinity, -Infinity, heard.timestamp];
    return lasting;
  }

  private fill(hole: number, like: AudioData): void {
    const numberOfFrames = Math.round(hole * this.rate / 1e6);
    const silence = new AudioData({
      format: 'f32-planar', sampleRate: this.rate, numberOfFrames, numberOfChannels: like.numberOfChannels, timestamp: this.due, data: new Float32Array(numberOfFrames * like.numberOfChannels),
    });
    this.feed(silence);
    silence.close();
  }

  // One clock for sound and picture: the page's. A packet that comes late says nothing of the clock, the promptest of some seconds does.
  private settle(heard: AudioData): void {
    const now = performance.now();
    const offset = now * 1_000 - heard.duration - heard.timestamp;
    this.least = Math.min(this.least, offset);
    this.offset = Math.min(this.offset, offset);
    if (now - this.settledAt < SETTLE) return;
    this.offset = this.least;
    this.least = Infinity;
    this.settledAt = now;
  }

  private begin(heard: AudioData, channels: number): void {
    // At most a packet is left in it.
    this.close();
    [this.rate, this.channels, this.due, this.from] = [heard.sampleRate, channels, heard.timestamp, heard.timestamp];
    [this.lowest, this.highest] = [Infinity, -Infinity];
    [this.offset, this.least, this.settledAt] = [Infinity, Infinity, performance.now()];
    const encoder = this.encoder = new AudioEncoder({
      output: (chunk, about) => {
        if (about?.decoderConfig) this.configured(channels);
        this.packet(chunk.timestamp + this.offset, chunk);
      },
      error: error => { if (encoder === this.encoder) this.encoder = undefined; this.failed(error.message); },
    });
    encoder.configure({ codec: 'opus', sampleRate: heard.sampleRate, numberOfChannels: channels, bitrate: 48_000 });
  }
}
