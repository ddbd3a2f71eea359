/** What a finding's sentences need, drawn from its facts: codes become words, a label's two names one. */
import type { Fact, Finding } from '../claims/finding.ts';
import { has, t } from './index.ts';
import { getLocale } from './locale.ts';
import type { Params } from './translate.ts';

/** A short code as words, where the locale files know it; else the text itself. */
function word(group: string, value: Fact | undefined): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const key = `findings.words.${group}.${value}`;
  return /^[\w-]+$/.test(value) && has(key) ? t(key) : value;
}

const text = (value: Fact | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** `file:Mug` and `pinduoduo:7730021` are keys; people know what stands after the colon. */
export const afterColon = (key: string | undefined): string | undefined => key?.replace(/^[a-z0-9-]+:/, '');

const HOUR_MS = 3_600_000;

type Facts = Finding['facts'];

/** Capture time and the event it is held against. */
function times(facts: Facts): Params {
  const capturedAt = text(facts.capturedAt) ?? text(facts.utc) ?? text(facts.local) ?? text(facts.earliest);
  const eventAt = text(facts.eventAt);
  return {
    capturedAt,
    deliveredAt: facts.event === 'delivered' || facts.event === 'shipped' ? eventAt : text(facts.deliveredAt),
    orderedAt: facts.event === 'ordered' ? eventAt : text(facts.orderedAt),
    appliedAt: facts.event === 'applied' ? eventAt : text(facts.appliedAt),
    gapMs: typeof facts.marginHours === 'number' ? facts.marginHours * HOUR_MS : facts.gapMs,
    doubt: facts.clocksDisagree === true ? word('doubts', 'clocks-disagree') : word('doubts', facts.clock),
    times: word('between', facts.between),
  };
}

/** Who made or passed on the content, by name where the code is known. */
function makers(facts: Facts): Params {
  return {
    producer: text(facts.vendor) ?? text(facts.producer) ?? text(facts.serviceProvider),
    propagator: text(facts.propagatorVendor) ?? text(facts.propagator),
    contentId: text(facts.producerId) ?? text(facts.propagatorId) ?? text(facts.contentId),
    declares: text(facts.declares)?.replace(/^declared-/, ''),
    signatureWord: word('integrity', facts.integrity),
  };
}

const tool = (facts: Facts): string | undefined =>
  text(facts.tool) ?? text(facts.value) ?? text(facts.editor) ?? text(facts.generator) ?? text(facts.kind);

/** Names out of a list of names or of records that carry one. */
function names(list: Fact | undefined, field: string): string[] | undefined {
  if (!Array.isArray(list)) return undefined;
  return list.flatMap((one) => {
    const name = typeof one === 'object' && one !== null && !Array.isArray(one) ? one[field] : one;
    return typeof name === 'string' ? [name] : [];
  });
}

/** A model pack's title, in Chinese where it has one and the reader reads Chinese. */
function packTitle({ pack, packTitles }: Facts): string | undefined {
  const titles = typeof packTitles === 'object' && !Array.isArray(packTitles) ? packTitles : null;
  return (getLocale() === 'en' ? undefined : text(titles?.['zh-CN'])) ?? text(pack);
}

/** Parameters for all sentences of one finding. */
export function findingParams({ code, against, region, facts }: Finding): Params {
  return {
    file: against?.file?.split('/').at(-1),
    product: afterColon(against?.product),
    claim: afterColon(against?.claim),
    ...facts,
    ...times(facts),
    ...makers(facts),
    tool: tool(facts),
    use: word('uses', facts.use),
    at: text(facts.at) ?? text(facts.signedAt),
    quote: text(facts.quote) ?? text(facts.raw)?.slice(0, 160),
    device: text(facts.device) ?? text(facts.signer),
    why:
      code === 'photo-unreadable' && Array.isArray(facts.parts)
        ? 'parts'
        : (text(facts.why) ?? word('signs', facts.sign) ?? word('signs', facts.platform ?? facts.kind)),
    places: names(facts.parts, 'place'),
    fileName: text(facts.fileName) ?? text(facts.raw),
    sameBuyer: facts.buyer === 'same' ? 'true' : facts.buyer === 'other' ? 'false' : facts.sameBuyer,
    devices: names(facts.devices, 'device'),
    what: names(facts.what, 'field')?.map((field) => word('fields', field) ?? field),
    regions: region?.length || facts.regions,
    pack: packTitle(facts),
    settingWord: word('settings', facts.setting),
    aloneMap: facts.agrees === false,
    share: Number(facts.identicalFiles) > 1 ? 'same-file' : 'part',
    n: facts.identicalFiles ?? facts.n,
  };
}
