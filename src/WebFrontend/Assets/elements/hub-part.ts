import { enhance } from '../enhance/times';
import { watch } from './hub-live';

const POLL = 4_000;

// <hub-part src topic kind field value>: a part of the page that the server renders, read again when something is pushed about it. A push is a hint: what stands
// here always comes from the server. While the socket is cut, and now and then while something is under way, it is asked without a push.
class HubPart extends HTMLElement {
  private unwatch: (() => void) | undefined;
  private timer: number | undefined;
  private reading: AbortController | undefined;
  private again = false;

  connectedCallback(): void {
    const topic = this.getAttribute('topic') ?? '';
    const [kind, field, value] = ['kind', 'field', 'value'].map(name => this.getAttribute(name) ?? '');
    this.unwatch = watch(topic, {
      pushed: push => { if (push.kind === 'resync' || (push.kind === kind && (push.data as Record<string, unknown>)[field!] === value)) void this.read(); },
      watched: () => void this.read(),
      interrupted: () => {},
      refused: () => {},
    });
    this.timer = window.setInterval(() => { if (!document.hidden && this.querySelector('[data-under-way]')) void this.read(); }, POLL);
  }

  disconnectedCallback(): void {
    this.unwatch?.();
    window.clearInterval(this.timer);
    this.reading?.abort();
  }

  // One reading at a time; what is pushed meanwhile is read once more.
  private async read(): Promise<void> {
    if (this.reading) { this.again = true; return; }
    this.reading = new AbortController();
    try {
      do {
        this.again = false;
        const response = await fetch(this.getAttribute('src')!, { credentials: 'same-origin', headers: { Accept: 'text/html' }, signal: this.reading.signal });
        if (!response.ok || response.redirected) return;
        const read = new DOMParser().parseFromString(await response.text(), 'text/html');
        this.show([...read.body.childNodes]);
      } while (this.again);
    } catch { /* the next push or turn tries again */ } finally {
      this.reading = undefined;
    }
  }

  // Nothing is taken from under the reader's hands: an open question or a focused button stays until the next time.
  private show(nodes: ChildNode[]): void {
    if (this.querySelector('details[open]')) return;
    const next = nodes.map(node => (node as Element).outerHTML ?? node.textContent ?? '').join('');
    if (next.trim() === this.dataset.shown) return;
    if (this.contains(document.activeElement)) (document.activeElement as HTMLElement).blur();
    this.dataset.shown = next.trim();
    this.replaceChildren(...nodes);
    enhance(this);
  }
}

customElements.define('hub-part', HubPart);
