// Arrow keys between the cells of a table of grades: one stop for Tab, as tables of cells have it. Every cell is a link, so Enter opens it and without this
// script Tab does.
export class HubGradeGrid extends HTMLElement {
  connectedCallback(): void {
    const cells = this.cells();
    const current = this.querySelector<HTMLAnchorElement>('tbody td a[aria-current]') ?? cells[0]?.[0];
    cells.flat().forEach(cell => { cell.tabIndex = cell === current ? 0 : -1; });
    this.addEventListener('keydown', this.pressed);
    this.addEventListener('focusin', this.focused);
  }

  disconnectedCallback(): void {
    this.removeEventListener('keydown', this.pressed);
    this.removeEventListener('focusin', this.focused);
  }

  private cells(): HTMLAnchorElement[][] {
    return [...this.querySelectorAll('tbody tr')].map(row => [...row.querySelectorAll<HTMLAnchorElement>('td a')]);
  }

  private readonly focused = (event: FocusEvent): void => {
    const cell = (event.target as Element).closest<HTMLAnchorElement>('td a');
    if (!cell) return;
    this.cells().flat().forEach(other => { other.tabIndex = other === cell ? 0 : -1; });
  };

  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const cells = this.cells();
    const at = cells.findIndex(r => r.includes(event.target as HTMLAnchorElement));
    const row = cells[at];
    if (!row) return;
    const column = row.indexOf(event.target as HTMLAnchorElement);
    const forward = getComputedStyle(this).direction === 'rtl' ? -1 : 1;
    const targets: Record<string, HTMLAnchorElement | undefined> = {
      ArrowUp: cells[at - 1]?.[column], ArrowDown: cells[at + 1]?.[column], ArrowLeft: row[column - forward], ArrowRight: row[column + forward],
      Home: row[0], End: row.at(-1),
    };
    const target = targets[event.key];
    if (!target) return;
    event.preventDefault();
    target.focus();
  };
}

customElements.define('hub-grade-grid', HubGradeGrid);
