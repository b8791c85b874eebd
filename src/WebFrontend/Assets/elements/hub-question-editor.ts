// The question editor: rows are added, moved and removed here and get their numbers anew; the preview follows the form. The form itself is posted as
// without this script.
export class HubQuestionEditor extends HTMLElement {
  private life: AbortController | undefined;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | undefined;

  connectedCallback(): void {
    this.life = new AbortController();
    const { signal } = this.life;
    this.querySelectorAll<HTMLElement>('[data-row-buttons], [data-add-row], [data-image-button]').forEach(part => { part.hidden = false; });
    this.addEventListener('click', event => this.clicked(event), { signal });
    this.addEventListener('input', event => { if (this.isForm(event.target)) this.changed(); }, { signal });
  }

  disconnectedCallback(): void {
    this.life?.abort();
    this.asking?.abort();
    clearTimeout(this.waiting);
  }

  private isForm(target: EventTarget | null): boolean {
    return target instanceof Element && !!target.closest('[data-question-form]');
  }

  private clicked(event: Event): void {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>('[data-row]');
    if (target.closest('[data-add-row] button')) this.add();
    else if (target.closest('[data-add-image]')) this.pickImage(target.closest<HTMLElement>('[data-add-image]')!.dataset.addImage!);
    else if (row && target.closest('[data-row-up]')) this.move(row, row.previousElementSibling, '[data-row-up]', true);
    else if (row && target.closest('[data-row-down]')) this.move(row, row.nextElementSibling, '[data-row-down]', false);
    else if (row && target.closest('[data-row-remove]')) {
      const next = (row.nextElementSibling ?? row.previousElementSibling)?.querySelector<HTMLElement>('[data-row-remove]');
      row.remove();
      this.number();
      (next ?? this.querySelector<HTMLElement>('[data-add-row] button'))?.focus();
    }
  }

  private add(): void {
    const rows = this.querySelector('[data-rows]');
    const template = this.querySelector<HTMLTemplateElement>('[data-row-template]');
    if (!rows || !template || rows.children.length >= 30) return;
    rows.append(template.content.cloneNode(true));
    rows.lastElementChild?.querySelector<HTMLElement>('[data-row-buttons]')?.removeAttribute('hidden');
    this.number();
    rows.lastElementChild?.querySelector<HTMLElement>('input:not([type=hidden]), textarea')?.focus();
  }

  private move(row: HTMLElement, other: Element | null, button: string, up: boolean): void {
    if (!other) return;
    if (up) other.before(row); else other.after(row);
    this.number();
    const pressed = row.querySelector<HTMLElement>(button);
    if (pressed && getComputedStyle(pressed).visibility !== 'hidden') pressed.focus();
    else row.querySelector<HTMLElement>(up ? '[data-row-down]' : '[data-row-up]')?.focus();
  }

  // answers.3.text is the third after a row above it went.
  private number(): void {
    const list = this.querySelector<HTMLElement>('[data-rows]');
    if (!list) return;
    const name = list.dataset.rows!;
    [...list.children].forEach((row, i) => {
      for (const input of row.querySelectorAll<HTMLInputElement>(`[name^="${name}."]`)) {
        const before = input.name;
        input.name = before.replace(/^([a-z]+)\.\d+\./, `$1.${i}.`);
        const label = input.id ? row.querySelector<HTMLLabelElement>(`label[for="${CSS.escape(input.id)}"]`) : null;
        if (input.id) input.id = `f-${input.name.replaceAll('.', '-')}`;
        if (label) {
          label.htmlFor = input.id;
          label.textContent = (label.textContent ?? '').replace(/\d+/, String(i + 1));
        }
      }
    });
    this.changed();
  }

  private changed(): void {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.preview(), 400);
  }

  private async preview(): Promise<void> {
    const form = this.querySelector<HTMLFormElement>('[data-question-form]');
    const shown = this.querySelector<HTMLElement>('[data-question-preview]');
    if (!form || !shown) return;
    this.asking?.abort();
    const asking = this.asking = new AbortController();
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
    try {
      const response = await fetch(this.getAttribute('preview')!, { method: 'POST', body, signal: asking.signal, credentials: 'same-origin' });
      if (response.ok) shown.innerHTML = await response.text();
    } catch { /* The next change asks again. */ }
  }

  private pickImage(address: string): void {
    const picker = document.createElement('input');
    picker.type = 'file';
    picker.accept = 'image/png,image/jpeg,image/gif,image/webp,image/avif';
    picker.addEventListener('change', () => { if (picker.files?.[0]) void this.addImage(address, picker.files[0]); });
    picker.click();
  }

  private async addImage(address: string, file: File): Promise<void> {
    const status = this.querySelector<HTMLElement>('[data-image-status]');
    const text = this.querySelector<HTMLTextAreaElement>('textarea[data-markdown]');
    if (!status || !text) return;
    status.textContent = 'Uploading…';
    try {
      const response = await fetch(address, { method: 'POST', body: file, headers: { 'Content-Type': file.type || 'application/octet-stream', Accept: 'application/json' }, credentials: 'same-origin' });
      const answer = await response.json() as { address?: string; title?: string };
      if (!response.ok || !answer.address) { status.textContent = answer.title ?? 'The picture could not be added.'; return; }
      const name = file.name.replace(/\.[^.]*$/, '').replace(/[[\]()\\*_`]/g, ' ').trim();
      text.setRangeText(`![${name}](${answer.address})`, text.selectionStart, text.selectionEnd, 'end');
      status.textContent = 'Added. Say in the brackets what it shows.';
      text.focus();
      this.changed();
    } catch { status.textContent = 'There was no answer. Try again.'; }
  }
}

customElements.define('hub-question-editor', HubQuestionEditor);
