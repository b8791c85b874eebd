// The time that is left, by the server's clock alone: the page measures how long ago the server spoke, and the date of the device is never read.
export class QuizClock {
  private deadline: number | undefined;
  private now = 0;
  private at = 0;

  set(now: number, deadline: number | undefined): void {
    this.now = now;
    this.deadline = deadline;
    this.at = performance.now();
  }

  get leftMs(): number | undefined {
    return this.deadline === undefined ? undefined : this.deadline - (this.now + performance.now() - this.at);
  }

  // The server's time of day now, for "saved at".
  get time(): Date { return new Date(this.now + performance.now() - this.at); }
}

export function clockWords(ms: number): string {
  const s = Math.max(0, Math.ceil(ms / 1000));
  const pad = (n: number) => String(n).padStart(2, '0');
  return s >= 3600 ? `${Math.floor(s / 3600)}:${pad(Math.floor(s / 60) % 60)}:${pad(s % 60)}` : `${Math.floor(s / 60)}:${pad(s % 60)}`;
}

export function spokenClock(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.floor(ms / 1000) % 60;
  return minutes >= 1 ? `${minutes} minutes left` : `${seconds} seconds left`;
}
