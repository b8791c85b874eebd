// @hotwired/turbo ships no types: what we use of it.
declare module '@hotwired/turbo' {
  export const config: { drive: { progressBarDelay: number; enabled: boolean }; forms: { mode: string } };
  export function visit(location: string | URL, options?: { action?: 'advance' | 'replace' }): void;
}
