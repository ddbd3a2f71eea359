/** IPTC digital source types (cv.iptc.org/newscodes/digitalsourcetype) and C2PA's own, as far as a report differs. */

/** What a source type says about the whole picture. */
export type SourceMeaning =
  | 'generated'
  | 'composite'
  | 'may-contain-ai'
  | 'not-a-camera'
  | 'edited'
  | 'captured'
  | 'unknown';

const MEANINGS: Record<string, SourceMeaning> = {
  trainedalgorithmicmedia: 'generated',
  trainedalgorithmicdata: 'generated',
  compositewithtrainedalgorithmicmedia: 'composite',
  compositesynthetic: 'composite',
  composite: 'may-contain-ai',
  digitalart: 'may-contain-ai',
  screencapture: 'may-contain-ai',
  algorithmicmedia: 'not-a-camera',
  digitalcreation: 'not-a-camera',
  softwareimage: 'not-a-camera',
  virtualrecording: 'not-a-camera',
  datadrivenmedia: 'not-a-camera',
  algorithmicallyenhanced: 'edited',
  humanedits: 'edited',
  minorhumanedits: 'edited',
  compositecapture: 'captured',
  digitalcapture: 'captured',
  computationalcapture: 'captured',
  negativefilm: 'captured',
  positivefilm: 'captured',
  print: 'captured',
};

/** @param name last path part, any letter case. */
export const meaningOf = (name: string): SourceMeaning => MEANINGS[name.toLowerCase()] ?? 'unknown';

/**
 * Agents and generators that are AI by name, for manifests and histories without a source type.
 * Names of editors that also have AI functions (Photoshop, CapCut) are not here: their plain edits use the same name. Imagen needs
 * Google's name or a version beside it: the word is Spanish for picture ("Editor de imagen").
 */
const AI_AGENTS =
  /image creator from designer|bing image creator|dall[·\-. ]?e\b|\bgpt-?4o\b|gpt-image|\bchatgpt\b|adobe[_ ]firefly|\bgoogle[ _-]imagen\b|\bimagen[ _-]?\d|nano banana|\bmidjourney\b|stable[ _-]?diffusion|\bflux[.\d]|black forest labs|\bdreamina\b|\bjimeng\b|\bkling\b|titan image|nova canvas|\bideogram\b|\brecraft\b|\brunway\b|\bsora\b|photo assist|pixel studio|grok imagine|\baurora\b.*\bx\.?ai\b|microsoft_responsible_ai|generative (fill|expand|remove)|magic (editor|eraser)/i;

export const isAiAgent = (name: string): boolean => AI_AGENTS.test(name.slice(0, 300));
