// A busy button keeps its width and says what it is doing; a second press does nothing until the answer is there.
export function start(): void {
  document.addEventListener('turbo:submit-start', event => {
    const { formElement, submitter } = (event as CustomEvent).detail.formSubmission as { formElement: HTMLFormElement; submitter?: HTMLElement };
    const button = submitter ?? formElement.querySelector<HTMLElement>('button[type=submit], button:not([type])');
    if (!button) return;
    button.style.minWidth = `${button.offsetWidth}px`;
    button.setAttribute('aria-busy', 'true');
    if (button.dataset.busy) {
      button.dataset.idle = button.innerHTML;
      button.textContent = button.dataset.busy;
    }
  });
  document.addEventListener('turbo:submit-end', event => {
    const form = (event as CustomEvent).detail.formSubmission.formElement as HTMLFormElement;
    form.querySelectorAll<HTMLElement>('[aria-busy]').forEach(button => {
      button.removeAttribute('aria-busy');
      if (button.dataset.idle !== undefined) { button.innerHTML = button.dataset.idle; delete button.dataset.idle; }
    });
  });

  // After a 422 the first field in error takes the focus, so that a reader hears what to mend.
  document.addEventListener('turbo:render', () => {
    document.querySelector<HTMLElement>('main [aria-invalid="true"], [data-autofocus-error]')?.focus();
  });

  // Filters of the catalogue apply at once; without JavaScript their button does.
  document.addEventListener('change', event => {
    const form = (event.target as Element).closest<HTMLFormElement>('form[data-submit-on-change]');
    form?.requestSubmit();
  });
}
