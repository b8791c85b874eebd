// What the player reports shows at once where the page says it: the outline's mark and the course's bar.
interface Progress { lesson: string; percent: number; completed: boolean; coursePercent: number }

export function start(): void {
  document.addEventListener('hub-progress', event => {
    const { lesson, percent, completed, coursePercent } = (event as CustomEvent<Progress>).detail;
    const row = document.querySelector<HTMLElement>(`.hub-les[data-lesson="${CSS.escape(lesson)}"]`);
    if (row) {
      row.classList.toggle('done', completed);
      const use = row.querySelector('.hub-i use');
      const name = completed ? 'circle-check' : percent > 0 ? 'circle-half' : 'circle';
      use?.setAttribute('href', use.getAttribute('href')!.replace(/#.*$/, `#${name}`));
    }
    document.querySelectorAll<HTMLElement>(`[data-lesson-percent="${CSS.escape(lesson)}"]`).forEach(place => { place.textContent = `${percent}\u00a0%`; });
    document.querySelectorAll<HTMLElement>('[data-course-progress]').forEach(place => {
      const bar = place.querySelector<HTMLElement>('.hub-bar');
      bar?.setAttribute('aria-valuenow', String(coursePercent));
      if (bar?.firstElementChild) (bar.firstElementChild as HTMLElement).style.width = `${coursePercent}%`;
      const text = place.querySelector('[data-percent]');
      if (text) text.textContent = `${coursePercent}\u00a0%`;
    });
    if (completed) document.querySelectorAll<HTMLElement>('[data-when-complete]').forEach(place => { place.hidden = false; });
  });

  // A count of the chat that stands on its tab.
  document.addEventListener('hub-unread', event => {
    const panel = (event.target as Element).closest('[role=tabpanel]');
    const tab = panel && document.querySelector(`[role=tab][href="#${CSS.escape(panel.id)}"]`);
    if (!tab) return;
    const unread = (event as CustomEvent<{ unread: number }>).detail.unread;
    let count = tab.querySelector('.hub-count');
    if (!unread) return count?.remove();
    if (!count) tab.append(count = Object.assign(document.createElement('span'), { className: 'hub-count hub-num hot' }));
    count.classList.add('hot');
    count.textContent = unread > 99 ? '99+' : String(unread);
  });
}
