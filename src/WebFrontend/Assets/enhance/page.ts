// Runs `enhance` on the first document and again on each one that Turbo swaps in, frames and streams included.
export function onPage(enhance: (root: ParentNode) => void): void {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => enhance(document), { once: true });
  else enhance(document);
  document.addEventListener('turbo:load', () => enhance(document));
  document.addEventListener('turbo:render', () => enhance(document));
  document.addEventListener('turbo:frame-load', event => enhance(event.target as Element));
}
