import type { Answered } from './quiz-answers';

// Answers that wait for the server, kept in the browser's storage: they outlive a reload, a crash and a signed-out session. One entry a page; a page that lives holds a lock of its
// name, so that the next one can tell what was left behind from what another tab is still sending.
export interface Waiting { place: number; response: Answered | null; baseRevision: number; flagged: boolean | null; settled: boolean }
export interface Kept { device: string; sequence: number; changes: Waiting[] }

export class QuizQueue {
  private release: (() => void) | undefined;

  constructor(private readonly attempt: string, readonly device: string) {
    void navigator.locks?.request(this.name(device), () => new Promise<void>(resolve => { this.release = resolve; })).catch(() => {});
  }

  private name(device: string): string { return `hub-quiz:${this.attempt}:${device}`; }

  keep(sequence: number, changes: Waiting[]): boolean {
    try {
      if (changes.length) localStorage.setItem(this.name(this.device), JSON.stringify({ device: this.device, sequence, changes } satisfies Kept));
      else localStorage.removeItem(this.name(this.device));
      return true;
    } catch {
      return false; // full, or refused by the browser: the server's copy is all there is
    }
  }

  // What pages that are gone left of this attempt.
  async leftBehind(): Promise<Kept[]> {
    // Without locks nobody can tell a page that is gone from one that is only waiting.
    if (!navigator.locks) return [];
    const prefix = `hub-quiz:${this.attempt}:`;
    const alive = new Set((await navigator.locks?.query().catch(() => undefined))?.held?.map(l => l.name));
    const found: Kept[] = [];
    for (const key of Object.keys(localStorage).filter(k => k.startsWith(prefix) && k !== this.name(this.device) && !alive.has(k))) {
      try { found.push(JSON.parse(localStorage.getItem(key)!) as Kept); } catch { localStorage.removeItem(key); }
    }
    return found;
  }

  forget(device: string): void { localStorage.removeItem(this.name(device)); }

  close(): void { this.release?.(); }
}
