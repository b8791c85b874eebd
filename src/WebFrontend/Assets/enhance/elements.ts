import { onPage } from './page';

// A heavy element's code is fetched when a page has the element, not before.
const definitions: Record<string, () => Promise<unknown>> = {
  'hub-bell': () => import('../elements/hub-bell'),
  'hub-chat': () => import('../elements/hub-chat'),
  'hub-live-class': () => import('../elements/hub-live-class'),
  'hub-push': () => import('../elements/hub-push'),
  'hub-part': () => import('../elements/hub-part'),
  'hub-player': () => import('../elements/hub-player'),
  'hub-upload': () => import('../elements/hub-upload'),
  'hub-media-state': () => import('../elements/hub-media-state'),
  'hub-leaderboard': () => import('../elements/hub-leaderboard'),
  'hub-grade-grid': () => import('../elements/hub-grade-grid'),
  'hub-question-editor': () => import('../elements/hub-question-editor'),
  'hub-quiz': () => import('../elements/hub-quiz'),
  'hub-quiz-result': () => import('../elements/hub-quiz-result'),
  'hub-grading-queue': () => import('../elements/hub-grading-queue'),
  'hub-outline-editor': () => import('../elements/hub-outline-editor'),
};

function define(root: ParentNode): void {
  for (const [name, load] of Object.entries(definitions)) {
    if (!customElements.get(name) && root.querySelector(name)) load().catch(error => console.error(`${name} could not be loaded`, error));
  }
}

export function start(): void {
  onPage(define);
  const palette = () => import('../elements/hub-command').then(m => m.open());
  document.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      void palette();
    } else if (event.key === '/' && !isTyping(event.target) && !event.ctrlKey && !event.metaKey) {
      const box = document.querySelector<HTMLInputElement>('.hub-top .hub-search input, [role=search] input[type=search]');
      if (box && box.offsetParent) { event.preventDefault(); box.focus(); box.select(); }
    }
  });
  document.addEventListener('click', event => {
    if ((event.target as Element).closest?.('[data-command]')) { event.preventDefault(); void palette(); }
  });
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && !!target.closest('input, textarea, select, [contenteditable]');
}
