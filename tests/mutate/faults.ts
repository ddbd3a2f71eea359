/** Faults to plant in a reader's source: each a small change that a careless edit could make. */

export interface Fault {
  file: string;
  /** File, kind and place, for people. */
  id: string;
  /** The line as changed: what a reason for a survivor is kept under, since it stays when the line moves. */
  line: string;
  /** What was changed, in one line. */
  what: string;
  /** The changed source. */
  source: string;
  /** Pieces of code to put into the sound source, by place: together they call `call` whenever the fault would make a difference. */
  probe?(call: string): [at: number, code: string][];
}

interface Rule {
  name: string;
  /** Found once per match outside comments; `to` makes the changed text, or undefined to leave it. */
  pattern: RegExp;
  to(match: RegExpMatchArray): string | undefined;
  /** Where in the match the pieces of a probe go; a rule without any counts as one that every reading reaches. */
  probe?(match: string, call: string): [at: number, code: string][];
}

const RULES: Rule[] = [
  { name: 'unit', pattern: /\bfromMinor\(/g, to: () => 'fromMajor(' },
  { name: 'unit', pattern: /\bmajorMoney\(/g, to: () => 'shownMoney(' },
  {
    name: 'key',
    pattern:
      /\b(row|entry|item|goods|summary|sums|creation|record|sku|solution|buyers|first|data)\.([a-zA-Z_]{4,})\b(?!\()/g,
    to: ([, object, key]) => (METHODS.has(key ?? '') ? undefined : `${object}.${key}X`),
  },
  {
    name: 'path',
    pattern: /\b(at|firstList|firstRecord|listAt)\(([\w.]+), '([\w.]+)'/g,
    to: ([, call, root, path]) => `${call}(${root}, '${path}X'`,
  },
  {
    name: 'code',
    pattern:
      /^ {2}(\w+|'[^']+'): '(refund-only|return-refund|exchange|waits-for-seller|waits-for-buyer|returned|paid|closed-unpaid|platform)',$/gm,
    to: ([, key, kind]) =>
      `  ${key}: '${kind === 'platform' || kind === 'paid' ? 'returned' : kind === 'exchange' ? 'partial' : kind === 'refund-only' ? 'exchange' : kind === 'return-refund' ? 'exchange' : 'platform'}',`,
  },
  {
    name: 'role',
    pattern: /=== 'buyer'/g,
    to: () => "!== 'buyer'",
    probe: (match, call) => [
      [4, `(${call}, `],
      [match.length, ')'],
    ],
  },
  { name: 'role', pattern: /=== 'BUYER'/g, to: () => "=== 'SELLER'" },
  {
    name: 'role',
    pattern: /(\d): 'buyer', (\d): 'seller'/g,
    to: ([, one, two]) => `${one}: 'seller', ${two}: 'buyer'`,
  },
  { name: 'time', pattern: /\* 1000\b/g, to: () => '* 1' },
  {
    name: 'shape',
    pattern: /const (CLAIM|ORDER|ID|SERIAL) = \/\^/g,
    to: ([, name]) => `const ${name} = /^Q`,
  },
  { name: 'tap', pattern: /paths: \[\//g, to: () => 'paths: [/never-heard' },
  {
    name: 'page',
    pattern: /kind: '(list|detail|chat)',(\s+)pattern: \/\^/g,
    to: ([, kind, space]) => `kind: '${kind}',${space}pattern: /^never`,
  },
  { name: 'selector', pattern: /\brow: '/g, to: () => "row: '.never " },
  {
    name: 'condition',
    pattern: /if \((?!\()([^{}\n;]{6,90})\) (?=return|break|continue)/g,
    to: ([, condition]) => `if (false && (${condition})) `,
    // A condition that does not hold is the same as none.
    probe: (match, call) => [
      [4, '('],
      [match.lastIndexOf(')'), `) && ${call}`],
    ],
  },
  { name: 'condition', pattern: / && !/g, to: () => ' && ', probe: (_, call) => [[3, ` ${call} &&`]] },
  { name: 'prefer', pattern: / \?\? /g, to: () => ' && ' },
];

const METHODS = new Set([
  'element',
  'elements',
  'value',
  'length',
  'flatMap',
  'filter',
  'element',
  'children',
  'text',
  'includes',
]);

/** Which kinds of faults are planted in which folder: key names and units in parsers, boundaries in the reader of pages. */
function rulesFor(file: string): Rule[] {
  if (file.includes('/platforms/') || file.includes('/json/'))
    return RULES.filter(({ name }) => name !== 'condition' || file.includes('/json/'));
  return RULES.filter(({ name }) => name === 'condition' || name === 'role');
}

const isComment = (source: string, at: number): boolean => {
  const line = source.slice(source.lastIndexOf('\n', at) + 1, at);
  return /^\s*(?:\*|\/\/|\/\*)/.test(line) || line.includes('// ');
};

const inOneLine = (text: string): string => text.trim().replace(/\s+/g, ' ').slice(0, 90);

/** Every fault of a file, in the order of its lines. */
export function faultsOf(file: string, source: string): Fault[] {
  const found: Fault[] = [];
  for (const rule of rulesFor(file)) {
    for (const match of source.matchAll(rule.pattern)) {
      if (isComment(source, match.index)) continue;
      const to = rule.to(match);
      if (to === undefined || to === match[0]) continue;
      const line = source.slice(0, match.index).split('\n').length;
      const column = match.index - source.lastIndexOf('\n', match.index);
      const changed = source.slice(0, match.index) + to + source.slice(match.index + match[0].length);
      const { probe } = rule;
      found.push({
        file,
        id: `${file}:${line}:${column} ${rule.name}`,
        line: (changed.split('\n')[line - 1] ?? '').trim(),
        what: `${inOneLine(match[0])} → ${inOneLine(to)}`,
        source: changed,
        ...(probe && {
          probe: (call) => probe(match[0], call).map(([at, code]) => [match.index + at, code]),
        }),
      });
    }
  }
  return found;
}

/** A sound source with a call of `globalThis.reached(N)` wherever fault N of the file would make a difference; it gives true. */
export function probed(source: string, faults: readonly Fault[], first: number): string {
  const pieces = faults.flatMap(({ probe }, n) => probe?.(`globalThis.reached(${first + n})`) ?? []);
  return pieces
    .sort((a, b) => b[0] - a[0])
    .reduce((text, [at, code]) => text.slice(0, at) + code + text.slice(at), source);
}
