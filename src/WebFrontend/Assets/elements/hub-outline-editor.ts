import { ApiError, request } from './api';
import { blockOf, isSection, placeOf, renumber, rowsOf, slots } from './outline-order';

interface Lift { row: HTMLElement; before: ChildNode[]; from: string; byKey: boolean }

// The server renders the list and it works without this (buttons post). Here: the grip moves a row by pointer, or by keyboard:
// Space lifts, arrows move, Space drops, Esc puts it back. What the server refuses goes back to where it was, with the reason.
class HubOutlineEditor extends HTMLElement {
  private list!: HTMLElement;
  private live!: HTMLElement;
  private note!: HTMLElement;
  private lift: Lift | undefined;
  private line: HTMLElement | undefined;
  private pointerY = 0;
  private startY = 0;
  private scrolling: number | undefined;
  private version = 0;
  private queue: Promise<void> = Promise.resolve();
  private life = new AbortController();

  connectedCallback(): void {
    this.life = new AbortController();
    this.version = Number(this.getAttribute('version'));
    this.list = this.querySelector<HTMLElement>('[data-outline]') ?? this;
    this.querySelectorAll('[data-outline-extra]').forEach(old => old.remove());
    this.live = this.extra('hub-sr');
    this.live.setAttribute('aria-live', 'assertive');
    this.note = this.extra('');
    this.note.setAttribute('role', 'alert');
    const signal = this.life.signal;
    this.addEventListener('pointerdown', event => this.down(event), { signal });
    this.addEventListener('keydown', event => this.keys(event), { signal });
    this.addEventListener('focusout', event => { if (this.lift?.byKey && !this.lift.row.contains(event.relatedTarget as Node)) queueMicrotask(() => { if (this.lift?.byKey && !this.lift.row.contains(document.activeElement)) this.cancel(); }); }, { signal });
    for (const row of rowsOf(this.list)) row.querySelector('.grip')?.setAttribute('aria-roledescription', 'sortable, Space lifts, arrows move, Escape puts back');
  }

  disconnectedCallback(): void {
    this.life.abort();
    window.clearInterval(this.scrolling);
  }

  private extra(className: string): HTMLElement {
    const element = document.createElement('div');
    element.dataset.outlineExtra = '';
    element.className = className;
    this.append(element);
    return element;
  }

  private take(row: HTMLElement, byKey: boolean): void {
    this.note.replaceChildren();
    this.lift = { row, before: [...this.list.childNodes], from: JSON.stringify(placeOf(this.list, row)), byKey };
    row.classList.add('drag');
    row.querySelector('.grip')?.setAttribute('aria-pressed', 'true');
  }

  private release(): Lift | undefined {
    const { lift } = this;
    this.lift = undefined;
    window.clearInterval(this.scrolling);
    this.line?.remove();
    this.line = undefined;
    if (!lift) return;
    lift.row.classList.remove('drag');
    lift.row.style.transform = '';
    lift.row.querySelector('.grip')?.removeAttribute('aria-pressed');
    return lift;
  }

  private cancel(): void {
    const lift = this.release();
    if (!lift) return;
    this.restore(lift);
    this.say(`${this.name(lift.row)} put back.`);
  }

  private restore(lift: Lift): void {
    // An earlier move may have been refused and mended meanwhile: only what is still in the list is put in order.
    const focused = document.activeElement;
    this.list.append(...lift.before.filter(node => node.parentNode === this.list));
    renumber(this.list);
    if (focused instanceof HTMLElement && this.contains(focused)) focused.focus();
  }

  private drop(): void {
    const lift = this.release();
    if (!lift) return;
    const place = placeOf(this.list, lift.row);
    if (JSON.stringify(place) === lift.from) return this.say(`${this.name(lift.row)} stays where it was.`);
    renumber(this.list);
    this.say(`${this.name(lift.row)} dropped. ${this.where(lift.row)}`);
    // One after another: each move expects the version that the one before it made.
    this.queue = this.queue.then(() => this.commit(lift, place.sectionId, place.index));
  }

  private async commit(lift: Lift, toSectionId: string | null, index: number): Promise<void> {
    lift.row.setAttribute('aria-busy', 'true');
    try {
      const answer = await request<{ version?: number } | undefined>('POST', `${this.getAttribute('api')}/outline/move`, {
        body: { itemId: lift.row.dataset.id, toSectionId, index, expectedVersion: this.version },
      });
      this.version = answer?.version ?? this.version + 1;
      this.setAttribute('version', String(this.version));
      document.querySelectorAll<HTMLInputElement>('input[name=expectedVersion]').forEach(input => { input.value = String(this.version); });
      this.dispatchEvent(new CustomEvent('hub-outline', { bubbles: true, detail: { version: this.version } }));
    } catch (error) {
      this.restore(lift);
      const conflict = error instanceof ApiError && (error.status === 409 || error.status === 412);
      const why = conflict ? 'Someone else changed the outline in the meantime.' : (error as Error).message;
      this.note.innerHTML = '<div class="hub-note bad"><div class="hub-grow"><b></b> <span></span> <a class="hub-link" href="">Load the outline again</a></div></div>';
      this.note.querySelector('b')!.textContent = `${this.name(lift.row)} was put back.`;
      this.note.querySelector('span')!.textContent = why;
    } finally {
      lift.row.removeAttribute('aria-busy');
    }
  }

  // Pointer
  private down(event: PointerEvent): void {
    const grip = (event.target as Element).closest<HTMLElement>('.grip');
    const row = grip?.closest<HTMLElement>('.hub-node[data-id]');
    if (!grip || !row || event.button !== 0 || this.lift) return;
    event.preventDefault();
    grip.focus({ preventScroll: true });
    grip.setPointerCapture(event.pointerId);
    this.startY = this.pointerY = event.clientY;
    const startScroll = window.scrollY;
    let started = false;
    const stop = new AbortController();
    const move = (now: PointerEvent) => {
      this.pointerY = now.clientY;
      if (!started) {
        if (Math.abs(now.clientY - this.startY) < 4) return;
        started = true;
        this.take(row, false);
        this.scrolling = window.setInterval(() => this.edgeScroll(), 16);
      }
      row.style.transform = `translateY(${now.clientY - this.startY + window.scrollY - startScroll}px)`;
      this.aim(row);
    };
    const end = (drop: boolean) => {
      stop.abort();
      if (!started) return;
      const line = this.line;
      if (drop && line) { line.before(...blockOf(row)); this.drop(); }
      else this.cancel();
    };
    grip.addEventListener('pointermove', move, { signal: stop.signal });
    grip.addEventListener('pointerup', () => end(true), { signal: stop.signal });
    grip.addEventListener('pointercancel', () => end(false), { signal: stop.signal });
    document.addEventListener('keydown', key => { if (key.key === 'Escape' && started) { key.preventDefault(); end(false); } }, { signal: stop.signal, capture: true });
  }

  private aim(row: HTMLElement): void {
    let best: { slot: HTMLElement | null; distance: number } | undefined;
    for (const slot of slots(this.list, row)) {
      const y = slot ? slot.getBoundingClientRect().top : this.list.getBoundingClientRect().bottom;
      const distance = Math.abs(y - this.pointerY);
      if (!best || distance < best.distance) best = { slot, distance };
    }
    if (!best) return;
    this.line ??= Object.assign(document.createElement('div'), { className: 'hub-drop' });
    this.list.insertBefore(this.line, best.slot);
  }

  private edgeScroll(): void {
    const edge = 72;
    const by = this.pointerY < edge ? this.pointerY - edge : this.pointerY > innerHeight - edge ? this.pointerY - innerHeight + edge : 0;
    if (!by || !this.lift) return;
    window.scrollBy(0, by / 6);
    this.aim(this.lift.row);
  }

  // Keyboard
  private keys(event: KeyboardEvent): void {
    const grip = (event.target as Element).closest<HTMLElement>('.grip');
    const row = grip?.closest<HTMLElement>('.hub-node[data-id]');
    if (!grip || !row) return;
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      if (this.lift) this.drop();
      else { this.take(row, true); this.say(`${this.name(row)} lifted. ${this.where(row)} Arrows move, Space drops, Escape puts back.`); }
    } else if (this.lift?.byKey && event.key === 'Escape') {
      event.preventDefault();
      this.cancel();
    } else if (this.lift?.byKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      this.shift(row, event.key === 'ArrowDown' ? 1 : -1);
      grip.focus();
    }
  }

  private shift(row: HTMLElement, by: 1 | -1): void {
    const places = slots(this.list, row);
    const block = blockOf(row);
    let next = block.at(-1)!.nextElementSibling as HTMLElement | null;
    // Where it stands now is the first slot at or after the node that follows it.
    let at = -1;
    for (let node: HTMLElement | null = next; at < 0; node = node.nextElementSibling as HTMLElement | null) {
      at = places.indexOf(node);
      if (!node) break;
    }
    const to = at + by;
    if (at < 0 || to < 0 || to >= places.length) return this.say(by > 0 ? 'This is the last place.' : 'This is the first place.');
    next = places[to]!;
    for (const node of block) this.list.insertBefore(node, next);
    renumber(this.list);
    row.scrollIntoView({ block: 'nearest' });
    this.say(this.where(row));
  }

  private name(row: HTMLElement): string { return row.dataset.title ?? row.textContent?.trim() ?? ''; }

  private where(row: HTMLElement): string {
    const place = placeOf(this.list, row);
    const rows = rowsOf(this.list);
    if (isSection(row)) return `Section ${place.index + 1} of ${rows.filter(isSection).length}.`;
    const section = rows.find(other => other.dataset.id === place.sectionId);
    return `Position ${place.index + 1} in ${section ? this.name(section) : 'the outline'}.`;
  }

  private say(words: string): void { this.live.textContent = words; }
}

customElements.define('hub-outline-editor', HubOutlineEditor);
