/** What a finding's sentences need: its facts by their own names, coded ones as words. */

import {
  changedRegions,
  type Fact,
  type Finding,
  type FindingCode,
  type FindingOf,
  plainFacts,
} from '../claims/finding.ts';
import { formatVideoSpan, formatVideoTime } from './format.ts';

import { has, t } from './index.ts';
import { getLocale } from './locale.ts';
import type { Params } from './translate.ts';

/**
 * The value as a sentence shows it: `findings.words.<fact name>.<value>` where the locale files have it, so that a fact
 * `clock: 'camera'` fills `{clock}` with words; else the value itself.
 */
function shown(name: string, value: Fact): Fact {
  if (Array.isArray(value)) return value.map((one) => shown(name, one));
  if (typeof value !== 'string' || !/^[\w-]+$/.test(value)) return value;
  const key = `findings.words.${name}.${value}`;
  return has(key) ? t(key) : value;
}

/** `file:Mug`, `pinduoduo:7730021` and a colleague's `team:0a1b-…:file:Mug` are keys; people know what stands after the colon. */
export const afterColon = (key: string | undefined): string | undefined =>
  key?.replace(/^team:[0-9a-f-]+:/, '').replace(/^[a-z0-9-]+:/, '');

/** What a few codes' sentences need in another form than the fact has. */
const FORMS: { readonly [C in FindingCode]?: (facts: FindingOf<C>['facts']) => Params } = {
  'generator-trace': ({ raw }) => ({ quote: raw.slice(0, 160) }),
  'device-differs-in-claim': ({ devices }) => ({ devices: devices.map(({ device }) => device) }),
  'photo-unreadable': (facts) => ('parts' in facts ? { places: facts.parts.map(({ place }) => place) } : {}),
  'video-reused': ({ sourceFrom, sourceTo }) => ({ source: formatVideoSpan(sourceFrom, sourceTo) }),
  'photo-from-video': ({ at }) => ({ time: formatVideoTime(at) }),
  'model-score': ({ packTitles, agrees }) => ({
    pack: (getLocale() === 'en' ? undefined : packTitles['zh-CN']) ?? packTitles.en,
    aloneMap: agrees === false,
  }),
};

/** Parameters for all sentences of one finding. `by` of a text sees facts as they are, gaps see them as words. */
export function findingParams(finding: Finding): { facts: Params; words: Params } {
  const { against, region, code } = finding;
  const facts = plainFacts(finding);
  const [from, to] = [facts.filmFrom ?? facts.from, facts.filmTo ?? facts.to];
  const film = typeof from === 'number' && typeof to === 'number' ? formatVideoSpan(from, to) : undefined;
  const own = {
    film,
    // What is said of a frame must not speak of a photo.
    still: film === undefined,
    file: against?.file?.split('/').at(-1),
    product: afterColon(against?.product),
    claim: afterColon(against?.claim),
    // What is the same, and what may be a filter, are drawn but not counted.
    regions: changedRegions(region).length || undefined,
  };
  const words = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, shown(name, value)]));
  // The table's row fits the code: both come from the same finding.
  const form = FORMS[code] as ((given: Finding['facts']) => Params) | undefined;
  return { facts: { ...own, ...facts }, words: { ...own, ...words, ...form?.(finding.facts) } };
}
