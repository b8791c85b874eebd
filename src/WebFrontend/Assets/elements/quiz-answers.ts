// Reads and writes the fields of one question. The server made them; without the script they are posted as they stand.
export interface Pair { id: string; value: string }
export interface Answered { choices: string[]; text: string; pairs: Pair[]; order: string[]; gaps: Pair[] }

const blank = (): Answered => ({ choices: [], text: '', pairs: [], order: [], gaps: [] });
const part = (name: string) => name.slice(name.indexOf('.') + 1);

// As the server cleans: what is pasted from slides and PDFs brings characters along that nobody sees, and that cannot be stored.
const HIDDEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const LINES = /\r\n|[\r\f\u0085\u2028\u2029]/g;
const clean = (text: string) => text.replace(HIDDEN, ' ');

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
const fields = (section: HTMLElement): Field[] =>
  [...section.querySelectorAll<Field>('input, select, textarea')].filter(f => new RegExp(`^q${section.dataset.place}(\\.|$)`).test(f.name));

export function read(section: HTMLElement): Answered {
  const answer = blank();
  const all = fields(section);
  switch (section.dataset.kind) {
    case 'SingleChoice': case 'TrueFalse': case 'MultipleChoice':
      answer.choices = all.filter(f => (f as HTMLInputElement).checked).map(f => f.value);
      break;
    case 'Matching':
      answer.pairs = all.filter(f => f.value).map(f => ({ id: part(f.name), value: f.value }));
      break;
    case 'FillIn':
      answer.gaps = all.filter(f => f.value).map(f => ({ id: part(f.name), value: clean(f.value) }));
      break;
    case 'Ordering': {
      const numbered = all.map(f => ({ id: part(f.name), at: Number(f.value) })).filter(n => n.at > 0);
      answer.order = numbered.sort((a, b) => a.at - b.at).map(n => n.id);
      break;
    }
    default:
      answer.text = clean((all[0]?.value ?? '').replace(LINES, '\n'));
  }
  return answer;
}

export function write(section: HTMLElement, answer: Answered): void {
  for (const field of fields(section)) {
    const id = part(field.name);
    switch (section.dataset.kind) {
      case 'SingleChoice': case 'TrueFalse': case 'MultipleChoice':
        (field as HTMLInputElement).checked = answer.choices.includes(field.value);
        break;
      case 'Matching': field.value = answer.pairs.find(p => p.id === id)?.value ?? ''; break;
      case 'FillIn': field.value = answer.gaps.find(p => p.id === id)?.value ?? ''; break;
      case 'Ordering': field.value = answer.order.includes(id) ? String(answer.order.indexOf(id) + 1) : ''; break;
      default: field.value = answer.text;
    }
  }
  if (section.dataset.kind === 'Ordering') arrange(section);
}

// The question of the page that is open, as the server shows it now.
export async function fetchQuestion(place: number, signal: AbortSignal): Promise<HTMLElement> {
  const page = await fetch(location.pathname, { credentials: 'same-origin', signal });
  const question = new DOMParser().parseFromString(await page.text(), 'text/html').querySelector<HTMLElement>(`#q${place}`);
  if (!page.ok || !question) throw new Error('There is no such question on the page.');
  return question;
}

export const isBlank = (a: Answered): boolean =>
  !a.text.trim() && !a.choices.length && !a.order.length && !a.pairs.some(p => p.value) && !a.gaps.some(g => g.value.trim());

const canonical = (a: Answered) => JSON.stringify([a.choices, a.text, a.pairs, a.order, a.gaps]);
export const same = (a: Answered, b: Answered): boolean => canonical(a) === canonical(b);

// What an answer says, for a note: the words that stand beside the chosen fields.
export function words(section: HTMLElement, answer: Answered): string {
  const label = (id: string) => {
    const field = section.querySelector<HTMLElement>(`[value="${CSS.escape(id)}"]`) ?? section.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`);
    return (field instanceof HTMLOptionElement ? field.textContent : field?.closest('label, li')?.querySelector('.hub-grow')?.textContent)?.trim() ?? '';
  };
  return answer.text || [...answer.choices.map(label), ...answer.order.map(label), ...answer.pairs.map(p => label(p.value)), ...answer.gaps.map(g => label(g.value) || g.value)].filter(Boolean).join(', ') || 'nothing';
}

// ── ordering: items move instead of being numbered ──────────────────────────────
export function enhanceOrder(section: HTMLElement, changed: () => void): void {
  const list = section.querySelector<HTMLOListElement>('[data-order]');
  // Nor where nothing can be entered any more.
  if (!list || list.querySelector('input:disabled')) return;
  section.querySelector('[data-order-hint]')!.textContent = 'Bring the items into the right order with the arrows.';
  for (const item of list.children) {
    const number = item.querySelector<HTMLElement>('.hub-qnum')!;
    number.hidden = true;
    const buttons = document.createElement('span');
    buttons.className = 'hub-row tight';
    for (const [step, name, glyph] of [[-1, 'Move up', '↑'], [1, 'Move down', '↓']] as const) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'hub-btn quiet sq';
      button.textContent = glyph;
      button.setAttribute('aria-label', `${name}: ${item.querySelector('.hub-grow')?.textContent?.trim() ?? ''}`);
      button.addEventListener('click', () => { move(list, item, step); button.focus(); changed(); });
      buttons.append(button);
    }
    number.after(buttons);
  }
}

function move(list: HTMLElement, item: Element, step: number): void {
  const items = [...list.children];
  const to = items.indexOf(item) + step;
  if (to < 0 || to >= items.length) return;
  if (step < 0) list.insertBefore(item, items[to]!); else list.insertBefore(items[to]!, item);
  number(list);
}

const number = (list: Element) => [...list.children].forEach((item, at) => { item.querySelector<HTMLInputElement>('input')!.value = String(at + 1); });

function arrange(section: HTMLElement): void {
  const list = section.querySelector('[data-order]');
  if (!list) return;
  const at = (item: Element) => Number(item.querySelector<HTMLInputElement>('input')!.value) || 1_000;
  list.append(...[...list.children].sort((a, b) => at(a) - at(b)));
}
