/** Finds lexicon entries in a read line, tolerating what the recogniser is known to confuse and nothing else. */
import { type LabelEntry, LEXICON } from './lexicon.ts';
import { editDistance, normalise } from './normalise.ts';

export interface LexiconMatch {
  entry: LabelEntry;
  /** Half-open range in the raw line. */
  from: number;
  to: number;
  /** Edits between what was read and the entry, both normalised. */
  edits: number;
  /** Share of the line's characters that the match takes, 0..1. */
  coverage: number;
}

/**
 * AI element, at most one stray character, making element. Only look-alikes of 生, 合 and 成 stand in for them: a plain edit
 * distance of 1 would turn AI生活, AI生产 and AI完成, which stand on real goods, into labels. A label cut by the edge may lose 成.
 */
const CORE =
  /(?:ai|人工智能)[^a-z0-9\u4e00-\u9fff]?(?:[生主牛壬玍笙][成戍戌咸戊威戚]合[成戍戌咸戊威戚]|[生主牛壬玍笙合台含][成戍戌咸戊威戚]|生$)/gu;
/** Half of the AI element lost: enough only where a known longer label stands around it (维生素A生成 is chemistry). */
const HALF_CORE = /[ai](?:生成|合成)/gu;
/** Latin phrases: edits allowed from this length on (shorter ones are everyday words one letter away). */
const LATIN_ONE = 9;
const LATIN_TWO = 11;
/** A Latin label is (nearly) the whole line; product texts are longer sentences. */
const LATIN_COVERAGE = 0.4;
/** A bare product name counts only when the line holds hardly more. */
const NAME_COVERAGE = 0.7;

const PREPARED = LEXICON.map((entry) => ({ entry, plain: normalise(entry.text).text }));
const LABELS_ZH = PREPARED.filter((p) => p.entry.kind === 'label' && p.entry.lang === 'zh');
const LABELS_LATIN = PREPARED.filter((p) => p.entry.kind === 'label' && /^[a-z]+$/.test(p.plain));
const NAMES = PREPARED.filter((p) => p.entry.kind !== 'label');

interface FullForm {
  entry: LabelEntry;
  from: number;
  edits: number;
}

/** Which entry a core with what stands before it is: the longest within its edit allowance (1 from 6 characters, 2 from 9). */
function fullForm(text: string, coreFrom: number, coreTo: number): FullForm | null {
  let best = { entry: LABELS_ZH[0]!.entry, from: coreFrom, edits: Number.POSITIVE_INFINITY, length: 0 };
  for (const { entry, plain } of LABELS_ZH) {
    const allowed = plain.length >= 9 ? 2 : plain.length >= 6 ? 1 : 0;
    for (let slack = -1; slack <= 1; slack++) {
      const from = coreTo - plain.length + slack;
      if (from < 0 || from > coreFrom) continue;
      const edits = editDistance(text.slice(from, coreTo), plain);
      const better =
        plain.length - edits > best.length || (plain.length - edits === best.length && edits < best.edits);
      if (edits <= allowed && better) best = { entry, from, edits, length: plain.length - edits };
    }
  }
  return best.length > 0 ? best : null;
}

/** The entry nearest to a core that stands alone. */
function bareForm(text: string, coreFrom: number, coreTo: number): FullForm {
  const core = text.slice(coreFrom, coreTo);
  const nearest = LABELS_ZH.map((p) => ({
    entry: p.entry,
    from: coreFrom,
    edits: editDistance(core, p.plain),
  }));
  return nearest.sort((x, y) => x.edits - y.edits)[0]!;
}

const isLatin = (char: string | undefined): boolean => char !== undefined && /[a-z0-9]/i.test(char);

/** Every entry found in one line, best (longest) first; `corner` says that the line stands in a corner of the picture. */
export function matchLine(raw: string, corner: boolean): LexiconMatch[] {
  const line = normalise(raw);
  const { text, at } = line;
  const range = (from: number, to: number): { from: number; to: number } => ({
    from: at[from]!,
    to: at[to - 1]! + 1,
  });
  const found: LexiconMatch[] = [];
  const take = (form: FullForm, to: number): void => {
    const coverage = (to - form.from) / text.length;
    found.push({ entry: form.entry, ...range(form.from, to), edits: form.edits, coverage });
  };
  for (const core of text.matchAll(CORE)) {
    const to = core.index + core[0].length;
    take(fullForm(text, core.index, to) ?? bareForm(text, core.index, to), to);
  }
  for (const half of found.length === 0 ? text.matchAll(HALF_CORE) : []) {
    const to = half.index + half[0].length;
    const form = fullForm(text, half.index, to);
    if (form) take(form, to);
  }
  for (const { entry, plain } of LABELS_ZH) {
    const from = plain.endsWith('ai') ? text.indexOf(plain) : -1;
    if (from < 0 || found.length > 0) continue;
    const to = from + plain.length;
    found.push({ entry, ...range(from, to), edits: 0, coverage: plain.length / text.length });
  }
  found.push(...latin(raw, line));
  if (found.length === 0) found.push(...names(raw, line, corner));
  return found.sort((a, b) => b.to - b.from - (a.to - a.from));
}

const PART_ZH = /生成|合成|人工智能|^ai|ai$/;
/** Five letters in a row of any Latin label: enough to look again, not enough to say anything. */
const PART_LENGTH = 5;
const PARTS_LATIN = new Set(
  LABELS_LATIN.flatMap(({ plain }) =>
    Array.from({ length: plain.length - PART_LENGTH + 1 }, (_, i) => plain.slice(i, i + PART_LENGTH)),
  ),
);

/** Two neighbouring characters of a name of four: the detector may see the first two as texture. */
const PARTS_NAME = LEXICON.filter(
  ({ kind, lang, text }) => kind === 'name' && lang === 'zh' && text.length >= 4,
).flatMap(({ text }) => Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2)));

/** A line that holds a piece of a label but no whole one: worth reading again with what stands beside it. */
export function holdsPart(raw: string): boolean {
  const { text } = normalise(raw);
  if (PART_ZH.test(text) || PARTS_NAME.some((part) => text.includes(part))) return true;
  for (let i = 0; i + PART_LENGTH <= text.length; i++)
    if (PARTS_LATIN.has(text.slice(i, i + PART_LENGTH))) return true;
  return false;
}

function latin(raw: string, { text, at }: { text: string; at: number[] }): LexiconMatch[] {
  const found: LexiconMatch[] = [];
  for (const { entry, plain } of LABELS_LATIN) {
    const allowed = plain.length >= LATIN_TWO ? 2 : plain.length >= LATIN_ONE ? 1 : 0;
    let best: LexiconMatch | null = null;
    for (let from = 0; from < text.length; from++) {
      for (let length = plain.length - allowed; length <= plain.length + allowed; length++) {
        const to = from + length;
        if (length < 1 || to > text.length) continue;
        const piece = text.slice(from, to);
        if (plain.endsWith('ai') ? !piece.endsWith('ai') : !piece.startsWith('ai')) continue;
        const edits = editDistance(piece, plain);
        if (edits > allowed || (best && edits >= best.edits)) continue;
        const start = at[from]!;
        const end = at[to - 1]! + 1;
        if (isLatin(raw[start - 1]) || isLatin(raw[end])) continue;
        // "Made with Al" is AI misread only when nothing follows: "made with al dente pasta" is a recipe.
        if (plain.endsWith('ai') && raw[end - 1] !== 'I' && raw[end - 1] !== 'i' && to < text.length)
          continue;
        const coverage = length / text.length;
        if (coverage >= LATIN_COVERAGE) best = { entry, from: start, to: end, edits, coverage };
      }
    }
    if (best) found.push(best);
  }
  return found;
}

function names(raw: string, { text, at }: { text: string; at: number[] }, corner: boolean): LexiconMatch[] {
  const beside = /(?:^|[^a-z])ai(?![a-z])|生成|合成/.test(text);
  const found: LexiconMatch[] = [];
  for (const { entry, plain } of NAMES) {
    const from = text.indexOf(plain);
    if (from < 0) continue;
    const to = from + plain.length;
    const start = at[from]!;
    const end = at[to - 1]! + 1;
    if (entry.lang === 'en' && (isLatin(raw[start - 1]) || isLatin(raw[end]))) continue;
    const coverage = plain.length / text.length;
    const alone = entry.kind === 'name' && corner && coverage >= NAME_COVERAGE;
    const labelled = beside && entry.lang === 'zh';
    if (labelled || alone) found.push({ entry, from: start, to: end, edits: 0, coverage });
  }
  return found;
}
