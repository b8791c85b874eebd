import { onPage } from './page';

const language = () => document.documentElement.lang || 'en';
// The zone that this person chose; without one, the device's.
const zone = () => document.body.dataset.timeZone || undefined;
const steps: [Intl.RelativeTimeFormatUnit, number][] = [['day', 86_400], ['hour', 3_600], ['minute', 60]];

// Within a week in words ("3 hours ago"), after that the date; the exact time in the reader's zone is in the title.
export function relative(at: Date, now = Date.now()): string {
  const seconds = Math.round((at.getTime() - now) / 1000);
  if (Math.abs(seconds) < 45) return seconds < 0 ? 'just now' : 'in a moment';
  if (Math.abs(seconds) < 6.5 * 86_400) {
    const words = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
    for (const [unit, size] of steps) if (Math.abs(seconds) >= size) return words.format(Math.round(seconds / size), unit);
    return words.format(Math.sign(seconds), 'minute');
  }
  const year = (date: Date) => new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: zone() }).format(date);
  return new Intl.DateTimeFormat(language(), { day: 'numeric', month: 'short', year: year(at) === year(new Date(now)) ? undefined : 'numeric', timeZone: zone() }).format(at);
}

export const exact = (at: Date) => new Intl.DateTimeFormat(language(), { dateStyle: 'full', timeStyle: 'short', timeZone: zone() }).format(at);

/** Also for parts that are put into the page later. */
export function enhance(root: ParentNode): void {
  root.querySelectorAll<HTMLInputElement>('input[data-zone]').forEach(input => { input.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? ''; });
  root.querySelectorAll<HTMLTimeElement>('time[data-relative][datetime]').forEach(time => {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) return;
    time.textContent = relative(at);
    time.title = exact(at);
  });
}

export function start(): void {
  onPage(enhance);
  setInterval(() => { if (!document.hidden) enhance(document); }, 60_000);
}
