/** From everything that was found for a claim to one value per field. */
import type { PartialClaim } from '../types.ts';
import type { LabelName } from '../words/words.ts';
import { closeness } from './blocks/near.ts';
import type { Candidate } from './candidates.ts';

const valueKey = ({ patch }: Candidate): string => JSON.stringify({ ...patch, raw: undefined });

/** A text that contradicts the page's own labels in one field is not believed in any: it may be a buyer's words. */
export function withoutLiars(candidates: Candidate[]): Candidate[] {
  const liars = new Set(
    candidates
      .filter(
        (one) =>
          one.text &&
          candidates.some(
            (other) => other.name === one.name && other.tier < one.tier && valueKey(other) !== valueKey(one),
          ),
      )
      .map((one) => one.text),
  );
  return candidates.filter((one) => !one.text || !liars.has(one.text));
}

/** One value per field: best source, then longest label, then nearest to the claim's number; two equals are left out. */
export function choose(
  candidates: Candidate[],
  idElement: Element | undefined,
): { chosen: Candidate[]; doubtful: LabelName[] } {
  const chosen: Candidate[] = [];
  const doubtful: LabelName[] = [];
  for (const name of new Set(candidates.map((candidate) => candidate.name))) {
    const all = candidates.filter((candidate) => candidate.name === name);
    const tier = Math.min(...all.map((candidate) => candidate.tier));
    const inTier = all.filter((candidate) => candidate.tier === tier);
    const longest = Math.max(...inTier.map((candidate) => candidate.word));
    const best = inTier.filter((candidate) => candidate.word === longest);
    const values = new Map(
      best.map((candidate) => [JSON.stringify({ ...candidate.patch, raw: undefined }), candidate]),
    );
    if (values.size === 1 && best[0]) {
      chosen.push(best[0]);
      continue;
    }
    const ranked = [...values.values()]
      .map((candidate) => ({ candidate, near: closeness(idElement, candidate.element) }))
      .sort((a, b) => b.near - a.near);
    if (idElement && ranked[0] && ranked[0].near !== ranked[1]?.near) chosen.push(ranked[0].candidate);
    else doubtful.push(name);
  }
  return { chosen, doubtful };
}

export function combine(chosen: Candidate[]): PartialClaim {
  const partial: PartialClaim = {};
  // A kind that stands for itself wins over one glued to a status.
  for (const { patch } of [...chosen].sort(
    (a, b) => Number(b.name === 'status') - Number(a.name === 'status'),
  )) {
    const { items, raw, ...rest } = patch;
    Object.assign(partial, rest);
    if (items?.[0]) partial.items = [{ ...partial.items?.[0], ...items[0] }];
    if (raw) partial.raw = { ...partial.raw, ...raw };
  }
  return partial;
}
