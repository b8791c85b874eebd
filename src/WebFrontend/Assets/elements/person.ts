import { html } from 'lit';

// The same initials and hue as Initials.cs and NameHash.cs: a person looks the same in a page and in the chat.
export function hue(name: string): number {
  let hash = 2166136261;
  for (const byte of new TextEncoder().encode(name.trim().toLowerCase().normalize('NFC'))) hash = Math.imul(hash ^ byte, 16777619);
  return (hash >>> 0) % 360;
}

export function initials(name: string): string {
  const words = name.split(' ').filter(Boolean);
  const named = words.filter(word => !word.endsWith('.'));
  return (named.length ? named : words).slice(0, 2).map(word => [...word][0]).join('').toUpperCase() || '?';
}

export const avatar = (name: string) => html`<span class="hub-av s" style="--h:${hue(name)}" aria-hidden="true">${initials(name)}</span>`;
