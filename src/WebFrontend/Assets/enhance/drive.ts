import { config } from '@hotwired/turbo';

// Pages come from the server; Turbo swaps the body, so that the sockets and the player's code stay loaded.
export function start(): void {
  config.drive.progressBarDelay = 300;

  // A page that names another build of the assets must be loaded whole: data-turbo-track="reload" on the links does it.
  // An answer that is no HTML (a download, a media file) must leave Turbo's hands.
  document.addEventListener('turbo:before-fetch-response', event => {
    const type = (event as CustomEvent).detail.fetchResponse?.response.headers.get('content-type') as string | null;
    if (type && !/html|turbo-stream/.test(type)) event.preventDefault();
  });

  // What was typed into a search box or opened as a menu is not part of the page to come back to.
  document.addEventListener('turbo:before-cache', () => {
    document.querySelectorAll('details.hub-menu[open]').forEach(menu => menu.removeAttribute('open'));
    document.querySelectorAll<HTMLDialogElement>('dialog[open]').forEach(dialog => dialog.close());
    document.querySelectorAll('[aria-busy="true"]').forEach(busy => busy.removeAttribute('aria-busy'));
  });
}
