import { parseAst } from 'vite';

/** Attributes that people read or hear. */
const SPOKEN = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'aria-roledescription']);
const LETTERS = /\p{L}/u;

type Node = { type: string; [key: string]: unknown };

function* nodes(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* nodes(one);
  else if (typeof value === 'object' && value !== null) {
    if ('type' in value && typeof value.type === 'string') yield value as Node;
    for (const child of Object.values(value)) yield* nodes(child);
  }
}

/** Texts that stand in the markup itself instead of the locale files. */
export function markupWords(code: string): string[] {
  const found: string[] = [];
  for (const node of nodes(parseAst(code, { lang: 'tsx' }))) {
    if (node.type === 'JSXText' && LETTERS.test(String(node.value))) found.push(String(node.value).trim());
    if (node.type !== 'JSXAttribute') continue;
    const name = (node.name as { name?: unknown }).name;
    const value = node.value as Node | null;
    if (SPOKEN.has(String(name)) && value?.type === 'Literal' && LETTERS.test(String(value.value)))
      found.push(`${String(name)}="${String(value.value)}"`);
  }
  return found;
}
