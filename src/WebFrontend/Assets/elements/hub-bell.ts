import { request } from './api';
import { watch } from './hub-live';

interface Unread { unread: number; number: number }

// The unread count in the header, the same on all pages and devices of a person: pushes carry it with a number, and a lower number is older.
class HubBell extends HTMLElement {
  private number = 0;
  private unwatch: (() => void) | undefined;
  private watchedBefore = false;

  connectedCallback(): void {
    this.number = Number(this.getAttribute('number') ?? 0);
    const me = document.body.dataset.viewer;
    if (!me) return;
    this.unwatch = watch(`user:${me}`, {
      pushed: push => {
        if (push.kind === 'inbox') this.show(push.data as Unread);
        else if (push.kind === 'resync') void this.ask();
      },
      // The page is fresh when it opens, but for what came while the socket was made.
      watched: () => { if (this.watchedBefore || performance.now() > 2_000) void this.ask(); this.watchedBefore = true; },
    });
  }

  disconnectedCallback(): void {
    this.unwatch?.();
  }

  private async ask(): Promise<void> {
    try { this.show(await request<Unread>('GET', '/api/v1/notifications/unread')); } catch { /* the next push or page says it */ }
  }

  private show(told: Unread): void {
    if (told.number <= this.number) return;
    this.number = told.number;
    const text = told.unread > 99 ? '99+' : String(told.unread);
    this.setAttribute('unread', String(told.unread));
    this.querySelector('a')?.setAttribute('aria-label', `Notifications, ${told.unread === 0 ? 'none' : text} unread`);
    const count = this.querySelector<HTMLElement>('.n');
    if (count) { count.textContent = text; count.hidden = told.unread === 0; }
    if (told.unread === 0) void clearPushes();
  }
}

// What was read on another device need not lie in this one's tray.
async function clearPushes(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration('/').catch(() => undefined);
  for (const shown of await worker?.getNotifications() ?? []) shown.close();
}

customElements.define('hub-bell', HubBell);
