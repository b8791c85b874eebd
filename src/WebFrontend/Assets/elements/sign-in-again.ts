// The session ended while somebody was writing: sign in where you are. The page and what stands in it stay as they are.
let open: Promise<boolean> | undefined;

export const signInAgain = (me: string): Promise<boolean> => open ??= ask(me).finally(() => { open = undefined; });

function ask(me: string): Promise<boolean> {
  const dialog = document.createElement('dialog');
  dialog.className = 'hub-dialog';
  dialog.setAttribute('aria-labelledby', 'sign-in-again');
  dialog.innerHTML = `<form class="hub-stack m" method="dialog">
    <h2 class="hub-t18" id="sign-in-again">You were signed out</h2>
    <p class="hub-sm hub-mute">Your answers are still here, and kept on this device. Sign in again to send them; nothing you typed is lost.</p>
    <div class="hub-note bad" role="alert" hidden></div>
    <div class="hub-field"><label for="again-email">E-mail</label><input class="hub-input" id="again-email" name="email" type="email" autocomplete="username" required></div>
    <div class="hub-field"><label for="again-password">Password</label><input class="hub-input" id="again-password" name="password" type="password" autocomplete="current-password" required></div>
    <div class="hub-row wrapping"><button class="hub-btn primary" value="go">Sign in</button><button class="hub-btn quiet" type="button" data-later>Later</button></div></form>`;
  document.body.append(dialog);
  const form = dialog.querySelector('form')!;
  const problem = dialog.querySelector<HTMLElement>('.hub-note')!;
  const button = form.querySelector<HTMLButtonElement>('[value=go]')!;
  return new Promise<boolean>(resolve => {
    const end = (done: boolean) => { dialog.close(); dialog.remove(); resolve(done); };
    const say = (text: string) => { problem.hidden = false; problem.textContent = text; };
    dialog.addEventListener('cancel', event => { event.preventDefault(); end(false); });
    dialog.querySelector('[data-later]')!.addEventListener('click', () => end(false));
    form.addEventListener('submit', event => {
      event.preventDefault();
      button.setAttribute('aria-busy', 'true');
      void send(new URLSearchParams(new FormData(form) as unknown as Record<string, string>), me)
        .then(answer => answer === true ? end(true) : say(answer), () => say('The server cannot be reached. Try again in a moment.'))
        .finally(() => button.removeAttribute('aria-busy'));
    });
    dialog.showModal();
  });
}

async function send(form: URLSearchParams, me: string): Promise<true | string> {
  const answer = await fetch('/sign-in', { method: 'POST', body: form, redirect: 'manual', credentials: 'same-origin' });
  if (answer.type !== 'opaqueredirect') return answer.status === 429 ? 'Too many tries. Wait a little.' : 'E-mail or password is not right.';
  const who = await fetch('/api/v1/me', { credentials: 'same-origin', headers: { Accept: 'application/json' } });
  if (!who.ok) return 'That did not work. Try again.';
  return ((await who.json()) as { userId?: string }).userId === me ? true : 'This is another person’s account. Sign in with the one that began this attempt.';
}
