/**
 * Does the active manifest fit the bytes? Hashes of its assertions, and its hard binding (`c2pa.hash.data`,
 * `c2pa.hash.boxes`, `c2pa.hash.bmff.v2/v3`), computed here without the validator. The claim's signature is not verified here, so "ok" means
 * "these bytes are the ones the claim speaks of", not "the signer is who it says".
 */
import { u32be, u64be } from '../../formats/bytes.ts';
import { type Box, boxes } from '../../formats/iso-boxes.ts';
import { LIMITS } from '../limits.ts';
import { boxesFit } from './box-hash.ts';
import { type Cbor, type CborMap, decodeCbor, isMap } from './cbor.ts';
import { contentOf, type JumbfBox } from './jumbf.ts';
import { sha256 } from './sha256.ts';
import type { Manifest } from './store.ts';

export interface Binding {
  integrity: 'ok' | 'broken' | 'unchecked';
  /** C2PA validation codes in the words of the specification. */
  codes: string[];
  /** Why it could not be checked. */
  why: string;
}

/**
 * "Broken" means one thing: bytes hashed here do not fit the hash that was signed. What is hashed in a way that is not known
 * here (pre-release manifests, no algorithm named) is unchecked.
 * @param all the manifests of the store: an update manifest has no hard binding of its own, its parent's holds for it.
 */
export function checkBinding(file: Uint8Array, m: Manifest, all: readonly Manifest[] = []): Binding {
  const out: Binding = { integrity: 'unchecked', codes: [], why: '' };
  const assertions = m.box.children.find((c) => c.label === 'c2pa.assertions')?.children ?? [];
  references(m, assertions, out);
  const hard = assertions.filter((a) => a.label.startsWith('c2pa.hash.'));
  const parent = hard.length === 0 ? updated(m, all) : undefined;
  if (parent) {
    const own = checkBinding(
      file,
      parent,
      all.filter((other) => other !== m),
    );
    out.why ||= own.why;
    // The store has grown since the parent was hashed around it: a match counts, a mismatch is the validator's to judge.
    if (own.integrity === 'broken') out.why ||= 'update-manifest';
    for (const code of own.codes) if (!code.endsWith('.mismatch')) push(out, code);
  } else if (hard.length === 0) out.why ||= 'no-hard-binding';
  for (const a of hard) hardBinding(file, m, a, out);
  if (m.signature.payload && !equal(m.signature.payload, m.claimBytes ?? new Uint8Array(0))) {
    // The signature holds for the text it brings along, and that is not the claim that stands in the file.
    out.why = 'signed-other-claim';
  }
  if (out.why === 'signed-other-claim') return out;
  if (out.codes.some((c) => c.endsWith('.mismatch'))) out.integrity = 'broken';
  else if (out.why === '' && out.codes.some((c) => /(data|bmff|boxes)Hash\.match$/.test(c)))
    out.integrity = 'ok';
  return out;
}

/** The manifest that an update manifest (JUMBF type `c2um`, or one parent and no binding) stands for. */
function updated(m: Manifest, all: readonly Manifest[]): Manifest | undefined {
  const parent = m.ingredients.find((i) => i.relationship === 'parentOf');
  return parent && all.find((other) => other !== m && other.label === parent.manifest);
}

const algorithmOf = (m: CborMap, claim: CborMap): string => {
  const own = m.alg ?? claim.alg ?? 'sha256';
  return typeof own === 'string' ? own.toLowerCase() : '';
};

/** Every assertion that the claim lists must be there and have the hash the claim gives. */
function references(m: Manifest, assertions: JumbfBox[], out: Binding) {
  const listed = [m.claim.assertions, m.claim.created_assertions, m.claim.gathered_assertions].filter(
    Array.isArray,
  );
  let hashed = 0;
  let [matches, differs] = [0, 0];
  for (const reference of listed.flat().slice(0, 1_000)) {
    if (!isMap(reference) || typeof reference.url !== 'string') continue;
    const label = reference.url.split('/').at(-1);
    const box = assertions.find((a) => a.label === label);
    if (!box || !(reference.hash instanceof Uint8Array)) continue;
    if (algorithmOf(reference, m.claim) !== 'sha256') {
      out.why = 'hash-algorithm';
      continue;
    }
    hashed += box.hashed.length;
    if (hashed > LIMITS.hashedBytes) {
      out.why = 'too-large';
      return;
    }
    if (equal(sha256([box.hashed]), reference.hash)) matches++;
    else differs++;
  }
  if (matches > 0) push(out, 'assertion.hashedURI.match');
  // Not one that fits: these were hashed in another way, as pre-release writers did.
  if (differs > 0 && matches === 0) out.why = 'hash-method';
  else if (differs > 0) push(out, 'assertion.hashedURI.mismatch');
}

function hardBinding(file: Uint8Array, m: Manifest, box: JumbfBox, out: Binding) {
  const data = contentOf(box, 'cbor');
  const map = data && decodeCbor(data);
  if (!isMap(map)) {
    out.why ||= 'binding-unreadable';
    return;
  }
  const wanted = map.hash;
  const kind = box.label.replace(/__\d+$/, '');
  if (algorithmOf(map, m.claim) !== 'sha256') {
    out.why ||= 'hash-algorithm';
  } else if (file.length > LIMITS.hashedBytes) {
    out.why ||= 'too-large';
  } else if (kind === 'c2pa.hash.data' && wanted instanceof Uint8Array) {
    const same = equal(sha256(outside(file, dataExclusions(map.exclusions))), wanted);
    // Without a named algorithm SHA-256 is a guess: right when it fits, no statement when it does not.
    if (!same && map.alg === undefined && m.claim.alg === undefined) out.why ||= 'hash-algorithm';
    else push(out, same ? 'assertion.dataHash.match' : 'assertion.dataHash.mismatch');
  } else if (
    /^c2pa\.hash\.bmff\.v[23]$/.test(kind) &&
    wanted instanceof Uint8Array &&
    map.merkle === undefined
  ) {
    const same = equal(sha256(bmffPieces(file, map.exclusions)), wanted);
    push(out, same ? 'assertion.bmffHash.match' : 'assertion.bmffHash.mismatch');
  } else if (kind === 'c2pa.hash.boxes' && Array.isArray(map.boxes)) {
    const fits = boxesFit(file, map.boxes);
    if (fits === null) out.why ||= 'binding-kind';
    else push(out, fits ? 'assertion.boxesHash.match' : 'assertion.boxesHash.mismatch');
  } else {
    out.why ||= map.merkle === undefined ? 'binding-kind' : 'fragments';
  }
}

function push(out: Binding, code: string) {
  if (!out.codes.includes(code)) out.codes.push(code);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((v, i) => v === b[i]);
}

interface Range {
  from: number;
  to: number;
}

function dataExclusions(v: Cbor | undefined): Range[] {
  if (!Array.isArray(v)) return [];
  const out: Range[] = [];
  for (const e of v.slice(0, 1_000)) {
    if (isMap(e) && typeof e.start === 'number' && typeof e.length === 'number') {
      out.push({ from: e.start, to: e.start + e.length });
    }
  }
  return out;
}

/** The parts of [from, to) outside the ranges. */
function outside(file: Uint8Array, ranges: Range[], from = 0, to = file.length): Uint8Array[] {
  const out: Uint8Array[] = [];
  let at = from;
  for (const r of ranges.toSorted((a, b) => a.from - b.from)) {
    if (r.to <= at || r.from >= to) continue;
    if (r.from > at) out.push(file.subarray(at, r.from));
    at = Math.max(at, r.to);
  }
  if (at < to) out.push(file.subarray(at, to));
  return out;
}

/**
 * BMFF hash, version 2 and 3 (C2PA 2.1, 18.7): each top-level box that is not excluded whole is hashed with its
 * position (8 bytes, big-endian) before it; excluded boxes and subsets are left out.
 */
function bmffPieces(file: Uint8Array, exclusions: Cbor | undefined): Uint8Array[] {
  const ranges: Range[] = [];
  const list = Array.isArray(exclusions) ? exclusions.slice(0, 100) : [];
  for (const e of list) if (isMap(e)) ranges.push(...excluded(file, e));
  const pieces: Uint8Array[] = [];
  for (const box of boxes(file, 0, file.length, { left: LIMITS.blocks })) {
    const whole = ranges.some((r) => r.from <= box.start && r.to >= box.end);
    if (whole) continue;
    const position = new Uint8Array(8);
    new DataView(position.buffer).setUint32(0, Math.floor(box.start / 4_294_967_296));
    new DataView(position.buffer).setUint32(4, box.start >>> 0);
    pieces.push(position, ...outside(file, ranges, box.start, box.end));
  }
  return pieces;
}

function excluded(file: Uint8Array, e: CborMap): Range[] {
  if (typeof e.xpath !== 'string') return [];
  const path = e.xpath.split('/').filter(Boolean).slice(0, 8);
  const out: Range[] = [];
  for (const box of matching(file, path, 0, file.length)) {
    if (typeof e.length === 'number' && box.end - box.start !== e.length) continue;
    if (!dataFits(file, box, e.data) || !versionFits(file, box, e)) continue;
    const subsets = Array.isArray(e.subset) ? e.subset.filter(isMap) : [];
    if (subsets.length === 0) out.push({ from: box.start, to: box.end });
    for (const s of subsets) {
      const offset = Number(s.offset);
      const length = Number(s.length);
      const from = box.start + offset;
      if (from < box.end) out.push({ from, to: length > 0 ? Math.min(box.end, from + length) : box.end });
    }
  }
  return out;
}

/** Boxes at a path; `meta` keeps four bytes of version and flags before its children. */
function matching(file: Uint8Array, path: string[], from: number, to: number): Box[] {
  const [first, ...rest] = path;
  if (!first) return [];
  const name = first.replace(/\[\d+\]$/, '');
  const out: Box[] = [];
  for (const box of boxes(file, from, to, { left: LIMITS.blocks })) {
    if (box.type !== name) continue;
    if (rest.length === 0) out.push(box);
    else out.push(...matching(file, rest, box.from + (name === 'meta' ? 4 : 0), box.end));
  }
  return out;
}

/** Bytes given in the exclusion must stand at their offset from the start of the box. */
function dataFits(file: Uint8Array, box: Box, data: Cbor | undefined): boolean {
  if (!Array.isArray(data)) return true;
  return data.every((d) => {
    if (!isMap(d) || typeof d.offset !== 'number' || !(d.value instanceof Uint8Array)) return false;
    const at = box.start + d.offset;
    return equal(file.subarray(at, at + d.value.length), d.value);
  });
}

function versionFits(file: Uint8Array, box: Box, e: CborMap): boolean {
  const word = u32be(file, box.from);
  if (typeof e.version === 'number' && word >>> 24 !== e.version) return false;
  if (e.flags instanceof Uint8Array && e.exact !== false) {
    return (word & 0xffffff) === Number(u64be(new Uint8Array([0, 0, 0, 0, 0, ...e.flags.subarray(0, 3)]), 0));
  }
  return true;
}
