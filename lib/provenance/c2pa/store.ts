/** The manifests of a store: claims, actions, agents, source types, ingredients, signer (C2PA 1.x to 2.4). */
import { LIMITS } from '../limits.ts';
import { type Cbor, type CborMap, decodeCbor, isMap } from './cbor.ts';
import { contentOf, type JumbfBox } from './jumbf.ts';
import { readSignature, type Signature } from './signature.ts';

export interface Action {
  action: string;
  /** Last path part of the source type; empty when none is given. */
  sourceType: string;
  agent: string;
  when: string;
  description: string;
}

export interface Ingredient {
  relationship: string;
  title: string;
  /** Label of the ingredient's manifest in the store; empty without one. */
  manifest: string;
  /** Source type stated for the ingredient itself. */
  sourceType: string;
}

export interface Manifest {
  label: string;
  box: JumbfBox;
  claim: CborMap;
  /** The claim's bytes, which the signature is over. */
  claimBytes?: Uint8Array | undefined;
  generator: string;
  actions: Action[];
  ingredients: Ingredient[];
  /** Labels of assertions without their instance number. */
  assertions: string[];
  /** An assertion about AI: `c2pa.ai_generated_content`, else `c2pa.ai-disclosure`. */
  aiAssertion: string;
  signature: Signature;
  /** JPEG thumbnail that the signer made of the file; null without one. */
  thumbnail: Uint8Array | null;
}

/** The one assertion that says by itself that a model made the picture (Black Forest Labs). */
export const GENERATED_CONTENT = 'c2pa.ai_generated_content';
/** The assertions about AI, the one that says more first. */
export const AI_ASSERTIONS = [GENERATED_CONTENT, 'c2pa.ai-disclosure'];

export interface Store {
  /** In the order of the store; the last one is active. */
  manifests: Manifest[];
  /** Manifests that are compressed or damaged. */
  unread: string[];
  /** The last one, which is the active one, could not be read: what the others say is not the file's own word. */
  activeUnread?: boolean;
}

export function readStore(root: JumbfBox): Store {
  const store: Store = { manifests: [], unread: [] };
  for (const box of root.children.slice(0, LIMITS.manifests)) {
    const manifest = readManifest(box);
    if (manifest) store.manifests.push(manifest);
    else store.unread.push(box.label || box.type);
  }
  const last = root.children.slice(0, LIMITS.manifests).at(-1);
  store.activeUnread = store.unread.length > 0 && last !== store.manifests.at(-1)?.box;
  return store;
}

function readManifest(box: JumbfBox): Manifest | null {
  const claimBox = box.children.find((c) => /^c2pa\.claim(\.v\d+)?$/.test(c.label));
  const claim = claimBox && cborOf(claimBox);
  if (!isMap(claim)) return null;
  const assertions = box.children.find((c) => c.label === 'c2pa.assertions')?.children ?? [];
  const signature = box.children.find((c) => c.label === 'c2pa.signature');
  const signed = signature && contentOf(signature, 'cbor');
  const manifest: Manifest = {
    label: box.label,
    box,
    claim,
    claimBytes: claimBox && contentOf(claimBox, 'cbor'),
    generator: generatorOf(claim),
    actions: [],
    ingredients: [],
    assertions: assertions.map((a) => plainLabel(a.label)),
    aiAssertion: '',
    signature: signed
      ? readSignature(signed)
      : { organisation: '', commonName: '', signedAt: '', certificates: 0 },
    thumbnail: null,
  };
  for (const a of assertions) readAssertion(manifest, a);
  return manifest;
}

/** Without the instance number (`__2`). */
const plainLabel = (label: string) => label.replace(/__\d+$/, '');

function readAssertion(m: Manifest, box: JumbfBox) {
  const label = plainLabel(box.label);
  if (/^c2pa\.actions(\.v\d)?$/.test(label)) {
    readActions(m, cborOf(box));
  } else if (/^c2pa\.ingredient(\.v\d)?$/.test(label)) {
    readIngredient(m, cborOf(box));
  } else if (AI_ASSERTIONS.includes(label)) {
    if (m.aiAssertion !== GENERATED_CONTENT) m.aiAssertion = label;
  } else if (label.startsWith('c2pa.thumbnail.claim')) {
    const data = contentOf(box, 'bidb');
    if (data && data[0] === 0xff && data[1] === 0xd8) m.thumbnail = data;
  }
}

const cborOf = (box: JumbfBox): Cbor | undefined => {
  const data = contentOf(box, 'cbor');
  return data && decodeCbor(data);
};

const text = (v: Cbor | undefined): string => (typeof v === 'string' ? v.slice(0, LIMITS.valueChars) : '');

/** Name and version of a generator or agent, which may be a text or a map. */
function nameOf(v: Cbor | undefined): string {
  if (Array.isArray(v)) return nameOf(v[0]);
  if (!isMap(v)) return text(v);
  return [text(v.name), text(v.version)].filter(Boolean).join(' ');
}

/** The older text carries the version in the form people know, then the libraries used: these are left out. */
function generatorOf(claim: CborMap): string {
  const words = text(claim.claim_generator).split(' ');
  const library = words.findIndex((word, i) => i > 0 && /c2pa/i.test(word));
  return words.slice(0, library < 0 ? undefined : library).join(' ') || nameOf(claim.claim_generator_info);
}

function readActions(m: Manifest, v: Cbor | undefined) {
  if (!isMap(v) || !Array.isArray(v.actions)) return;
  const agents = Array.isArray(v.softwareAgents) ? v.softwareAgents : [];
  for (const a of v.actions.slice(0, 500)) {
    if (!isMap(a)) continue;
    const index = typeof a.softwareAgentIndex === 'number' ? agents[a.softwareAgentIndex] : undefined;
    m.actions.push({
      action: text(a.action),
      sourceType: lastPart(text(a.digitalSourceType)),
      agent: nameOf(a.softwareAgent ?? index),
      when: text(a.when),
      description: text(a.description),
    });
  }
}

function readIngredient(m: Manifest, v: Cbor | undefined) {
  if (!isMap(v) || m.ingredients.length >= 200) return;
  const reference = isMap(v.activeManifest) ? v.activeManifest : v.c2pa_manifest;
  m.ingredients.push({
    relationship: text(v.relationship),
    title: text(v['dc:title']),
    manifest: isMap(reference) ? manifestOf(text(reference.url)) : '',
    sourceType: lastPart(text(v.digitalSourceType)),
  });
}

/**
 * Label of the manifest that a JUMBF reference leads to: `self#jumbf=/c2pa/LABEL`, also where it goes on to a box inside
 * (`…/LABEL/c2pa.claim`, as update manifests refer to their parent).
 */
const manifestOf = (url: string): string =>
  /(?:^|[/=])c2pa\/([^/]+)/.exec(url)?.[1] ??
  url.split('/').findLast((part) => !part.startsWith('c2pa.')) ??
  '';

/** Last path part of a source type's address. */
export const lastPart = (uri: string): string => uri.split(/[/#]/).at(-1)?.trim() ?? '';
