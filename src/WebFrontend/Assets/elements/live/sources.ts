// A track as a run of pictures or sounds, by whichever way this browser has.
export interface Source { stop(): void }

export function pictures(track: MediaStreamTrack, take: (picture: VideoFrame) => void): Source {
  if (typeof MediaStreamTrackProcessor !== 'undefined') return pump(track, 2, take);
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  void video.play();
  let stopped = false;
  const next = (): void => {
    if (stopped) return;
    if (video.readyState >= 2) take(new VideoFrame(video, { timestamp: Math.round(performance.now() * 1_000) }));
    video.requestVideoFrameCallback(next);
  };
  video.requestVideoFrameCallback(next);
  return { stop: () => { stopped = true; video.srcObject = null; } };
}

// A page that is busy for half a second loses no sound: it comes late, and with the time when it was heard.
export function sounds(track: MediaStreamTrack, take: (sound: AudioData) => void): Source {
  if (typeof MediaStreamTrackProcessor !== 'undefined') return pump(track, 50, take);
  const context = new AudioContext({ sampleRate: 48_000 });
  const source = context.createMediaStreamSource(new MediaStream([track]));
  // Old and everywhere: a worklet would need a file of its own for this one fallback.
  const node = context.createScriptProcessor(1024, 1, 1);
  node.onaudioprocess = event => {
    const data = event.inputBuffer.getChannelData(0).slice();
    take(new AudioData({ format: 'f32-planar', sampleRate: 48_000, numberOfFrames: data.length, numberOfChannels: 1, timestamp: Math.round(event.playbackTime * 1e6), data }));
  };
  source.connect(node);
  node.connect(context.destination);
  return { stop: () => { node.disconnect(); source.disconnect(); void context.close(); } };
}

// A track that shows nothing new has nothing on its way to be given back (milliseconds).
const STILL = 2_000;

// Reads a copy of the track, which ends when what was on its way has been given back, whatever the caller has done with its own by then: the browser forgets to give back
// what is being read when a track ends or a reader is cancelled.
function pump<T extends { close(): void }>(track: MediaStreamTrack, maxBufferSize: number, take: (item: T) => void): Source {
  const copy = track.clone();
  const reader = new MediaStreamTrackProcessor!<T>({ track: copy, maxBufferSize }).readable.getReader();
  let stopped = false;
  const end = (): void => { void reader.cancel().catch(() => {}); copy.stop(); };
  void (async () => {
    while (!stopped) {
      const { done, value } = await reader.read();
      if (done) break;
      if (stopped) { value.close(); break; }
      // An encoder that has just failed says so itself, and the next one takes what comes next.
      try { take(value); } catch { /* said */ }
    }
    end();
  })().catch(end);
  return { stop: () => { stopped = true; window.setTimeout(end, STILL); } };
}
