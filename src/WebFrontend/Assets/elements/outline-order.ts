// The outline as rows in the page: sections (data-kind=section) followed by their lessons (data-kind=lesson).
export interface Place { sectionId: string | null; index: number }

export const rowsOf = (root: ParentNode) => [...root.querySelectorAll<HTMLElement>('.hub-node[data-id]')];
export const isSection = (row: HTMLElement) => row.dataset.kind === 'section';

// A section moves with everything up to the next one: its lessons and what stands below them (the "add" row).
export function blockOf(row: HTMLElement): HTMLElement[] {
  const block = [row];
  if (!isSection(row)) return block;
  for (let next = row.nextElementSibling as HTMLElement | null; next && !(next.dataset.kind === 'section'); next = next.nextElementSibling as HTMLElement | null) block.push(next);
  return block;
}

export function placeOf(root: ParentNode, row: HTMLElement): Place {
  const rows = rowsOf(root);
  if (isSection(row)) return { sectionId: null, index: rows.filter(isSection).indexOf(row) };
  const at = rows.indexOf(row);
  let head = at;
  while (head >= 0 && !isSection(rows[head]!)) head--;
  return { sectionId: rows[head]?.dataset.id ?? null, index: at - head - 1 };
}

// Every node a row may stand before; null is the end. A lesson never stands before the first section.
export function slots(root: HTMLElement, row: HTMLElement): (HTMLElement | null)[] {
  const rows = rowsOf(root).filter(other => !blockOf(row).includes(other));
  if (isSection(row)) return [...rows.filter(isSection), null];
  const before: (HTMLElement | null)[] = [];
  rows.forEach((other, index) => {
    if (isSection(other)) {
      if (index === 0) return;
      // The end of the section above: before its tail, if it has one, else before this section.
      before.push(tailBefore(root, other, row) ?? other);
    } else before.push(other);
  });
  before.push(tailBefore(root, null, row));
  return before;
}

function tailBefore(root: HTMLElement, section: HTMLElement | null, moving: HTMLElement): HTMLElement | null {
  let first: HTMLElement | null = null;
  let at = (section ? section.previousElementSibling : root.lastElementChild) as HTMLElement | null;
  while (at && (!at.dataset.id || at === moving || at.classList.contains('hub-drop'))) {
    if (at !== moving && !at.classList.contains('hub-drop')) first = at;
    at = at.previousElementSibling as HTMLElement | null;
  }
  return first;
}

export function renumber(root: ParentNode): void {
  let section = 0;
  let lesson = 0;
  for (const row of rowsOf(root)) {
    if (isSection(row)) { section++; lesson = 0; } else lesson++;
    const number = row.querySelector('[data-number]');
    if (number) number.textContent = isSection(row) ? String(section) : `${section}.${lesson}`;
  }
}
