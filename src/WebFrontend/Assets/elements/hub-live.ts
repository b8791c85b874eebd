import { HubConnection, HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr';

// One SignalR connection a page, shared by its elements and kept over Turbo visits. A push is a hint with a sequence number:
// after every (re)connection the subscriber learns the server's number and asks for what it missed.
export interface Push<T = unknown> { topic: string; kind: string; seq: number; data: T }

export interface Subscriber {
  pushed(push: Push): void;
  watched(seq: number): void;      // the server now sends this topic; seq is its last number
  interrupted?(): void;            // the connection is lost; it comes back by itself
  refused?(code: string): void;    // the server will not let this user watch the topic
}

// Refusals that are worth asking again.
const TEMPORARY = new Set(['live.too_fast', 'live.unavailable', 'live.too_many_topics']);

interface WatchAnswer { ok: boolean; error?: string; seq: number }

const topics = new Map<string, Set<Subscriber>>();
let connection: HubConnection | undefined;
let starting: Promise<void> | undefined;
let idle: number | undefined;

export function watch(topic: string, subscriber: Subscriber): () => void {
  window.clearTimeout(idle);
  let subscribers = topics.get(topic);
  if (!subscribers) topics.set(topic, subscribers = new Set());
  subscribers.add(subscriber);
  void connect().then(() => invokeWatch(topic, [subscriber]));
  return () => {
    subscribers.delete(subscriber);
    if (subscribers.size || topics.get(topic) !== subscribers) return;
    topics.delete(topic);
    if (connected()) void connection!.invoke('Unwatch', topic).catch(() => {});
    // The next page often wants the connection again.
    if (!topics.size) idle = window.setTimeout(stop, 20_000);
  };
}

export function typing(topic: string): void {
  if (connected()) void connection!.send('Typing', topic).catch(() => {});
}

// Signed in again in place: the socket of the session that ended makes way for one of the new.
document.addEventListener('hub-session-back', () => { void connection?.stop(); });

const connected = () => connection?.state === HubConnectionState.Connected;

async function invokeWatch(topic: string, subscribers: Iterable<Subscriber>): Promise<void> {
  if (!connected()) return;
  try {
    const answer = await connection!.invoke<WatchAnswer>('Watch', topic);
    if (!answer.ok && TEMPORARY.has(answer.error ?? '')) {
      window.setTimeout(() => { if (topics.has(topic)) void invokeWatch(topic, topics.get(topic)!); }, 3_000);
      return;
    }
    for (const each of [...subscribers]) answer.ok ? each.watched(answer.seq) : each.refused?.(answer.error ?? '');
  } catch {
    // The connection broke in between: onreconnected watches again.
  }
}

const watchAll = () => { for (const [topic, subscribers] of topics) void invokeWatch(topic, subscribers); };
const interrupted = () => { for (const subscribers of topics.values()) subscribers.forEach(each => each.interrupted?.()); };
// Half a minute without one's seat in a class would be too long.
const longest = () => [...topics.keys()].some(topic => topic.startsWith('class:')) ? 5_000 : 30_000;
const delay = (attempt: number) => Math.min(longest(), 500 * 2 ** attempt) * (0.7 + 0.6 * Math.random());

function connect(): Promise<void> {
  if (connected()) return Promise.resolve();
  return starting ??= open().finally(() => { starting = undefined; });
}

async function open(): Promise<void> {
  connection ??= build();
  for (let attempt = 0; topics.size; attempt++) {
    if (connection.state === HubConnectionState.Reconnecting) return;
    try {
      if (connection.state === HubConnectionState.Disconnected) await connection.start();
      return;
    } catch {
      interrupted();
      await new Promise<void>(resolve => {
        const timer = window.setTimeout(resolve, delay(attempt));
        window.addEventListener('online', () => { window.clearTimeout(timer); resolve(); }, { once: true });
      });
    }
  }
}

function build(): HubConnection {
  const made = new HubConnectionBuilder()
    .withUrl('/hubs/live')
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: context => delay(context.previousRetryCount) })
    .configureLogging(LogLevel.Critical)
    .build();
  made.on('push', (push: Push) => topics.get(push.topic)?.forEach(each => each.pushed(push)));
  made.on('end', (end: { reason?: string }) => {
    // Who has work in hand signs in again in place (see sign-in-again.ts): the topics are watched again by themselves.
    if (!document.dispatchEvent(new CustomEvent('hub-session-end', { cancelable: true, detail: end }))) { void made.stop(); return; }
    topics.clear();
    void made.stop();
    const here = encodeURIComponent(location.pathname + location.search);
    location.assign(`/sign-in?return=${here}${end?.reason ? `&reason=${encodeURIComponent(end.reason)}` : ''}`);
  });
  made.onreconnecting(interrupted);
  made.onreconnected(watchAll);
  made.onclose(() => { interrupted(); if (topics.size) void connect().then(watchAll); });
  return made;
}

function stop(): void {
  if (topics.size || !connection) return;
  const old = connection;
  connection = undefined;
  void old.stop();
}
