import { watch } from './hub-live';

// The queue of essays: read again when it moves, also by another grader's hand.
class HubGradingQueue extends HTMLElement {
  private unwatch: (() => void) | undefined;
  private timer: number | undefined;

  connectedCallback(): void {
    this.unwatch = watch(`quiz:${this.getAttribute('quiz')}`, {
      pushed: push => { if (push.kind === 'grading' || push.kind === 'resync') this.soon(); },
      watched: () => this.soon(),
    });
  }

  disconnectedCallback(): void {
    this.unwatch?.();
    window.clearTimeout(this.timer);
  }

  // The list follows what happened by a moment.
  private soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.read(), 600);
  }

  private async read(): Promise<void> {
    if (this.contains(document.activeElement) && document.activeElement !== this) { this.timer = window.setTimeout(() => void this.read(), 2_000); return; }
    const answer = await fetch(this.getAttribute('rows')!, { credentials: 'same-origin', headers: { Accept: 'text/html' } }).catch(() => undefined);
    if (!answer?.ok || answer.redirected) return;
    this.replaceChildren(...new DOMParser().parseFromString(await answer.text(), 'text/html').body.childNodes);
  }
}

customElements.define('hub-grading-queue', HubGradingQueue);
