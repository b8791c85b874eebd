import { render, type TemplateResult } from 'lit';

// A custom element without a shadow: the page's style sheet applies, and what the server put inside stands until the first view.
export abstract class LightElement extends HTMLElement {
  private scheduled = false;
  private shown = false;
  private life: AbortController | undefined;

  protected abstract view(): TemplateResult | null;
  protected abstract opened(): void;
  protected closed(): void {}

  // Aborted when the element leaves the page: give it to listeners and requests.
  protected get alive(): AbortSignal {
    return (this.life ??= new AbortController()).signal;
  }

  connectedCallback(): void {
    this.life = new AbortController();
    this.opened();
  }

  disconnectedCallback(): void {
    this.life?.abort();
    this.closed();
  }

  protected refresh(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      if (this.isConnected) this.refreshNow();
    });
  }

  protected refreshNow(): void {
    const view = this.view();
    if (view === null) return;
    if (!this.shown) {
      this.replaceChildren();
      this.shown = true;
    }
    render(view, this, { host: this });
  }

  protected attribute(name: string): string {
    return this.getAttribute(name) ?? '';
  }
}
