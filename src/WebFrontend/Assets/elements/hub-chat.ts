import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../icons';
import { ApiError, newId, request } from './api';
import { ChatLog, linked, type Message, type Pending } from './chat-log';
import { type Push, typing as tellTyping, watch } from './hub-live';
import { LightElement } from './light';
import { avatar } from './person';

interface Page { items: Message[]; lastSeq: number; lastRead: number; unread: number; hasOlder?: boolean }
interface Changes { items: Message[]; lastSeq: number; more: boolean }
interface Person { id: string; name: string }

const PAGE = 50;
const TYPING_SHOWN = 5_000;

class HubChat extends LightElement {
  private log = new ChatLog();
  private state: 'loading' | 'ready' | 'failed' | 'gone' = 'loading';
  private problem = '';
  private online = true;
  private here: { count: number; people: Person[] } = { count: 0, people: [] };
  private readonly typists = new Map<string, { name: string; until: number }>();
  private readUpTo = 0;
  private dividerAfter: number | undefined;
  private hasOlder = false;
  private loadingOlder = false;
  private editing: { id: string; text: string; error?: string } | undefined;
  private deleting: string | undefined;
  private below = 0;
  private repairing: Promise<void> | undefined;
  private unwatch: (() => void) | undefined;
  private timers: number[] = [];
  private toldTyping = 0;
  private seen = false;

  private get me() { return this.attribute('me'); }
  private get api() { return this.attribute('api'); }
  private get topic() { return `chat:${this.attribute('room')}`; }
  private get list() { return this.querySelector<HTMLElement>('.hub-chat .flow'); }
  private get box() { return this.querySelector<HTMLTextAreaElement>('.hub-compose textarea'); }

  protected opened(): void {
    this.log.pending = this.saved();
    void this.load();
    document.addEventListener('visibilitychange', () => this.markRead(), { signal: this.alive });
    const watcher = new IntersectionObserver(entries => { this.seen = entries.at(-1)!.isIntersecting; if (this.seen) { this.toEnd(); this.markRead(); } });
    watcher.observe(this);
    this.alive.addEventListener('abort', () => watcher.disconnect());
    let looks = 0;
    this.timers = [
      window.setInterval(() => this.dropTypists(), 1_000),
      // Without the socket the room still moves, only slower; with it, a push that was lost is found within a minute, also when nothing follows it.
      window.setInterval(() => { if (this.state === 'ready' && !document.hidden && (!this.online || ++looks % 4 === 0)) void this.repair(); }, 15_000),
    ];
  }

  protected override closed(): void {
    this.unwatch?.();
    this.timers.forEach(timer => window.clearInterval(timer));
  }

  private async load(): Promise<void> {
    this.state = 'loading';
    const skeleton = window.setTimeout(() => this.refresh(), 200);
    try {
      const page = await request<Page>('GET', `${this.api}/messages?limit=${PAGE}`, { signal: this.alive });
      page.items.forEach(message => this.log.put(message));
      this.log.cursor = page.lastSeq;
      this.hasOlder = page.hasOlder ?? page.items.length >= PAGE;
      this.readUpTo = page.lastRead;
      this.dividerAfter = page.unread > 0 ? page.lastRead : undefined;
      this.state = 'ready';
      this.announceUnread();
      this.refreshNow();
      this.toEnd(true);
      this.markRead(); // the panel may have been seen before there was anything to read
      this.unwatch?.();
      this.unwatch = watch(this.topic, {
        pushed: push => this.pushed(push),
        watched: seq => { this.online = true; this.refresh(); if (seq !== this.log.cursor) void this.repair(); },
        interrupted: () => { this.online = false; this.here = { count: 0, people: [] }; this.refresh(); },
        refused: code => code === 'live.sign_in' ? this.gone('Sign in again to go on.', false) : this.gone('It is open to those who take the course.'),
      });
      this.log.pending.filter(each => each.state === 'sending').forEach(each => void this.deliver(each));
    } catch (error) {
      if (this.alive.aborted) return;
      if (error instanceof ApiError && [401, 403, 404].includes(error.status)) return this.gone(error.message, error.status !== 401);
      this.state = 'failed';
      this.problem = (error as Error).message;
      this.refresh();
    } finally {
      window.clearTimeout(skeleton);
    }
  }

  private pushed(push: Push): void {
    switch (push.kind) {
      case 'message': {
        const message = push.data as Message;
        const before = this.log.newest;
        if (this.log.receive(message, push.seq) === 'gap') void this.repair();
        this.typists.delete(message.authorId);
        this.arrived(before);
        break;
      }
      case 'typing': {
        const who = push.data as { userId: string; name: string };
        if (who.userId !== this.me) this.typists.set(who.userId, { name: who.name, until: Date.now() + TYPING_SHOWN });
        this.refresh();
        break;
      }
      case 'presence':
        this.here = push.data as { count: number; people: Person[] };
        this.refresh();
        break;
      case 'resync':
        void this.repair();
        break;
      case 'removed':
        if ((push.data as { userId: string }).userId === this.me) this.gone('You are no longer in this course.');
        break;
    }
  }

  // Asks for every change after the last one without a gap. One at a time; who comes meanwhile waits for the same answer.
  private repair(): Promise<void> {
    return this.repairing ??= (async () => {
      const before = this.log.newest;
      try {
        for (let more = true; more;) {
          const answer = await request<Changes>('GET', `${this.api}/changes?after=${this.log.cursor}`, { signal: this.alive });
          answer.items.forEach(message => this.log.put(message));
          const reached = answer.more ? Math.max(this.log.cursor, ...answer.items.map(message => message.changed)) : answer.lastSeq;
          more = answer.more && reached > this.log.cursor;
          this.log.cursor = Math.max(this.log.cursor, reached);
        }
        this.arrived(before);
      } catch (error) {
        if (error instanceof ApiError && [401, 403].includes(error.status)) this.gone(error.message, error.status !== 401);
      }
    })().finally(() => { this.repairing = undefined; });
  }

  private arrived(before: number): void {
    const atEnd = this.isAtEnd();
    const added = this.log.unreadAfter(before, this.me);
    if (added && !(atEnd && this.watching())) {
      this.below += added;
      this.dividerAfter ??= Math.max(before, this.readUpTo);
    }
    this.save();
    this.refreshNow();
    if (atEnd) this.toEnd(true);
    this.markRead();
    this.announceUnread();
  }

  // out: they are not in the course any more, and the page around the chat hears of it; not: they only have to sign in again.
  private gone(why: string, out = true): void {
    this.state = 'gone';
    this.problem = why;
    this.log = new ChatLog();
    sessionStorage.removeItem(this.store);
    this.unwatch?.();
    this.refresh();
    if (out) this.dispatchEvent(new CustomEvent('hub-closed', { bubbles: true }));
  }

  // Sending: shown at once, kept until the server has it, sent again under the same key.
  private send(event: Event): void {
    event.preventDefault();
    const text = this.box?.value.trim();
    if (!text) return;
    const pending: Pending = { clientId: newId(), text, state: 'sending', at: new Date().toISOString() };
    this.log.pending.push(pending);
    this.box!.value = '';
    this.dividerAfter = undefined;
    this.save();
    this.refreshNow();
    this.toEnd(true);
    this.box!.focus();
    void this.deliver(pending);
  }

  private async deliver(pending: Pending): Promise<void> {
    pending.state = 'sending';
    delete pending.error;
    this.refresh();
    try {
      const message = await request<Message>('POST', `${this.api}/messages`, { body: { clientId: pending.clientId, text: pending.text }, key: pending.clientId });
      this.log.pending = this.log.pending.filter(each => each !== pending);
      // The cursor stays: the push or a repair brings it forward, so that another's change in between is not skipped.
      this.log.put(message);
    } catch (error) {
      pending.state = 'failed';
      pending.error = error instanceof ApiError && !error.mayRetry ? error.message : 'Not sent yet: no answer.';
      pending.final = error instanceof ApiError && !error.mayRetry;
    }
    this.save();
    this.refreshNow();
    this.toEnd();
  }

  private discard(pending: Pending): void {
    this.log.pending = this.log.pending.filter(each => each !== pending);
    if (this.box && !this.box.value) this.box.value = pending.text;
    this.save();
    this.refresh();
    this.box?.focus();
  }

  private async saveEdit(): Promise<void> {
    const edit = this.editing;
    if (!edit) return;
    const text = edit.text.trim();
    if (!text) { this.deleting = edit.id; this.editing = undefined; return this.refresh(); }
    try {
      const message = await request<Message | undefined>('PUT', `${this.api}/messages/${encodeURIComponent(edit.id)}`, { body: { text } });
      if (message?.id) this.log.put(message); else void this.repair();
      this.editing = undefined;
      this.refresh();
      this.box?.focus();
    } catch (error) {
      edit.error = (error as Error).message;
      this.refresh();
    }
  }

  private async erase(id: string): Promise<void> {
    try {
      const message = await request<Message | undefined>('DELETE', `${this.api}/messages/${encodeURIComponent(id)}`);
      if (message?.id) this.log.put(message); else void this.repair();
      this.deleting = undefined;
    } catch (error) {
      this.problem = (error as Error).message;
    }
    this.refresh();
    this.box?.focus();
  }

  private async loadOlder(): Promise<void> {
    if (this.loadingOlder || !this.hasOlder || !this.log.oldest) return;
    this.loadingOlder = true;
    this.refreshNow();
    const list = this.list!;
    const fromEnd = list.scrollHeight - list.scrollTop;
    try {
      const page = await request<Page>('GET', `${this.api}/messages?before=${this.log.oldest}&limit=${PAGE}`, { signal: this.alive });
      page.items.forEach(message => this.log.put(message));
      this.hasOlder = page.hasOlder ?? page.items.length >= PAGE;
    } catch { /* the next scroll tries again */ }
    this.loadingOlder = false;
    this.refreshNow();
    list.scrollTop = list.scrollHeight - fromEnd;
  }

  private watching = () => this.seen && !document.hidden;
  private isAtEnd(): boolean {
    const list = this.list;
    return !list || list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  }

  private toEnd(force = false): void {
    const list = this.list;
    if (list && (force || this.isAtEnd())) list.scrollTop = list.scrollHeight;
  }

  private markReadSoon: number | undefined;
  private markRead(): void {
    if (this.state !== 'ready' || !this.watching() || !this.isAtEnd()) return;
    if (this.below) { this.below = 0; this.refresh(); }
    if (this.log.newest <= this.readUpTo || this.markReadSoon) return;
    this.markReadSoon = window.setTimeout(() => {
      this.markReadSoon = undefined;
      const seq = this.log.newest;
      request('POST', `${this.api}/read`, { body: { seq } }).then(() => { this.readUpTo = Math.max(seq, this.readUpTo); this.announceUnread(); }, () => {});
    }, 800);
  }

  private announceUnread(): void {
    const unread = this.log.unreadAfter(this.readUpTo, this.me);
    this.dispatchEvent(new CustomEvent('hub-unread', { bubbles: true, detail: { unread } }));
  }

  private typed(): void {
    if (!this.box?.value || Date.now() - this.toldTyping < 3_000) return;
    this.toldTyping = Date.now();
    tellTyping(this.topic);
  }

  private dropTypists(): void {
    const before = this.typists.size;
    for (const [id, who] of this.typists) if (who.until < Date.now()) this.typists.delete(id);
    if (before !== this.typists.size) this.refresh();
  }

  private keys(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.send(event);
    else if (event.key === 'ArrowUp' && !this.box!.value) {
      const last = [...this.log.messages].reverse().find(message => message.authorId === this.me && !message.deleted);
      if (last) { event.preventDefault(); this.edit(last); }
    }
  }

  private edit(message: Message): void {
    this.deleting = undefined;
    this.editing = { id: message.id, text: message.text ?? '' };
    this.refreshNow();
    const area = this.querySelector<HTMLTextAreaElement>('.hub-msg textarea');
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }

  // What was not acknowledged outlives a reload of this tab.
  private get store() { return `hub-chat:${this.attribute('room')}:${this.me}`; }
  private save(): void {
    if (this.log.pending.length) sessionStorage.setItem(this.store, JSON.stringify(this.log.pending));
    else sessionStorage.removeItem(this.store);
  }

  private saved(): Pending[] {
    try { return JSON.parse(sessionStorage.getItem(this.store) ?? '[]') as Pending[]; } catch { return []; }
  }

  protected view() {
    if (this.state === 'gone') return html`<div class="hub-note warn" role="status">${icon('lock')}<div><b>The chat is closed to you.</b> ${this.problem}</div></div>`;
    if (this.state === 'failed') return html`<div class="hub-note bad" role="alert">${icon('alert-circle')}<div class="hub-grow"><b>The chat could not be loaded.</b> ${this.problem}
      <button class="hub-btn plain small" @click=${() => void this.load()}>Try again</button></div></div>`;
    return html`<div class="hub-chat">
      ${this.header()}
      <div class="flow" role="log" aria-live="polite" aria-relevant="additions" aria-busy=${this.loadingOlder || this.state === 'loading'} aria-label="Messages" tabindex="0" @scroll=${this.scrolled}>
        ${this.state === 'loading' ? this.skeleton() : this.lines()}
      </div>
      ${this.below ? html`<button class="hub-btn plain small newer" @click=${() => { this.toEnd(true); this.markRead(); }}>${icon('chevron-down', 's')}${this.below === 1 ? '1 new message' : `${this.below} new messages`}</button>` : nothing}
      <div class="typing hub-xs hub-dim" aria-live="off">${this.typingWords()}</div>
      <form class="hub-compose" @submit=${this.send}>
        <textarea class="hub-input" rows="1" maxlength="4000" placeholder="Write to everyone" aria-label="Message" @keydown=${this.keys} @input=${this.typed} @focus=${() => this.markRead()}></textarea>
        <button class="hub-btn primary sq" aria-label="Send">${icon('send', 'flip')}</button>
      </form>
    </div>`;
  }

  private header() {
    return html`<div class="head hub-row hub-xs hub-dim" role="status">
      ${this.online
        ? this.here.count
          ? html`<span class="hub-avs" aria-hidden="true">${this.here.people.slice(0, 4).map(person => avatar(person.name))}</span><span title=${this.here.people.map(person => person.name).join(', ')}><span class="hub-num">${this.here.count}</span> here now</span>`
          : html`<span>&nbsp;</span>`
        : html`<span class="hub-tag warn">${icon('wifi-off', 's')}No live connection</span><span>Reconnecting. What you send is kept.</span>`}
    </div>`;
  }

  private lines() {
    if (!this.log.messages.length && !this.log.pending.length) return html`<div class="hub-empty">
      <h3>No messages yet</h3><p>Ask the first question. Everyone in the course, and the instructor, can read it.</p></div>`;
    let day = '';
    let divided = this.dividerAfter === undefined;
    return html`${this.hasOlder ? html`<div class="older hub-xs hub-dim">${this.loadingOlder ? 'Loading earlier messages…' : html`<button class="hub-btn quiet small" @click=${() => void this.loadOlder()}>Earlier messages</button>`}</div>` : nothing}
      ${repeat(this.log.messages, message => message.id, message => {
        const today = dayOf(message.at);
        const dayLine = today === day ? nothing : html`<div class="day hub-xs hub-dim" role="separator"><span>${day = today}</span></div>`;
        const isNew = !divided && message.seq > this.dividerAfter! && message.authorId !== this.me && !message.deleted;
        if (isNew) divided = true;
        return html`${dayLine}${isNew ? html`<div class="unread hub-xs" role="separator"><span>New since you were here</span></div>` : nothing}${this.line(message)}`;
      })}
      ${repeat(this.log.pending, each => each.clientId, each => this.pendingLine(each))}`;
  }

  private line(message: Message) {
    const own = message.authorId === this.me;
    const body = message.deleted
      ? html`<p class="hub-dim gone">Message deleted</p>`
      : this.editing?.id === message.id ? this.editor(this.editing)
      : html`<p class="hub-mute">${linked(message.text ?? '').map(part => part.href ? html`<a class="hub-link" href=${part.href} target="_blank" rel="noopener noreferrer nofollow ugc">${part.text}</a>` : part.text)}</p>`;
    return html`<div class="hub-msg ${own ? 'own' : ''}" data-id=${message.id}>${avatar(message.authorName)}<div>
      <div class="hub-row tight"><b class="hub-trunc"><bdi>${own ? 'You' : message.authorName}</bdi></b><time class="hub-dim hub-num" datetime=${message.at} title=${exact(message.at)}>${clock(message.at)}</time>
        ${message.editedAt && !message.deleted ? html`<span class="hub-dim" title=${exact(message.editedAt)}>edited</span>` : nothing}
        ${(own || this.hasAttribute('staff')) && !message.deleted && this.editing?.id !== message.id ? html`<span class="acts hub-push">
          ${own ? html`<button class="hub-btn quiet sq" aria-label="Edit message" @click=${() => this.edit(message)}>${icon('pencil', 's')}</button>` : nothing}
          <button class="hub-btn quiet sq" aria-label="Delete message" @click=${() => { this.deleting = message.id; this.refresh(); }}>${icon('trash', 's')}</button></span>` : nothing}</div>
      ${body}
      ${this.deleting === message.id ? html`<div class="hub-row tight" role="group" aria-label="Delete this message?"><span class="hub-xs">Delete for everyone?</span>
        <button class="hub-btn small danger" @click=${() => void this.erase(message.id)}>Delete</button><button class="hub-btn small quiet" @click=${() => { this.deleting = undefined; this.refresh(); }}>Keep it</button></div>` : nothing}
    </div></div>`;
  }

  private editor(edit: { id: string; text: string; error?: string }) {
    return html`<div class="hub-stack s"><textarea class="hub-input small" rows="2" maxlength="4000" aria-label="Edit message" .value=${live(edit.text)}
        @input=${(event: InputEvent) => { edit.text = (event.target as HTMLTextAreaElement).value; }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); void this.saveEdit(); }
          if (event.key === 'Escape') { event.stopPropagation(); this.editing = undefined; this.refresh(); this.box?.focus(); }
        }}></textarea>
      ${edit.error ? html`<span class="hub-xs err" role="alert">${edit.error}</span>` : nothing}
      <div class="hub-row tight"><button class="hub-btn small primary" @click=${() => void this.saveEdit()}>Save</button>
        <button class="hub-btn small quiet" @click=${() => { this.editing = undefined; this.refresh(); }}>Cancel</button></div></div>`;
  }

  private pendingLine(each: Pending) {
    return html`<div class="hub-msg own pending">${avatar(this.attribute('name') || 'You')}<div>
      <div class="hub-row tight"><b>You</b><span class="hub-dim">${each.state === 'sending' ? 'Sending…' : ''}</span></div>
      <p class="hub-mute">${each.text}</p>
      ${each.state === 'failed' ? html`<div class="hub-row tight wrapping" role="alert"><span class="hub-xs err">${each.error}</span>
        ${each.final ? nothing : html`<button class="hub-btn small plain" @click=${() => void this.deliver(each)}>Send again</button>`}
        <button class="hub-btn small quiet" @click=${() => this.discard(each)}>Take back</button></div>` : nothing}
    </div></div>`;
  }

  private typingWords(): string {
    const names = [...this.typists.values()].map(who => who.name);
    if (!names.length) return '\u00a0';
    if (names.length === 1) return `${names[0]} is writing…`;
    return names.length === 2 ? `${names[0]} and ${names[1]} are writing…` : `${names[0]} and ${names.length - 1} others are writing…`;
  }

  private skeleton() {
    return html`${[62, 88, 45, 74].map(width => html`<div class="hub-msg" aria-hidden="true"><span class="hub-skel round"></span><div class="hub-stack s"><div class="hub-skel" style="width:28%"></div><div class="hub-skel" style="width:${width}%"></div></div></div>`)}`;
  }

  private scrolled(): void {
    if (this.list!.scrollTop < 120) void this.loadOlder();
    if (this.isAtEnd()) this.markRead();
  }
}

const language = document.documentElement.lang || 'en';
// The zone that this person chose; without one, the device's.
const timeZone = () => document.body.dataset.timeZone || undefined;
const clock = (at: string) => new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: timeZone() }).format(new Date(at));
const exact = (at: string) => new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'medium', timeZone: timeZone() }).format(new Date(at));

function dayOf(at: string): string {
  // A day's number, of the calendar that the zone has: "2026-11-22" read as midnight UTC.
  const dayNumber = (when: Date) => Date.parse(new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: timeZone() }).format(when)) / 86_400_000;
  const date = new Date(at);
  const days = dayNumber(date) - dayNumber(new Date());
  if (days > -2 && days < 1) return capital(new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day'));
  return new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', year: date.getFullYear() === new Date().getFullYear() ? undefined : 'numeric', timeZone: timeZone() }).format(date);
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

customElements.define('hub-chat', HubChat);
