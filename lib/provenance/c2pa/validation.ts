/** The validator's JSON as plain values of bounded size. */
import { isObject, type Json } from '../formats/json.ts';
import { LIMITS } from '../limits.ts';
import { declares, type Says } from './declares.ts';
import { type Action, AI_ASSERTIONS, type Ingredient, lastPart, type Manifest, type Store } from './store.ts';

export interface CredentialValidation {
  /** `none`: no manifest store; `unreadable`: there is one and the validator cannot read it. */
  state: 'validated' | 'none' | 'unreadable';
  why: string;
  /** Validation codes of the active manifest (C2PA 2.2, 15.2), in the specification's words. */
  success: string[];
  informational: string[];
  failure: string[];
  /** The trust list it was checked against; null when none was imported. */
  trustedBy: { source: string; date: string } | null;
  activeManifest: string;
  signer: string;
  signerName: string;
  signedAt: string;
  generator: string;
  actions: string[];
  digitalSourceType: string[];
  agents: string[];
  says: Says;
}

const text = (v: Json | undefined): string => (typeof v === 'string' ? v.slice(0, LIMITS.valueChars) : '');
const list = (v: Json | undefined): Json[] => (Array.isArray(v) ? v.slice(0, 500) : []);
const object = (v: Json | undefined): { [key: string]: Json } => (isObject(v) ? v : {});
const unique = (values: string[]): string[] => [...new Set(values.filter(Boolean))];

/** @param json the reader's JSON; null gives the empty result. */
export function validationOf(
  json: Json | null,
  trustedBy: CredentialValidation['trustedBy'],
): CredentialValidation {
  const root = object(json ?? {});
  const results = object(object(root.validation_results).activeManifest);
  const codes = (kind: string) => list(results[kind]).map((c) => text(object(c).code));
  const label = text(root.active_manifest);
  const store = storeOf(object(root.manifests), label);
  const active = store.manifests.at(-1);
  const actions = store.manifests.flatMap((m) => m.actions);
  return {
    state: active ? 'validated' : 'none',
    why: '',
    success: codes('success'),
    informational: codes('informational'),
    failure: codes('failure'),
    trustedBy,
    activeManifest: label,
    signer: active?.signature.organisation ?? '',
    signerName: active?.signature.commonName ?? '',
    signedAt: active?.signature.signedAt ?? '',
    generator: active?.generator ?? '',
    actions: unique(actions.map((a) => a.action)),
    digitalSourceType: unique(actions.map((a) => a.sourceType)),
    agents: unique(actions.map((a) => a.agent)),
    says: declares(store),
  };
}

/** The same shape that the direct reader gives, so that one rule says what a store declares. */
function storeOf(manifests: { [key: string]: Json }, activeLabel: string): Store {
  const labels = Object.keys(manifests).slice(0, LIMITS.manifests);
  const ordered = [...labels.filter((l) => l !== activeLabel), ...labels.filter((l) => l === activeLabel)];
  return { manifests: ordered.map((l) => manifestOf(l, object(manifests[l]))), unread: [] };
}

function manifestOf(label: string, m: { [key: string]: Json }): Manifest {
  const assertions = list(m.assertions).map(object);
  const info = object(m.signature_info);
  const [first] = list(m.claim_generator_info);
  const names = assertions.map((a) => text(a.label));
  return {
    label,
    box: { type: '', label, hashed: new Uint8Array(0), start: 0, content: [], children: [] },
    claim: {},
    generator: text(m.claim_generator) || nameOf(first),
    actions: assertions
      .filter((a) => /^c2pa\.actions/.test(text(a.label)))
      .flatMap((a) => actionsOf(object(a.data))),
    ingredients: list(m.ingredients).map((i) => ingredientOf(object(i))),
    assertions: names,
    aiAssertion: AI_ASSERTIONS.find((label) => names.some((n) => n.startsWith(label))) ?? '',
    signature: {
      organisation: text(info.issuer),
      commonName: text(info.common_name),
      signedAt: text(info.time)
        .replace(/\+00:00$/, 'Z')
        .replace(/\.\d+Z$/, 'Z'),
      certificates: 0,
    },
    thumbnail: null,
  };
}

const nameOf = (v: Json | undefined): string =>
  typeof v === 'string' ? text(v) : [text(object(v).name), text(object(v).version)].filter(Boolean).join(' ');

const actionsOf = (data: { [key: string]: Json }): Action[] =>
  list(data.actions).map((v) => {
    const a = object(v);
    return {
      action: text(a.action),
      sourceType: lastPart(text(a.digitalSourceType)),
      agent: nameOf(a.softwareAgent),
      when: text(a.when),
      description: text(a.description),
    };
  });

const ingredientOf = (i: { [key: string]: Json }): Ingredient => ({
  relationship: text(i.relationship),
  title: text(i.title),
  manifest: text(i.active_manifest),
  sourceType: lastPart(text(i.digital_source_type)),
});
