// Of browsers that have them; asked for before use.
interface MediaStreamTrackGenerator<T> extends MediaStreamTrack { readonly writable: WritableStream<T> }
declare const MediaStreamTrackGenerator: { new <T>(init: { kind: 'video' | 'audio' }): MediaStreamTrackGenerator<T> } | undefined;
declare const MediaStreamTrackProcessor: { new <T>(init: { track: MediaStreamTrack; maxBufferSize?: number }): { readonly readable: ReadableStream<T> } } | undefined;
