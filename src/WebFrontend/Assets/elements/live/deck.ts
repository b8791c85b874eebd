import { html, type TemplateResult } from 'lit';
import { icon } from '../../icons';
import type { Devices } from './capture';

export const REACTIONS: Record<string, string> = { like: 'thumb-up', clap: 'sparkles', heart: 'heart', laugh: 'mood-smile', party: 'confetti' };
const NAMES: Record<string, string> = { like: 'Thumbs up', clap: 'Applause', heart: 'Heart', laugh: 'Smile', party: 'Celebrate' };

export const reactionBar = (react: (kind: string) => void): TemplateResult =>
  html`<span class="hub-reactions" role="group" aria-label="Reactions">${Object.entries(REACTIONS).map(([kind, sign]) => html`<button aria-label=${NAMES[kind]!} title=${NAMES[kind]!} @click=${() => react(kind)}>${icon(sign)}</button>`)}</span>`;

export const pollForm = (ask: (event: Event) => void, close: () => void): TemplateResult => html`<form class="hub-card snug hub-stack s hub-liveform" aria-label="Ask a poll" @submit=${ask}>
  <div class="hub-between"><b class="hub-sm">Ask a poll</b><button class="hub-btn quiet sq small" type="button" aria-label="Close" @click=${close}>${icon('x', 's')}</button></div>
  <label class="hub-field"><span class="hub-xs">Question</span><input class="hub-input" name="question" required maxlength="200" autocomplete="off" /></label>
  ${[1, 2, 3, 4].map(n => html`<label class="hub-field"><span class="hub-sr">Answer ${n}</span><input class="hub-input" name="option" ?required=${n < 3} maxlength="100" autocomplete="off" placeholder="Answer ${n}${n > 2 ? ', optional' : ''}" /></label>`)}
  <label class="hub-check"><input type="checkbox" name="anonymous" />Anonymous: nobody can tell who chose what</label>
  <button class="hub-btn primary">Ask everybody</button></form>`;

export function settings(devices: Devices, choose: (kind: 'camera' | 'microphone', id: string) => void, close: () => void): TemplateResult {
  const list = (kind: 'camera' | 'microphone', name: string, items: MediaDeviceInfo[]) => html`<label class="hub-field"><span class="hub-xs">${name}</span>
    <select class="hub-input" @change=${(event: Event) => choose(kind, (event.target as HTMLSelectElement).value)} ?disabled=${!items.length}>${items.length ? items.map((d, i) => html`<option value=${d.deviceId}>${d.label || `${name} ${i + 1}`}</option>`) : html`<option>None found, or not allowed yet</option>`}</select></label>`;
  return html`<section class="hub-card snug hub-stack s hub-liveform" aria-label="Devices">
    <div class="hub-between"><b class="hub-sm">Devices</b><button class="hub-btn quiet sq small" aria-label="Close" @click=${close}>${icon('x', 's')}</button></div>
    ${list('camera', 'Camera', devices.cameras)}${list('microphone', 'Microphone', devices.microphones)}</section>`;
}
