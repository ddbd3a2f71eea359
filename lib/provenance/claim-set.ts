/** Across the photos of one claim: devices, order of shots, one edited apart from the rest, one file under two names. */
import type { Fact, Finding } from '../claims/finding.ts';
import { checkOf } from './judge/proof.ts';
import { declaresEdit } from './summary.ts';
import type { FileReport, Trace } from './types.ts';

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

const first = (p: ClaimPhoto, id: string): Trace | undefined => p.report.traces.find((t) => t.id === id);

const deviceOf = (p: ClaimPhoto): string => {
  const t = first(p, 'device');
  return t ? `${t.values.make ?? ''} ${t.values.model ?? ''}`.trim() : '';
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
  const facts: Record<string, Fact> = {
    devices: [...groups].map(([device, list]) => ({ device, photos: list })),
    withoutDevice: photos.filter((p) => !deviceOf(p)).map((p) => p.sha256),
    editedApart: apart ? edited.map((p) => ({ photo: p.sha256, by: editorOf(p) })) : [],
    order,
  };
  return [
    {
      code: 'device-differs-in-claim',
      strength: differ && apart ? 'weak' : 'context',
      facts: { ...facts, devicesDiffer: differ },
      check: checkOf('claim-set'),
    },
  ];
}

const editorOf = (p: ClaimPhoto): string => {
  const t = p.report.traces.find(declaresEdit);
  return String(t?.values.value ?? t?.values.generator ?? t?.id ?? '');
};

/** Photos with a capture time, earliest first. */
function shots(photos: readonly ClaimPhoto[]): Fact[] {
  return photos
    .map((p) => ({ photo: p.sha256, at: first(p, 'time.capture')?.values.earliest }))
    .filter((s): s is { photo: string; at: string } => typeof s.at === 'string')
    .sort((a, b) => a.at.localeCompare(b.at));
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
      facts: { identicalFiles: list.length, names: list.map((p) => p.name ?? '') },
      check: checkOf('claim-set'),
    }));
}
