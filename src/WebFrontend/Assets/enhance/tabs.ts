import { onPage } from './page';

// Tabs are links to the sections of the page (#id) until this makes them a tablist: arrows move, the panel follows.
// Not known by its attributes: a page that Turbo brings back from its cache is a copy, with the role and without the listeners.
const enhanced = new WeakSet<HTMLElement>();

// The chosen tab stands in view where the row is longer than the page is wide. Sideways only: the page itself does not move.
function reveal(list: HTMLElement): void {
  const chosen = list.querySelector('[aria-current=page], [aria-selected=true]');
  if (!chosen || list.scrollWidth <= list.clientWidth) return;
  const [row, tab] = [list.getBoundingClientRect(), chosen.getBoundingClientRect()];
  list.scrollBy({ left: tab.left + tab.width / 2 - (row.left + row.width / 2) });
}

function enhance(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>('.hub-tabs').forEach(reveal);
  root.querySelectorAll<HTMLElement>('.hub-tabs[data-tabs]').forEach(list => {
    if (enhanced.has(list)) return;
    const tabs = [...list.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')];
    const panel = (tab: HTMLAnchorElement) => document.getElementById(tab.hash.slice(1));
    if (!tabs.length || !tabs.every(panel)) return;
    enhanced.add(list);
    list.setAttribute('role', 'tablist');

    const shown = () => tabs.find(tab => tab.hash === location.hash);
    const select = (tab: HTMLAnchorElement, focus: boolean) => {
      for (const each of tabs) {
        const chosen = each === tab;
        each.setAttribute('aria-selected', String(chosen));
        each.tabIndex = chosen ? 0 : -1;
        panel(each)!.hidden = !chosen;
      }
      if (focus) tab.focus();
      tab.dispatchEvent(new CustomEvent('hub-tab', { bubbles: true, detail: { panel: tab.hash.slice(1) } }));
    };

    tabs.forEach((tab, index) => {
      tab.setAttribute('role', 'tab');
      tab.setAttribute('aria-controls', tab.hash.slice(1));
      tab.id ||= `${tab.hash.slice(1)}-tab`;
      panel(tab)!.setAttribute('role', 'tabpanel');
      panel(tab)!.setAttribute('aria-labelledby', tab.id);
      tab.addEventListener('click', event => {
        event.preventDefault();
        history.replaceState(history.state, '', tab.hash);
        select(tab, false);
      });
      tab.addEventListener('keydown', event => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        const to = event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1
          : step ? (index + (document.dir === 'rtl' ? -step : step) + tabs.length) % tabs.length : -1;
        if (to < 0) return;
        event.preventDefault();
        select(tabs[to]!, true);
      });
    });
    // A link to a section of the page that is open already, and back and forward between such links.
    const follow = () => {
      if (!list.isConnected) return window.removeEventListener('hashchange', follow);
      const tab = shown();
      if (tab && tab.getAttribute('aria-selected') !== 'true') select(tab, false);
    };
    window.addEventListener('hashchange', follow);
    select(shown() ?? tabs.find(tab => tab.getAttribute('aria-selected') === 'true') ?? tabs[0]!, false);
  });
}

export function start(): void {
  onPage(enhance);
  window.addEventListener('resize', () => document.querySelectorAll<HTMLElement>('.hub-tabs').forEach(reveal));
}
