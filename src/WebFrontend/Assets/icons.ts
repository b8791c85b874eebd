import { svg } from 'lit';
import brand from './brand.svg?url';
import sprite from './generated/icons.svg?url';

// Named here so that the manifest lists it for the document's head.
export const brandUrl = brand;

export function icon(name: string, kind = '') {
  return svg`<svg class="hub-i ${kind}" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><use href="${sprite}#${name}"></use></svg>`;
}
