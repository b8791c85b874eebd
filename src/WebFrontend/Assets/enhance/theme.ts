// The server sets data-theme from the cookie; the switch changes both at once, and the form posts when there is no JavaScript.
export type Theme = 'light' | 'dark' | 'auto';

export function setTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
  document.querySelectorAll<HTMLElement>('[data-set-theme]').forEach(show);
}

function show(button: HTMLElement): void {
  button.setAttribute('aria-pressed', String(button.dataset.setTheme === (document.documentElement.dataset.theme ?? 'auto')));
}

export function start(): void {
  document.addEventListener('click', event => {
    const button = (event.target as Element).closest<HTMLElement>('[data-set-theme]');
    if (!button) return;
    event.preventDefault();
    setTheme(button.dataset.setTheme as Theme);
  });
}
