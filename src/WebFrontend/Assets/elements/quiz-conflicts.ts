import { words, type Answered } from './quiz-answers';

export interface Other { response: Answered; at: string; deviceId: string }

// The answers of other devices that were kept beside the one that stands, each with a choice.
export function showConflicts(section: HTMLElement, others: Other[]): void {
  const box = section.querySelector<HTMLElement>('[data-conflict]')!;
  box.replaceChildren(...others.map(other => {
    const note = document.createElement('div');
    note.className = 'hub-note warn';
    note.setAttribute('role', 'alert');
    const text = document.createElement('div');
    text.className = 'hub-stack s';
    const said = document.createElement('div');
    said.innerHTML = '<b>Two devices answered this question.</b> ';
    said.append(`Another answer was sent that had not seen this one: “${words(section, other.response).slice(0, 300)}”`);
    const buttons = document.createElement('div');
    buttons.className = 'hub-row wrapping';
    for (const [label, name] of [['Use that one', 'take'], ['Keep what is here', 'keep']] as const) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'hub-btn plain';
      button.textContent = label;
      button.dataset[name] = JSON.stringify(other.response);
      buttons.append(button);
    }
    text.append(said, buttons);
    note.append(text);
    return note;
  }));
}
