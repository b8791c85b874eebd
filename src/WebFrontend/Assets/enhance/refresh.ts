import { enhance } from './times';

// <div data-refresh="/part">: read again every two seconds while it is seen and nobody is busy in it.
const EVERY = 2_000;
const waiting = new WeakSet<Element>();

async function refresh(part: HTMLElement): Promise<void> {
  if (waiting.has(part) || part.contains(document.activeElement) || part.querySelector('details[open]')) return;
  waiting.add(part);
  try {
    const response = await fetch(part.dataset.refresh!, { credentials: 'same-origin', headers: { Accept: 'text/html' } });
    if (!response.ok || response.redirected) return;
    const read = new DOMParser().parseFromString(await response.text(), 'text/html');
    if (!part.querySelector('details[open]') && !part.contains(document.activeElement)) { part.replaceChildren(...read.body.childNodes); enhance(part); }
  } catch { /* the next turn tries again */ } finally {
    waiting.delete(part);
  }
}

export function start(): void {
  setInterval(() => { if (!document.hidden) document.querySelectorAll<HTMLElement>('[data-refresh]').forEach(part => void refresh(part)); }, EVERY);
}
