import { visit } from '@hotwired/turbo';
import { html, nothing, render } from 'lit';
import { setTheme } from '../enhance/theme';
import { icon } from '../icons';
import { request } from './api';

interface Entry { icon: string; text: string; note?: string; act: () => void }
interface Found { items?: { courseId?: string; id?: string; slug?: string; href?: string; url?: string; title: string; subject?: string; instructorName?: string }[] }

let dialog: HTMLDialogElement | undefined;
let courses: Entry[] = [];
let chosen = 0;
let asked: AbortController | undefined;
let later: number | undefined;

const input = () => dialog!.querySelector<HTMLInputElement>('input')!;

// Ctrl-K reaches everything: the pages that this page's own menus link to, the switches, and the catalogue.
export function open(): void {
  if (dialog?.isConnected && dialog.open) return dialog.close();
  dialog = document.createElement('dialog');
  dialog.className = 'hub-dialog hub-command';
  dialog.setAttribute('aria-label', 'Go to a page or a course');
  dialog.addEventListener('close', () => dialog?.remove());
  dialog.addEventListener('click', event => { if (event.target === dialog) dialog?.close(); });
  courses = [];
  chosen = 0;
  document.body.append(dialog);
  draw();
  dialog.showModal();
  input().focus();
}

function go(href: string): void {
  dialog?.close();
  visit(href);
}

function pages(): Entry[] {
  const seen = new Map<string, Entry>();
  document.querySelectorAll<HTMLAnchorElement>('.hub-nav a, .hub-side nav a, .hub-top .hub-menu a, .hub-tabbar a').forEach(link => {
    const text = [...link.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.textContent).join('').trim();
    const href = link.getAttribute('href')!;
    if (!text || seen.has(href)) return;
    seen.set(href, { icon: link.querySelector('use')?.getAttribute('href')?.split('#')[1] ?? 'arrow-right', text, act: () => go(href) });
  });
  return [...seen.values(),
    { icon: 'sun', text: 'Light appearance', act: () => { setTheme('light'); dialog?.close(); } },
    { icon: 'moon', text: 'Dark appearance', act: () => { setTheme('dark'); dialog?.close(); } },
    { icon: 'device-desktop', text: 'Appearance as the system', act: () => { setTheme('auto'); dialog?.close(); } }];
}

function entries(): { caption: string; items: Entry[] }[] {
  const words = dialog?.querySelector('input')?.value.trim().toLowerCase() ?? '';
  const matching = pages().filter(page => words.split(/\s+/).every(word => page.text.toLowerCase().includes(word)));
  const groups = [{ caption: 'Go to', items: matching }, { caption: 'Courses', items: courses }];
  if (words) groups.push({ caption: 'Search', items: [{ icon: 'search', text: `Search the catalogue for “${words}”`, act: () => go(`/catalogue?q=${encodeURIComponent(words)}`) }] });
  return groups.filter(group => group.items.length);
}

function draw(): void {
  const groups = entries();
  const all = groups.flatMap(group => group.items);
  chosen = Math.max(0, Math.min(chosen, all.length - 1));
  let index = 0;
  render(html`<label class="hub-search"><span class="hub-sr">Go to a page or a course</span>${icon('search', 's')}
    <input class="hub-input" type="text" role="combobox" autocomplete="off" spellcheck="false" aria-expanded="true" aria-controls="hub-command-list" aria-activedescendant=${all.length ? `hub-command-${chosen}` : nothing} placeholder="Go to a page or a course" @input=${typed} @keydown=${keys}></label>
    <ul id="hub-command-list" role="listbox" aria-label="Results">${groups.map(group => html`<li role="presentation"><div class="cap" role="presentation">${group.caption}</div>
      <div role="group" aria-label=${group.caption}>${group.items.map(entry => {
        const at = index++;
        return html`<div role="option" id="hub-command-${at}" aria-selected=${at === chosen} @click=${entry.act} @pointermove=${() => { if (chosen !== at) { chosen = at; draw(); } }}>${icon(entry.icon)}<span class="hub-trunc">${entry.text}</span>${entry.note ? html`<span class="hub-xs hub-dim hub-push hub-trunc">${entry.note}</span>` : nothing}</div>`;
      })}</div></li>`)}</ul>`, dialog!);
}

function keys(event: KeyboardEvent): void {
  const all = entries().flatMap(group => group.items);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === 'Enter') { event.preventDefault(); all[chosen]?.act(); }
  else if (step && all.length) {
    event.preventDefault();
    chosen = (chosen + step + all.length) % all.length;
    draw();
    dialog!.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }
}

function typed(): void {
  chosen = 0;
  draw();
  asked?.abort();
  window.clearTimeout(later);
  const words = input().value.trim();
  if (words.length < 2) { courses = []; return draw(); }
  later = window.setTimeout(() => {
    asked = new AbortController();
    request<Found>('GET', `/api/v1/catalogue?q=${encodeURIComponent(words)}&limit=6`, { signal: asked.signal }).then(found => {
      courses = (found.items ?? []).slice(0, 6).map(course => ({
        icon: 'book', text: course.title, note: course.instructorName ?? course.subject,
        act: () => go(course.href ?? course.url ?? `/courses/${encodeURIComponent(course.courseId ?? course.slug ?? course.id ?? '')}`),
      }));
      draw();
    }, () => { /* typed on, or no answer: the pages still match */ });
  }, 150);
}
