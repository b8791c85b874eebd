import { request } from './api';
import { watch } from './hub-live';

// Beside the result of an attempt that waits for its mark: shows the page again when the mark is there.
class HubQuizResult extends HTMLElement {
  private unwatch: (() => void) | undefined;
  private timer: number | undefined;

  connectedCallback(): void {
    if (!this.hasAttribute('waiting')) return;
    this.unwatch = watch(`user:${this.getAttribute('me')}`, {
      pushed: push => { if ((push.data as { quizId?: string }).quizId === this.getAttribute('quiz')) void this.look(); },
      watched: () => void this.look(),
    });
    this.timer = window.setInterval(() => { if (!document.hidden) void this.look(); }, 15_000);
  }

  disconnectedCallback(): void {
    this.unwatch?.();
    window.clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    const mine = await request<{ attempts: { number: number; state: string }[] }>('GET', `/api/v1/quizzes/${this.getAttribute('quiz')}/attempts/mine`).catch(() => undefined);
    const state = mine?.attempts.find(a => a.number === Number(this.getAttribute('number')))?.state;
    if (!state || state === this.getAttribute('state')) return;
    location.reload();
  }
}

customElements.define('hub-quiz-result', HubQuizResult);
