/** The shop's own pictures beside a claim: what the goods look like, and what is therefore no photo of the buyer. */
import { addressSays } from '../page/addresses.ts';
import { objectOf, picturesIn } from '../page/pictures.ts';
import { holds } from '../page/walk.ts';
import type { Block } from './blocks/list.ts';
import type { EvidenceFound } from './evidence.ts';
import type { FieldEnv } from './fields.ts';

/** The first goods picture of a claim: in its product cell, or under a product label; never one of the evidence. */
export function productImage(
  places: Element[],
  evidence: Set<string>,
  sections: Element[],
  base: string,
): string | undefined {
  for (const place of places) {
    const picture = picturesIn(place, base).find(
      (shown) =>
        shown.kind === 'photo' &&
        !evidence.has(shown.url) &&
        addressSays(shown.url) !== 'buyer' &&
        addressSays(shown.url) !== 'upload' &&
        !sections.some((section) => holds(section, shown.element)),
    );
    if (picture) return picture.url;
  }
  return undefined;
}

/** Goods pictures of a claim's block: whatever an earlier reading took them for, they are the shop's own. */
export function goodsPictures(
  block: Block,
  places: Element[],
  found: EvidenceFound,
  env: FieldEnv,
): string[] {
  const base = env.context.url.href;
  const taken = new Set([...found.evidence, ...found.unowned].map((entry) => entry.url));
  const inPlaces = places.filter(
    (place) => !found.sections.some((section) => holds(section, place) || holds(place, section)),
  );
  return [
    ...inPlaces.flatMap((place) => picturesIn(place, base)),
    ...picturesIn(block.element, base).filter(({ url }) => addressSays(url) === 'listing'),
  ].flatMap((picture) =>
    taken.has(picture.url) || addressSays(picture.url) === 'buyer' ? [] : [objectOf(picture)],
  );
}
