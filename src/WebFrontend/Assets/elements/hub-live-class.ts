import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../icons';
import { ApiError, newId, request } from './api';
import './hub-chat';
import { type Push, watch } from './hub-live';
import { LightElement } from './light';
import { Capture, type Devices } from './live/capture';
import type { SourceState } from './live/frames';
import { type Acts, hands, people, poll, questions } from './live/panel';
import { pollForm, reactionBar, REACTIONS, settings } from './live/deck';
import { HlsViewer } from './live/hls-viewer';
import { Publisher } from './live/publisher';
import { type Board, clock, type Me, ordinal, type Presence, type Room, until, type View } from './live/room';
import { Viewer, type ViewerEvents } from './live/viewer';

type Tab = 'chat' | 'questions' | 'hands' | 'people';

// <hub-live-class room course me name staff>: a live class. The server's room is pushed as a whole; what stands here is always the newest that came.
class HubLiveClass extends LightElement {
  private room: Room | undefined;
  private board: Board = { items: [], open: 0, number: 0 };
  private me: Me | undefined;
  private here: Presence = { count: 0, people: [] };
  private tab: Tab = 'chat';
  private online = true;
  private problem = '';
  private gone = '';
  private ranAt = 0;
  private viewer: Viewer | HlsViewer | undefined;
  private capture: Capture | undefined;
  private onAir = false;
  private connected = true;
  private sources: SourceState = { camera: false, screen: false, microphone: false };
  private needsTap = false;
  private muted = false;
  private asking = false;
  private choosing: Devices | undefined;
  private floating: { id: number; kind: string; x: number }[] = [];
  private floated = 0;
  private entering: Promise<void> | undefined;
  private unwatch: (() => void) | undefined;
  private timers: number[] = [];
  private readonly screen = Object.assign(document.createElement('video'), { playsInline: true, autoplay: true });
  private readonly canvas = document.createElement('canvas');
  private readonly preview = Object.assign(document.createElement('video'), { playsInline: true, autoplay: true, muted: true });

  private get id_() { return this.attribute('room'); }
  private get api() { return `/api/v1/live-classes/${this.id_}`; }
  private get isHost() { return this.me?.role === 'host' || this.me?.role === 'coHost'; }
  private get inside() { return this.me?.seat === 'seated' && (this.room?.phase === 'open' || this.room?.phase === 'live'); }

  protected opened(): void {
    this.screen.className = this.canvas.className = 'hub-livevideo';
    this.preview.className = 'hub-livevideo mirror';
    void this.load();
    this.unwatch = watch(`class:${this.id_}`, {
      pushed: push => this.pushed(push),
      watched: seq => { this.online = true; if (!this.room || seq > this.room.number) void this.load(); else this.settle(); this.refresh(); },
      interrupted: () => { this.online = false; this.refresh(); },
      refused: () => { this.gone = 'This class is open to the people of its course.'; this.leaveMedia(); this.refresh(); },
    });
    this.timers = [window.setInterval(() => this.refresh(), 1_000), window.setInterval(() => void this.askForRecording(), 5_000)];
    window.addEventListener('pagehide', () => this.leaveMedia(), { signal: this.alive });
  }

  protected override closed(): void {
    this.unwatch?.();
    this.timers.forEach(timer => window.clearInterval(timer));
    this.leaveMedia();
  }

  private async load(): Promise<void> {
    try {
      const view = await request<View>('GET', this.api, { signal: this.alive });
      if (!this.room || view.room.number >= this.room.number) this.setRoom(view.room);
      if (view.questions.number >= this.board.number) this.board = view.questions;
      this.me = view.me;
      this.settle();
    } catch (error) {
      if (this.alive.aborted) return;
      if (error instanceof ApiError && [401, 403, 404].includes(error.status)) this.gone = error.message;
      else window.setTimeout(() => void this.load(), 1_500);
    }
    this.refresh();
  }

  // Those who stay after the end are told when the recording can be watched; after ten minutes nobody asks any more.
  private recording = '';
  private asked = 0;
  private async askForRecording(): Promise<void> {
    if (this.recording || this.room?.phase !== 'ended' || document.hidden || this.asked++ >= 120) return;
    const { courseId, classId } = this.room;
    const lessonId = `live-${classId.slice(0, 59)}`;
    try {
      const course = await request<{ sections: { lessons: { lessonId: string; mediaReady: boolean }[] }[] }>('GET', `/api/v1/courses/${courseId}`, { signal: this.alive });
      if (!course.sections.some(section => section.lessons.some(lesson => lesson.lessonId === lessonId && lesson.mediaReady))) return;
      this.recording = `/learn/${courseId}/${lessonId}`;
      this.refresh();
    } catch { /* asked again */ }
  }

  private setRoom(room: Room): void {
    this.room = room;
    this.ranAt = performance.now() - room.ran;
  }

  private pushed(push: Push): void {
    switch (push.kind) {
      case 'room': {
        const room = push.data as Room;
        if (this.room && room.number < this.room.number) return;
        const before = this.room;
        this.setRoom(room);
        // One's own half moves when seats pass on, and when a host lowers a hand.
        const lowered = this.me?.handUp && room.handsUp <= room.hands.length && !room.hands.some(hand => hand.userId === this.me!.userId);
        const role = room.hosts.find(host => host.userId === this.me?.userId)?.role ?? 'attendee';
        if (lowered || (this.me?.seat === 'waiting' && room.admitted !== before?.admitted) || (this.me && !this.hasAttribute('staff') && role !== this.me.role)) void this.load();
        this.settle();
        break;
      }
      case 'questions': if ((push.data as Board).number >= this.board.number) this.board = push.data as Board; break;
      case 'presence': this.here = push.data as Presence; break;
      case 'reactions': this.float(push.data as Record<string, number>); break;
      case 'resync': void this.load(); break;
    }
    this.refresh();
  }

  // Brings seat and media in line with what the room is now.
  private settle(): void {
    const phase = this.room?.phase;
    const open = phase === 'open' || phase === 'live';
    if (open && this.me && (this.me.seat === 'none' || (this.me.seat === 'left' && !this.left))) void this.enter();
    if (this.inside && !this.left && !this.elsewhere && !this.viewer && !this.capture?.broadcasting && this.capture?.stopped !== 'replaced' && (Viewer.supported || HlsViewer.supported)) this.watchMedia();
    if (!open || !this.inside) { this.viewer?.close(); this.viewer = undefined; this.onAir = false; }
    if (phase === 'ended' || phase === 'cancelled') this.leaveMedia();
    // A host who reloads the page of a class that is on is back on the air by themselves.
    if (phase === 'live' && this.isHost && this.inside && !this.capture && sessionStorage.getItem(this.airKey)) void this.goOnAir();
  }
  private left = false;
  private elsewhere = false;
  private get airKey() { return `hub-on-air-${this.id_}`; }

  private enter(): Promise<void> {
    return this.entering ??= (async () => {
      try {
        this.me = await request<Me>('PUT', `${this.api}/seat`, { signal: this.alive });
        this.problem = '';
        this.settle();
      } catch (error) {
        if (this.alive.aborted) return;
        this.problem = (error as Error).message;
        if (error instanceof ApiError && error.mayRetry) window.setTimeout(() => this.settle(), 2_000);
      }
      this.refresh();
    })().finally(() => { this.entering = undefined; });
  }

  private watchMedia(): void {
    const events: ViewerEvents = {
      state: state => { this.sources = state; this.refresh(); },
      on: live => { this.onAir = live && this.onAir; if (!live) this.sources = { camera: false, screen: false, microphone: false }; this.refresh(); },
      picture: () => { this.onAir = true; this.refresh(); },
      connected: is => { this.connected = is; this.refresh(); },
      over: () => { this.viewer?.close(); this.viewer = undefined; void this.load(); },
      replaced: () => { this.elsewhere = true; this.viewer?.close(); this.viewer = undefined; this.refresh(); },
      needsTap: () => { this.needsTap = true; this.refresh(); },
    };
    this.viewer = Viewer.supported ? new Viewer(`/live/${this.id_}/watch`, this.screen, this.canvas, events) : new HlsViewer(this.api, this.screen, events);
    this.viewer.muted = this.muted;
  }

  private leaveMedia(): void {
    this.viewer?.close();
    this.viewer = undefined;
    const capture = this.capture;
    this.capture = undefined;
    capture?.end();
  }

  // The host's side.
  private async goOnAir(): Promise<void> {
    const capture = this.prepare();
    if (!capture.preview) await capture.setCamera(true);
    if (this.capture === capture && !capture.state.microphone) await capture.setMicrophone(true);
    // The browser may have asked for long: this page has left meanwhile, or the class is over.
    if (this.capture !== capture) return;
    this.viewer?.close();
    this.viewer = undefined;
    capture.begin();
    sessionStorage.setItem(this.airKey, '1');
  }

  private prepare(): Capture {
    return this.capture ??= new Capture(`/live/${this.id_}/publish`, () => {
      const track = this.capture?.preview;
      const shown = (this.preview.srcObject as MediaStream | null)?.getVideoTracks()[0];
      if (shown !== track) this.preview.srcObject = track ? new MediaStream([track]) : null;
      // Who broadcasts no more watches like everybody.
      if (this.capture?.stopped) { sessionStorage.removeItem(this.airKey); this.settle(); }
      this.refresh();
    });
  }

  private async phase(verb: 'open' | 'start' | 'end'): Promise<void> {
    await this.act(() => request('POST', `${this.api}/${verb}`, { key: newId() }));
    // What it came to the class says: one that did not begin is not broadcast to, one that goes on is not left.
    await this.load();
    if (verb === 'start' && this.room?.phase === 'live' && this.inside) await this.goOnAir();
    if (verb === 'end' && this.room?.phase === 'ended') sessionStorage.removeItem(this.airKey);
  }

  private async act<T>(call: () => Promise<T>, done?: (answer: T) => void): Promise<void> {
    try {
      const answer = await call();
      this.problem = '';
      done?.(answer);
    } catch (error) {
      if (!this.alive.aborted) this.problem = (error as Error).message;
    }
    this.refresh();
  }

  // One after the other, in the order of the presses: the last one counts.
  private turn: Promise<void> = Promise.resolve();
  private inTurn<T>(call: () => Promise<T>, done?: (answer: T) => void): Promise<void> {
    return this.turn = this.turn.then(() => this.act(call, done));
  }

  // What is sent again because nobody answered, or pressed twice, is the same and done once.
  private readonly unanswered = new Map<string, string>();
  private async once(path: string, body: unknown): Promise<void> {
    const what = path + JSON.stringify(body);
    const key = this.unanswered.get(what) ?? newId();
    this.unanswered.set(what, key);
    try {
      await request('POST', path, { body, key });
      this.unanswered.delete(what);
    } catch (error) {
      if (error instanceof ApiError && !error.mayRetry) this.unanswered.delete(what);
      throw error;
    }
  }

  private readonly acts: Acts = {
    hand: (up, userId) => void this.inTurn(() => request<Me>('PUT', `${this.api}/hand`, { body: { up, userId } }), me => { this.me = me; }),
    vote: (asked, option) => {
      const before = this.me!.votes;
      this.me = { ...this.me!, votes: { ...before, [asked.number]: asked.anonymous ? -1 : option } };
      this.refresh();
      void this.inTurn(() => request('PUT', `${this.api}/polls/${asked.number}/vote`, { body: { option } }).catch(error => {
        this.me = { ...this.me!, votes: before };
        // It may have been counted, and only its answer lost.
        void this.load();
        throw error;
      }));
    },
    closePoll: asked => void this.act(() => request('POST', `${this.api}/polls/${asked.number}/close`)),
    ask: event => {
      event.preventDefault();
      const form = event.target as HTMLFormElement;
      const text = new FormData(form).get('text') as string;
      if (text.trim()) void this.act(() => this.once(`${this.api}/questions`, { text }), () => form.reset());
    },
    voteQuestion: (number, up) => void this.inTurn(() => request('PUT', `${this.api}/questions/${number}/vote`, { body: { up } }), () => {
      this.me = { ...this.me!, voted: up ? [...this.me!.voted, number] : this.me!.voted.filter(n => n !== number) };
    }),
    answer: (number, answered) => void this.act(() => request('PUT', `${this.api}/questions/${number}/answered`, { body: { answered } })),
    coHost: (userId, is) => void this.act(() => request('PUT', `${this.api}/co-hosts/${userId}`, { body: { coHost: is } })),
  };

  private askPoll(event: Event): void {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const options = (form.getAll('option') as string[]).map(o => o.trim()).filter(Boolean);
    void this.act(() => this.once(`${this.api}/polls`, { question: form.get('question'), options, anonymous: form.has('anonymous') }), () => { this.asking = false; });
  }

  private react(reaction: string): void {
    void request('POST', `${this.api}/reactions`, { body: { reaction } }).catch(() => {});
  }

  private float(counts: Record<string, number>): void {
    for (const [kind, count] of Object.entries(counts)) {
      for (let i = 0; i < Math.min(count, 6); i++) this.floating.push({ id: ++this.floated, kind, x: 8 + Math.random() * 84 });
    }
    this.floating = this.floating.slice(-24);
    const upTo = this.floated;
    window.setTimeout(() => { this.floating = this.floating.filter(each => each.id > upTo); this.refresh(); }, 2_500);
  }

  private async leave(): Promise<void> {
    this.left = true;
    sessionStorage.removeItem(this.airKey);
    this.leaveMedia();
    await request('DELETE', `${this.api}/seat`, { keepalive: true }).catch(() => {});
    location.assign(`/courses/${this.attribute('course')}`);
  }

  // The view.
  protected view(): TemplateResult | null {
    if (!this.room || !this.me) return this.gone ? html`<main class="hub-stage" id="main" tabindex="-1">${this.message('This class is not open to you', this.gone)}</main>` : null;
    return html`${this.stage(this.room, this.me)}${this.panel(this.room, this.me)}`;
  }

  private stage(room: Room, me: Me): TemplateResult {
    const live = room.phase === 'live';
    const connected = this.online && (this.capture?.broadcasting ? this.capture.sending : this.connected);
    return html`<main class="hub-stage" id="main" tabindex="-1">
      <header class="hub-row">${live ? html`<span class="hub-tag live"><span class="hub-dot live"></span>Live</span><span class="hub-xs hub-num hub-dim">${clock(performance.now() - this.ranAt)}</span>` : nothing}
        <h1 class="hub-sm hub-trunc hub-grow hub-livetitle">${room.title}</h1>
        <span class="hub-xs hub-dim hub-row tight hub-num" title="People here">${icon('users', 's')}${Math.max(this.here.count, room.seated)}</span>
        <span class="hub-xs hub-dim hub-row tight hub-not-phone">${icon(connected ? 'activity' : 'wifi-off', 's')}${connected ? 'Connected' : 'Reconnecting…'}</span></header>
      <div class="hub-screen" data-on-air=${this.onAir ? 'yes' : 'no'}>${this.picture(room, me)}
        <div class="hub-floats" aria-hidden="true">${this.floating.map(each => html`<span style="--x:${each.x}%">${icon(REACTIONS[each.kind] ?? 'heart')}</span>`)}</div>
      </div>
      ${this.problem || this.capture?.problem ? html`<p class="hub-liveproblem" role="alert">${icon('alert-triangle', 's')}<span>${this.problem || this.capture?.problem}</span></p>` : nothing}
      ${this.deck(room, me)}</main>`;
  }

  private picture(room: Room, me: Me): TemplateResult {
    if (this.gone) return this.message('This class is not open to you', this.gone);
    if (room.phase === 'ended') return this.message('The class is over', `It ran ${clock(room.ran)}. Thank you for being here.${this.recording ? ' The recording is ready.' : ''}`,
      html`${this.recording ? html`<a class="hub-btn primary" href=${this.recording}>Watch the recording</a>` : nothing}<a class="hub-btn" href="/courses/${room.courseId}">Back to the course</a>`);
    if (room.phase === 'cancelled') return this.message('The class was cancelled', 'Look at the course for the next one.', html`<a class="hub-btn" href="/courses/${room.courseId}">Back to the course</a>`);
    if (room.phase === 'scheduled') {
      const starts = new Date(room.startsAt);
      return this.message(starts.getTime() > Date.now() ? `Starts ${until(starts.getTime() - Date.now())}` : 'Starts soon',
        `${starts.toLocaleString(undefined, { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' })} · ${room.minutes} min. ${me.role === 'host' ? 'Open the room to let people in.' : 'Stay here: you are let in when the host opens the room.'}`);
    }
    if (me.seat === 'waiting') return this.message(`All ${room.attendeeLimit} seats are taken`, `You are ${ordinal(me.ahead + 1)} in line. You are let in by itself when a seat is free; keep this page open.`);
    if (this.capture?.preview) return html`${this.preview}<span class="hub-liveself">${this.capture.sending ? 'This is what everybody sees' : this.capture.broadcasting ? 'Reconnecting…' : 'Only you see this'}</span>`;
    if (this.capture?.stopped === 'replaced') return this.message('Another page broadcasts now', 'This page stopped when the other one began.',
      html`<button class="hub-btn primary" @click=${() => { this.capture = undefined; this.settle(); this.refresh(); }}>Watch here</button>`);
    if (this.elsewhere) return this.message('You watch in many places', 'This page stopped when you opened the class in another.', html`<button class="hub-btn primary" @click=${() => { this.elsewhere = false; this.settle(); this.refresh(); }}>Watch here</button>`);
    if (!Viewer.supported && !HlsViewer.supported) return this.message('This browser cannot show live pictures', 'Update it, or use a current Chrome, Edge, Firefox or Safari. Chat, questions and polls work here.');
    const waiting = room.phase === 'open' ? this.message('Waiting for the host', `The class starts soon. ${room.seated === 1 ? 'You are the first here.' : `${room.seated} people are here.`}`)
      : room.broadcast ? this.message(this.sources.camera || this.sources.screen ? 'Connecting…' : 'The camera is off', this.sources.microphone ? 'You hear the host.' : '') : this.message(this.onAir ? 'The host is coming back' : 'The host is not on the air', 'The picture comes by itself.');
    return html`${this.viewer?.usesCanvas ? this.canvas : this.screen}${this.onAir && room.broadcast && (this.sources.camera || this.sources.screen) ? nothing : html`<div class="hub-livecover">${waiting}</div>`}
      ${this.needsTap ? html`<button class="hub-btn primary hub-livetap" @click=${() => { this.needsTap = false; this.viewer?.play(); this.refresh(); }}>${icon('volume')}Turn on sound</button>` : nothing}`;
  }

  private message(title: string, text: string, action: TemplateResult | typeof nothing = nothing): TemplateResult {
    return html`<div class="hub-livewait"><h2>${title}</h2>${text ? html`<p>${text}</p>` : nothing}${action}</div>`;
  }

  private deck(room: Room, me: Me): TemplateResult {
    const open = room.phase === 'open' || room.phase === 'live';
    const mine = this.capture?.state;
    return html`<div class="hub-deck" role="toolbar" aria-label="Class">
      ${this.isHost && open && Publisher.supported ? html`
        <button class="hub-btn sq ${mine?.microphone ? 'on' : ''}" aria-label=${mine?.microphone ? 'Mute' : 'Unmute'} aria-pressed=${mine?.microphone ? 'true' : 'false'} @click=${() => { this.prepare(); void this.capture!.setMicrophone(!mine?.microphone); }}>${icon(mine?.microphone ? 'microphone' : 'microphone-off')}</button>
        <button class="hub-btn sq ${mine?.camera ? 'on' : ''}" aria-label=${mine?.camera ? 'Stop camera' : 'Start camera'} aria-pressed=${mine?.camera ? 'true' : 'false'} @click=${() => { this.prepare(); void this.capture!.setCamera(!mine?.camera); }}>${icon('video')}</button>
        <button class="hub-btn sq hub-not-phone ${mine?.screen ? 'on' : ''}" aria-label=${mine?.screen ? 'Stop sharing' : 'Share screen'} aria-pressed=${mine?.screen ? 'true' : 'false'} @click=${() => { this.prepare(); void this.capture!.setScreen(!mine?.screen); }}>${icon('screen-share')}</button>
        <button class="hub-btn sq" aria-label="Devices" aria-expanded=${this.choosing ? 'true' : 'false'} @click=${() => void this.choose()}>${icon('settings')}</button>
        <button class="hub-btn sq" aria-label="Ask a poll" aria-expanded=${this.asking ? 'true' : 'false'} @click=${() => { this.asking = !this.asking; this.tab = 'chat'; this.refresh(); }}>${icon('chart-bar')}</button>` : nothing}
      ${this.isHost ? nothing : this.inside ? html`<button class="hub-btn ${me.handUp ? 'on' : ''}" aria-pressed=${me.handUp ? 'true' : 'false'} aria-label=${this.handWords(room, me)} @click=${() => this.acts.hand(!me.handUp)}>${icon('hand-stop')}<span class="hub-not-phone">${this.handWords(room, me)}</span></button>
        <button class="hub-btn sq" aria-label=${this.muted ? 'Sound on' : 'Sound off'} aria-pressed=${this.muted ? 'true' : 'false'} @click=${() => { this.muted = !this.muted; if (this.viewer) this.viewer.muted = this.muted; this.refresh(); }}>${icon(this.muted ? 'volume-3' : 'volume')}</button>` : nothing}
      ${this.inside ? html`<span class=${this.isHost ? 'hub-not-phone' : ''}>${reactionBar(kind => this.react(kind))}</span>` : nothing}
      ${me.role === 'host' && room.phase === 'scheduled' ? html`<button class="hub-btn primary" @click=${() => void this.phase('open')}>${icon('users')}Open the room</button>` : nothing}
      ${me.role === 'host' && room.phase === 'open' ? html`<button class="hub-btn primary" @click=${() => void this.phase('start')}>${icon('video')}Start class</button>` : nothing}
      ${this.isHost && room.phase === 'live' && !this.capture?.broadcasting ? html`<button class="hub-btn primary" @click=${() => void this.goOnAir()}>${icon('video')}Go on air</button>` : nothing}
      ${me.role === 'host' && room.phase === 'live' ? html`<button class="hub-btn live" aria-label="End class" @click=${() => { if (confirm('End the class for everybody?')) void this.phase('end'); }}>${icon('phone-off')}<span class="hub-not-phone">End class</span></button>`
        : html`<button class="hub-btn ${open ? 'live' : ''}" aria-label=${open ? 'Leave' : 'Back to the course'} @click=${() => void this.leave()}>${icon(open ? 'phone-off' : 'arrow-left')}<span class="hub-not-phone">${open ? 'Leave' : 'Back to the course'}</span></button>`}
    </div>`;
  }

  private handWords(room: Room, me: Me): string {
    if (!me.handUp) return 'Raise hand';
    const place = room.hands.findIndex(hand => hand.userId === me.userId);
    return place < 0 ? 'Hand up' : place === 0 ? 'Hand up, next' : `Hand up, ${ordinal(place + 1)}`;
  }

  private async choose(): Promise<void> {
    this.prepare();
    this.choosing = this.choosing ? undefined : await this.capture!.devices();
    this.refresh();
  }

  private panel(room: Room, me: Me): TemplateResult {
    const tab = (name: Tab, text: string, count = 0, hot = false) => html`<button role="tab" id="tab-${name}" aria-selected=${this.tab === name ? 'true' : 'false'} aria-controls="live-panel" tabindex=${this.tab === name ? 0 : -1}
      @click=${() => { this.tab = name; this.refresh(); }}>${text}${count ? html`<span class="hub-count ${hot ? 'hot' : ''} hub-num">${count}</span>` : nothing}</button>`;
    return html`<aside class="hub-panel" aria-label="Room">
      <h2 class="hub-sr">Room</h2>
      <div class="hub-tabs" role="tablist" aria-label="Room" @keydown=${(event: KeyboardEvent) => this.tabKeys(event)}>${tab('chat', 'Chat')}${tab('questions', 'Questions', this.board.open)}${tab('hands', 'Hands', room.handsUp, true)}${tab('people', 'People', this.here.count)}</div>
      <div class="hub-livetab" id="live-panel" role="tabpanel" aria-labelledby="tab-${this.tab}">
        ${this.choosing ? settings(this.choosing, (kind, id) => { void (kind === 'camera' ? this.capture!.setCamera(true, id) : this.capture!.setMicrophone(true, id)); }, () => { this.choosing = undefined; this.refresh(); }) : nothing}
        ${this.asking ? pollForm(event => this.askPoll(event), () => { this.asking = false; this.refresh(); }) : nothing}
        <div class="hub-livechat" ?hidden=${this.tab !== 'chat'}>
          ${room.hands.length || room.poll ? html`<div class="hub-livepins">${poll(room, me, this.acts)}${hands(room, me, this.acts, false)}</div>` : nothing}
          <hub-chat room=${room.courseId} me=${me.userId} name=${this.attribute('name')} api="/api/v1/courses/${room.courseId}/chat" staff=${this.hasAttribute('staff') ? '' : nothing}></hub-chat>
        </div>
        ${this.tab === 'questions' ? questions(this.board, room, me, this.acts) : this.tab === 'hands' ? html`<div class="flow">${hands(room, me, this.acts, true)}</div>` : this.tab === 'people' ? people(room, me, this.here, this.acts) : nothing}
      </div></aside>`;
  }

  private tabKeys(event: KeyboardEvent): void {
    const tabs: Tab[] = ['chat', 'questions', 'hands', 'people'];
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    this.tab = tabs[(tabs.indexOf(this.tab) + step + tabs.length) % tabs.length]!;
    this.refreshNow();
    this.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus();
  }
}

customElements.define('hub-live-class', HubLiveClass);
