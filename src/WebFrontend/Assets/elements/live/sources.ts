// A track as a run of pictures or sounds, by whichever way this browser has.
export interface Source { stop(): void }

export function pictures(track: MediaStreamTrack, take: (picture: VideoFrame) => void): Source {
  if (typeof MediaStreamTrackProcessor !== 'undefined') return pump(new MediaStreamTrackProcessor<VideoFrame>({ track, maxBufferSize: 2 }).readable, take);
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
  if (typeof MediaStreamTrackProcessor !== 'undefined') return pump(new MediaStreamTrackProcessor<AudioData>({ track, maxBufferSize: 50 }).readable, take);
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

function pump<T extends { close(): void }>(readable: ReadableStream<T>, take: (item: T) => void): Source {
  const reader = readable.getReader();
  let stopped = false;
  void (async () => {
    while (!stopped) {
      const { done, value } = await reader.read();
      if (done) return;
      if (stopped) { value.close(); break; }
      // An encoder that has just failed says so itself, and the next one takes what comes next.
      try { take(value); } catch { /* said */ }
    }
    // Not while one is being read: the browser would forget to give that one back.
    await reader.cancel();
  })().catch(() => {});
  return { stop: () => { stopped = true; } };
}
