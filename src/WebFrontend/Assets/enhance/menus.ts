import { onPage } from './page';

// Menus and confirmations are <details>: they open without JavaScript. Here: Esc, a click outside, arrow keys, real dialogs.
// The filters are a column where there is room, and closed where there is not.
const roomy = matchMedia('(min-width: 1024px)');
const filters = (root: ParentNode) => root.querySelectorAll<HTMLDetailsElement>('details.hub-filtersheet').forEach(sheet => { sheet.open = roomy.matches; });

export function start(): void {
  onPage(filters);
  roomy.addEventListener('change', () => filters(document));

  document.addEventListener('click', event => {
    const target = event.target as Element;
    document.querySelectorAll<HTMLDetailsElement>('details.hub-menu[open], details.hub-confirm[open]').forEach(menu => {
      if (!menu.contains(target) || target.closest('[data-close]')) menu.open = false;
    });
    const opener = target.closest<HTMLElement>('[data-dialog]');
    if (opener) document.querySelector<HTMLDialogElement>(`dialog#${CSS.escape(opener.dataset.dialog!)}`)?.showModal();
    if (target.closest('dialog [data-close]') || target instanceof HTMLDialogElement) target.closest('dialog')?.close();
  });

  document.addEventListener('keydown', event => {
    const menu = (event.target as Element).closest?.<HTMLDetailsElement>('details.hub-menu[open], details.hub-confirm[open]');
    if (!menu) return;
    if (event.key === 'Escape') {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    } else if (menu.classList.contains('hub-menu') && ['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key)) {
      const items = [...menu.querySelectorAll<HTMLElement>('a[href], button:not([disabled])')];
      if (!items.length) return;
      const at = items.indexOf(document.activeElement as HTMLElement);
      const next = event.key === 'Home' ? 0 : event.key === 'End' ? items.length - 1
        : (at + (event.key === 'ArrowDown' ? 1 : -1) + items.length) % items.length;
      items[next]!.focus();
      event.preventDefault();
    }
  });

  // A confirmation that has been opened is a question: the careful answer has the focus.
  document.addEventListener('toggle', event => {
    const details = event.target as HTMLDetailsElement;
    if (details.open && details.matches?.('details.hub-confirm')) details.querySelector<HTMLElement>('[data-close]')?.focus();
  }, true);
}
