// What the player reports shows at once where the page says it: the outline's mark and the course's bar.
interface Progress { lesson: string; percent: number; completed: boolean; coursePercent: number; lessonsCompleted: number; lessons: number }

// "1 of 3" beside the title of the section that the lesson stands in.
function countSection(row: Element): void {
  let [done, all] = [0, 0];
  const count = (each: Element | null, next: (from: Element) => Element | null) => {
    for (; each?.matches('.hub-les'); each = next(each)) { all++; if (each.matches('.done')) done++; }
    return each;
  };
  const title = count(row, from => from.previousElementSibling);
  count(row.nextElementSibling, from => from.nextElementSibling);
  const words = title?.matches('.hub-mod') && title.querySelector('[data-section-done]');
  if (words) words.textContent = `${done} of ${all}`;
}

// The button says what is true now, and its press does the opposite.
function showCompletion(form: HTMLElement, completed: boolean): void {
  const button = form.querySelector<HTMLElement>('button[aria-pressed]');
  if (!button || button.getAttribute('aria-pressed') === String(completed)) return;
  button.setAttribute('aria-pressed', String(completed));
  button.querySelector('span')!.textContent = completed ? 'Completed' : 'Mark complete';
  const use = button.querySelector('.hub-i use');
  use?.setAttribute('href', use.getAttribute('href')!.replace(/#.*$/, completed ? '#circle-check' : '#check'));
  form.querySelector<HTMLInputElement>('input[name=completed]')!.value = String(!completed);
}

export function start(): void {
  document.addEventListener('hub-progress', event => {
    const { lesson, percent, completed, coursePercent, lessonsCompleted, lessons } = (event as CustomEvent<Progress>).detail;
    const row = document.querySelector<HTMLElement>(`.hub-les[data-lesson="${CSS.escape(lesson)}"]`);
    if (row) {
      row.classList.toggle('done', completed);
      const use = row.querySelector('.hub-i use');
      const name = completed ? 'circle-check' : percent > 0 ? 'circle-half' : 'circle';
      use?.setAttribute('href', use.getAttribute('href')!.replace(/#.*$/, `#${name}`));
      countSection(row);
    }
    document.querySelectorAll<HTMLElement>(`[data-completion="${CSS.escape(lesson)}"]`).forEach(form => showCompletion(form, completed));
    document.querySelectorAll<HTMLElement>(`[data-lesson-percent="${CSS.escape(lesson)}"]`).forEach(place => { place.textContent = `${percent}\u00a0%`; });
    document.querySelectorAll<HTMLElement>('[data-course-progress]').forEach(place => {
      const bar = place.querySelector<HTMLElement>('.hub-bar');
      bar?.setAttribute('aria-valuenow', String(coursePercent));
      if (bar?.firstElementChild) (bar.firstElementChild as HTMLElement).style.width = `${coursePercent}%`;
      const text = place.querySelector('[data-percent]');
      if (text) text.textContent = `${coursePercent}\u00a0%`;
      const count = place.querySelector('[data-lessons-done]');
      if (count) count.textContent = `${lessonsCompleted} of ${lessons}`;
    });
    if (completed) document.querySelectorAll<HTMLElement>('[data-when-complete]').forEach(place => { place.hidden = false; });
  });

  // A course that is closed to who learns in it takes the lesson from the open page as well, video and all.
  document.addEventListener('hub-closed', () => {
    const closed = document.querySelector<HTMLTemplateElement>('template[data-when-closed]');
    closed?.parentElement!.replaceChildren(closed.content.cloneNode(true));
    document.querySelectorAll('[data-course-progress]').forEach(place => place.remove());
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
