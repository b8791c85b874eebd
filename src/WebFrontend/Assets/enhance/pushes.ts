import { onPage } from './page';

const KEPT = 'hub-pushes-kept';

// A browser that takes pushes goes on taking them after a new sign-in: asked once a tab and sign-in, and only where pushes were allowed.
export function start(): void {
  onPage(look);
  // Signed in again in place: another session, and no page between.
  document.addEventListener('hub-session-back', () => {
    try { sessionStorage.removeItem(KEPT); } catch { /* a browser that keeps nothing */ }
    look();
  });
}

function look(): void {
  if (!('PushManager' in window) || !('Notification' in window) || Notification.permission !== 'granted') return;
  const me = document.body.dataset.viewer;
  try {
    if (!me) sessionStorage.removeItem(KEPT);
    else if (sessionStorage.getItem(KEPT) !== me) {
      sessionStorage.setItem(KEPT, me);
      import('../elements/push-subscription').then(m => m.keep()).catch(() => sessionStorage.removeItem(KEPT));
    }
  } catch { /* a browser that keeps nothing: the settings page sees to it */ }
}
