// One sprite of the icons that the pages use: <use href="/assets/icons-HASH.svg#name">. Stroke, size and colour come from CSS.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const here = new URL('.', import.meta.url);
const outline = new URL('../node_modules/@tabler/icons/icons/outline/', here);
const names = readFileSync(new URL('icons.txt', here), 'utf8').split(/\s+/).filter(Boolean);

// Shapes of our own: the drag grip (round dots) and the half-done lesson.
const own = {
  grip: '<path stroke-width="2.6" d="M9.5 6h.01M14.5 6h.01M9.5 12h.01M14.5 12h.01M9.5 18h.01M14.5 18h.01"/>',
  'circle-half': '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor"/>',
};

const shape = name => readFileSync(new URL(`${name}.svg`, outline), 'utf8')
  .replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '')
  .replace(/<path stroke="none"[^>]*>/, '').replace(/\s+/g, ' ').replaceAll(' />', '/>').trim();

const symbols = [...names.map(name => [name, shape(name)]), ...Object.entries(own)]
  .map(([name, body]) => `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`);

mkdirSync(new URL('../generated/', here), { recursive: true });
writeFileSync(new URL('../generated/icons.svg', here), `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`);
console.log(`icons.svg: ${symbols.length} symbols`);
