// The messages of the media sockets: a byte of kind, eight of timestamp (microseconds, big endian), the payload. The same as MediaFrame.cs.
export const Kind = { videoConfig: 1, audioConfig: 2, videoKey: 3, videoDelta: 4, audio: 5, state: 6, session: 10, edge: 11, idle: 12, keyWanted: 13 } as const;
export const HEAD = 9;

export interface SourceState { camera: boolean; screen: boolean; microphone: boolean }
export interface Config { codec: string; codedWidth?: number; codedHeight?: number; sampleRate?: number; numberOfChannels?: number; description?: string }

export function frame(kind: number, timestamp: number, size: number): { bytes: Uint8Array<ArrayBuffer>; payload: Uint8Array<ArrayBuffer> } {
  const bytes = new Uint8Array(HEAD + size);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, kind);
  view.setBigInt64(1, BigInt(Math.max(0, Math.round(timestamp))));
  return { bytes, payload: bytes.subarray(HEAD) };
}

export function json(kind: number, value: unknown): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(value));
  const made = frame(kind, 0, text.length);
  made.payload.set(text);
  return made.bytes;
}

export function read(data: ArrayBuffer): { kind: number; timestamp: number; payload: Uint8Array<ArrayBuffer> } {
  const view = new DataView(data);
  return { kind: view.getUint8(0), timestamp: Number(view.getBigInt64(1)), payload: new Uint8Array(data, HEAD) };
}

export const parse = <T>(payload: Uint8Array): T => JSON.parse(new TextDecoder().decode(payload)) as T;

export function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

export const unbase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), c => c.charCodeAt(0));

export const socketUrl = (path: string): string => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`;

// Ends that are for good.
export const OVER = 4003, REPLACED = 4001;
