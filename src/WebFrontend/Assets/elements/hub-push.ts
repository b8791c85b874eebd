import { html } from 'lit';
import { ApiError, request } from './api';
import { LightElement } from './light';
import { hand, idOf, subscription } from './push-subscription';

type State = 'unknown' | 'unsupported' | 'denied' | 'off' | 'on' | 'busy';

// Lets this browser take pushes, or not any more. The permission is asked for only when the button is pressed.
class HubPush extends LightElement {
  private state: State = 'unknown';
  private problem = '';

  protected opened(): void { void this.look(); }

  private async look(): Promise<void> {
    if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) this.state = 'unsupported';
    else if (Notification.permission === 'denied') this.state = 'denied';
    else this.state = await this.known();
    this.refresh();
  }

  // Known: this person asked for pushes here. Of a session before, or of another that is open: of this one from now on.
  private async known(): Promise<State> {
    const own = await subscription().catch(() => null);
    const id = own ? await idOf(own.endpoint) : '';
    const device = this.attribute('devices').split(' ').find(d => d.startsWith(`${id}=`))?.slice(id.length + 1);
    if (!own || !device) return 'off';
    if (device === 'here') return 'on';
    try {
      await hand(own);
    } catch {
      return device === 'open' ? 'on' : 'off';
    }
    // The list below is of the moment before.
    document.querySelector(`[data-push-ended="${id}"]`)?.replaceChildren('While you are signed in here');
    return 'on';
  }

  private async begin(): Promise<void> {
    this.set('busy');
    try {
      if (await Notification.requestPermission() !== 'granted') { this.set(Notification.permission === 'denied' ? 'denied' : 'off'); return; }
      await navigator.serviceWorker.register('/push-worker.js');
      const worker = await navigator.serviceWorker.ready;
      const key = bytes(this.attribute('key'));
      // One that was made with another key, or for another person here, is of no use.
      const old = await worker.pushManager.getSubscription();
      if (old) await old.unsubscribe();
      await hand(await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
      this.reload();
    } catch (error) {
      this.set('off', error instanceof ApiError ? error.message : 'This browser could not be subscribed. Its push service may be switched off.');
    }
  }

  private async end(): Promise<void> {
    this.set('busy');
    try {
      const known = await subscription();
      if (known) {
        await request('DELETE', `/api/v1/notifications/devices/${await idOf(known.endpoint)}`);
        await known.unsubscribe();
      }
      this.reload();
    } catch (error) {
      this.set('on', error instanceof ApiError ? error.message : 'That did not work. Try again.');
    }
  }

  // The list below is the server's.
  private reload(): void { window.location.reload(); }

  private set(state: State, problem = ''): void {
    this.state = state;
    this.problem = problem;
    this.refresh();
  }

  protected view() {
    if (this.state === 'unknown') return null;
    const said = {
      unsupported: 'This browser does not take pushes. On a phone, add the site to the home screen first.',
      denied: 'Pushes of this site are blocked in this browser. Allow them in its site settings, then come back.',
      off: 'This browser gets no pushes.', on: 'This browser gets pushes while you are signed in here.', busy: 'One moment…',
    }[this.state];
    return html`<div class="hub-row wrapping"><p class="hub-sm hub-grow" role="status">${said}</p>${this.state === 'off' ? html`<button class="hub-btn plain" type="button" @click=${() => void this.begin()}>Get pushes here</button>`
      : this.state === 'on' ? html`<button class="hub-btn plain" type="button" @click=${() => void this.end()}>Stop pushes here</button>` : ''}</div>${this.problem ? html`<p class="hub-sm hub-bad" role="alert">${this.problem}</p>` : ''}`;
  }
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/').padEnd(Math.ceil(base64url.length / 4) * 4, '='));
  return Uint8Array.from(text, letter => letter.charCodeAt(0));
}

customElements.define('hub-push', HubPush);
