/** C2PA content credentials, read directly: all manifests of the store, and whether the active one fits the bytes. */
import { findAscii } from '../../formats/bytes.ts';
import { checkBinding } from '../c2pa/binding.ts';
import { declares } from '../c2pa/declares.ts';
import { readJumbf } from '../c2pa/jumbf.ts';
import { readStore, type Store } from '../c2pa/store.ts';
import { note, type Part } from '../container/part.ts';
import type { Reading } from '../reading.ts';
import { meaningOf } from '../tables/source-types.ts';
import { trace, value, xmpAt, xmpFirst } from '../trace.ts';

export function checkC2pa(r: Reading): void {
  const parts = r.w.parts.filter((p) => p.kind === 'jumbf');
  let read = false;
  for (const part of parts) read = store(r, part) || read;
  if (!read) elsewhere(r);
}

/** @returns whether a C2PA store is there, readable or not. */
function store(r: Reading, part: Part): boolean {
  const root = readJumbf(part.data);
  const at = { place: part.place, offset: part.offset, length: part.length };
  if (!root) {
    // Other JUMBF content (JPEG 360, JPEG Trust) is no business of this check.
    if (findAscii(part.data, 'c2pa', 0, 100) < 0) return false;
    note(r.w, part.place, 'credential-damaged');
    trace(r, 'c2pa.unreadable', { ...at, raw: 'jumb c2pa' }, { why: 'box' });
    return true;
  }
  const s = readStore(root);
  for (const label of s.unread) note(r.w, `${part.place}-${value(label).slice(0, 60)}`, 'manifest-not-read');
  const active = s.manifests.at(-1);
  if (!active) {
    trace(r, 'c2pa.unreadable', { ...at, raw: s.unread.join('\n') }, { why: 'claim' });
    return true;
  }
  const binding = checkBinding(r.bytes, active);
  const actions = s.manifests.flatMap((m) => m.actions);
  const said = declares(s);
  trace(
    r,
    'c2pa',
    { ...at, raw: quote(s) },
    {
      integrity: binding.integrity,
      codes: binding.codes,
      ...(binding.why ? { notChecked: binding.why } : {}),
      checkedBy: 'hashes',
      signer: value(active.signature.organisation || active.signature.commonName),
      signerName: value(active.signature.commonName),
      generator: value(active.generator),
      digitalSourceType: unique([
        ...actions.map((a) => a.sourceType),
        ...s.manifests.flatMap((m) => m.ingredients.map((i) => i.sourceType)),
      ]),
      actions: unique(actions.map((a) => a.action)),
      agents: unique(actions.map((a) => a.agent)),
      ...(active.signature.signedAt ? { signedAt: active.signature.signedAt } : {}),
      manifests: s.manifests.length,
      activeManifest: value(active.label),
      signers: unique(s.manifests.map((m) => m.signature.organisation)),
      generators: unique(s.manifests.map((m) => m.generator)),
      says: {
        generated: said.generated,
        aiEdited: said.aiEdited,
        edited: said.edited,
        captured: said.captured,
      },
      ...(active.aiAssertion ? { assertion: active.aiAssertion } : {}),
    },
  );
  if (binding.integrity === 'broken') {
    trace(r, 'c2pa.tampered', { ...at, raw: binding.codes.join('\n') }, { codes: binding.codes });
  }
  if (
    actions.some((a) => meaningOf(a.sourceType) === 'may-contain-ai' && /screencapture/i.test(a.sourceType))
  ) {
    trace(r, 'screenshot', { ...at, raw: 'screenCapture' }, { platform: 'c2pa' });
  }
  return true;
}

const unique = (list: string[]): string[] => [...new Set(list.filter(Boolean).map(value))];

/** The story of the store in the order of its manifests, one line each. */
function quote(s: Store): string {
  return s.manifests
    .map((m) => {
      const acts = m.actions
        .map((a) => [a.action, a.sourceType, a.agent].filter(Boolean).join(' '))
        .join('; ');
      return `${m.label} | ${m.generator} | ${m.signature.organisation} | ${acts}`;
    })
    .join('\n');
}

/** A credential that the XMP names and the file does not hold. The address is quoted, never fetched. */
function elsewhere(r: Reading) {
  const found = xmpFirst(r, 'purl.org/dc/terms', 'provenance');
  if (!found) return;
  const uri = found.p.value.trim();
  const at = xmpAt(found.packet, found.p);
  if (/^https?:\/\//i.test(uri)) {
    trace(r, 'c2pa.remote-only', at, { host: value(hostOf(uri)), url: value(uri) });
  } else if (/jumbf=|c2pa/i.test(uri.slice(0, 300))) {
    trace(r, 'c2pa.missing', at, { reference: value(uri) });
  }
}

function hostOf(uri: string): string {
  try {
    return new URL(uri).hostname;
  } catch {
    return '';
  }
}
