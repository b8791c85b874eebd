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
    const row = cells.findIndex(r => r.includes(event.target as HTMLAnchorElement));
    if (row < 0) return;
    const column = cells[row].indexOf(event.target as HTMLAnchorElement);
    const forward = getComputedStyle(this).direction === 'rtl' ? -1 : 1;
    const target = {
      ArrowUp: () => cells[row - 1]?.[column], ArrowDown: () => cells[row + 1]?.[column],
      ArrowLeft: () => cells[row][column - forward], ArrowRight: () => cells[row][column + forward],
      Home: () => cells[row][0], End: () => cells[row].at(-1),
    }[event.key]?.();
    if (!target) return;
    event.preventDefault();
    target.focus();
  };
}

customElements.define('hub-grade-grid', HubGradeGrid);
