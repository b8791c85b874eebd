// Shows what is pushed: { id, title, body, path }. The id is the notification's tag, so that a message that comes twice is shown once.
self.addEventListener('push', event => {
  let told = {};
  try { told = event.data?.json() ?? {}; } catch { /* shown as something new */ }
  event.waitUntil(self.registration.showNotification(told.title || 'Something is new', {
    body: told.body || '', tag: told.id || 'inbox', data: { path: told.path || '/notifications' },
  }));
});

self.addEventListener('notificationclick', event => {
  event.notification.close();
  const address = new URL(event.notification.data?.path || '/notifications', self.location.origin);
  if (address.origin !== self.location.origin) return;
  event.waitUntil((async () => {
    for (const page of await self.clients.matchAll({ type: 'window' })) {
      try {
        await page.focus();
        await page.navigate(address.href);
        return;
      } catch { /* one that another worker controls, or that may not be moved: the next */ }
    }
    await self.clients.openWindow(address.href);
  })());
});

// A new version takes over at once: it keeps nothing.
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
