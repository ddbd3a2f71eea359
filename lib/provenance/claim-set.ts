/** Across the photos of one claim: devices, order of shots, one edited apart from the rest, one file under two names. */

import * as v from 'valibot';
import { type CheckSpec, code, type FactsIn } from '../claims/check.ts';
import type { Finding, FindingOf } from '../claims/finding.ts';
import { compareInstants } from '../claims/instants.ts';
import { checkOf, tracesOf } from './proof.ts';
import { declaresEdit } from './summary.ts';
import type { FileReport } from './types.ts';

const codes = {
  'device-differs-in-claim': code({
    strengths: ['context', 'weak'],
    family: 'set',
    reason: 'SET',
    hard: 'never',
    facts: v.strictObject({
      devicesDiffer: v.boolean(),
      /** Photos, by SHA-256, of each device; of none; edited while others were not; by capture time. */
      devices: v.array(v.strictObject({ device: v.string(), photos: v.array(v.string()) })),
      withoutDevice: v.array(v.string()),
      editedApart: v.array(v.strictObject({ photo: v.string(), by: v.string() })),
      order: v.array(v.strictObject({ photo: v.string(), at: v.string() })),
    }),
  }),
};

declare module '../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

/** The photos of one claim beside each other. */
export const claimSetCheck: CheckSpec = {
  id: 'claim-set',
  codes,
  gives: ['shares-part'],
  page: 'provenance',
};

export interface ClaimPhoto {
  sha256: string;
  report: FileReport;
  /** File name or address as shown, to name the photo in texts. */
  name?: string;
}

/**
 * Findings about the set. Different devices in one household are ordinary, so `device-differs-in-claim` is context only;
 * it gets weak when one photo was also edited and the others were not.
 */
export function claimSet(photos: readonly ClaimPhoto[]): Finding[] {
  return [...devices(photos), ...sameFile(photos)];
}

const deviceOf = (p: ClaimPhoto): string => {
  const [t] = tracesOf(p, 'device');
  return t ? `${t.values.make} ${t.values.model}`.trim() : '';
};

function devices(photos: readonly ClaimPhoto[]): Finding[] {
  const groups = new Map<string, string[]>();
  for (const p of photos) {
    const device = deviceOf(p);
    if (device) groups.set(device, [...(groups.get(device) ?? []), p.sha256]);
  }
  const edited = photos.filter((p) => p.report.traces.some(declaresEdit));
  const apart = edited.length > 0 && edited.length < photos.length;
  const differ = groups.size > 1;
  const order = shots(photos);
  if (!differ && !(apart && groups.size === 1)) return [];
  const facts: FindingOf<'device-differs-in-claim'>['facts'] = {
    devicesDiffer: differ,
    devices: [...groups].map(([device, list]) => ({ device, photos: list })),
    withoutDevice: photos.filter((p) => !deviceOf(p)).map((p) => p.sha256),
    editedApart: apart ? edited.map((p) => ({ photo: p.sha256, by: editorOf(p) })) : [],
    order,
  };
  return [
    {
      code: 'device-differs-in-claim',
      strength: differ && apart ? 'weak' : 'context',
      facts,
      check: checkOf('claim-set'),
    },
  ];
}

const editorOf = (p: ClaimPhoto): string => {
  const t = p.report.traces.find(declaresEdit);
  if (!t) return '';
  const named =
    'value' in t.values ? t.values.value : 'generator' in t.values ? t.values.generator : undefined;
  return typeof named === 'string' ? named : t.id;
};

/** Photos with a capture time, earliest first. */
function shots(photos: readonly ClaimPhoto[]): { photo: string; at: string }[] {
  return photos
    .flatMap((p) =>
      tracesOf(p, 'time.capture')
        .slice(0, 1)
        .map((t) => ({ photo: p.sha256, at: t.values.earliest })),
    )
    .sort((a, b) => compareInstants(a.at, b.at));
}

/** The same bytes sent more than once: harmless by itself, but it counts as one photo. */
function sameFile(photos: readonly ClaimPhoto[]): Finding[] {
  const groups = new Map<string, ClaimPhoto[]>();
  for (const p of photos) groups.set(p.sha256, [...(groups.get(p.sha256) ?? []), p]);
  return [...groups.entries()]
    .filter(([, list]) => list.length > 1)
    .map(([sha256, list]) => ({
      code: 'shares-part' as const,
      strength: 'context' as const,
      photo: sha256,
      against: { kind: 'same-claim' as const, sha256 },
      facts: { share: 'same-file' as const, n: list.length, names: list.map((p) => p.name ?? '') },
      check: checkOf('claim-set'),
    }));
}
