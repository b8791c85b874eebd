import { request } from './api';

interface Device { deviceId: string; here: boolean }

export async function subscription(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration('/');
  return await worker?.pushManager.getSubscription() ?? null;
}

// Pushes go here while the session that says so lasts.
export async function hand(subscription: PushSubscription): Promise<void> {
  const { endpoint, keys } = subscription.toJSON();
  await request('POST', '/api/v1/notifications/devices', { body: { endpoint, keys, name: nameOf(navigator.userAgent) } });
}

// After a new sign-in the device still belongs to the session before. Only one that this person has on their list is handed over: another's, at a browser that two share, is not theirs.
export async function keep(): Promise<void> {
  const own = await subscription();
  if (!own) return;
  const id = await idOf(own.endpoint);
  const { devices } = await request<{ devices: Device[] }>('GET', '/api/v1/notifications/settings');
  if (devices.some(device => device.deviceId === id && !device.here)) await hand(own);
}

// As the server names it: the first 16 bytes of SHA-256.
export async function idOf(endpoint: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint)));
  return [...hash.slice(0, 16)].map(b => b.toString(16).padStart(2, '0')).join('');
}

function nameOf(agent: string): string {
  const browser = /Edg\//.test(agent) ? 'Edge' : /Firefox\//.test(agent) ? 'Firefox' : /Chrome\//.test(agent) ? 'Chrome' : /Safari\//.test(agent) ? 'Safari' : 'A browser';
  const system = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iOS' : /Windows/.test(agent) ? 'Windows' : /Mac OS/.test(agent) ? 'macOS' : /Linux/.test(agent) ? 'Linux' : '';
  return system ? `${browser} on ${system}` : browser;
}
