/** The one interface behind which every console stands: declarations plus one parse. */
import type { ClaimKind, ClaimStage } from '../claims/model.ts';
import type { Field, PartialClaim } from '../claims/partial.ts';
import type { LabelName } from './words/words.ts';

export type { Field, PartialClaim, PartialEvidence } from '../claims/partial.ts';

/** `chat`: a conversation with one buyer; its pictures belong to the claim or order that it is bound to. */
export type PageKind = 'list' | 'detail' | 'chat';

/** Which way a value was read. `json` covers tapped answers and JSON embedded in the page. */
export type How = 'json' | 'dom' | 'generic' | 'taught';

/** What a reader must know beside the page itself: the clock of the reading and where the page stands. */
export interface ReadContext {
  url: URL;
  /** Milliseconds since epoch at which the page (or the answer) was read; deadlines count from it. */
  now: number;
  /** IANA zone in which the page prints times without one. */
  zone: string;
  /** ISO 4217 code used where the page prints a bare number or a bare `$`; empty where nothing tells it. */
  currency: string;
  /** `05/01/2026` is the fifth of January when true, the first of May when false; undefined where nothing tells. */
  dayFirst: boolean | undefined;
}

/** An address of a claim page and what it is. `claimId` names the query parameter that carries the claim's own number. */
export interface PageRule {
  kind: PageKind;
  /** Tested against host + path + query + fragment. */
  pattern: RegExp;
  claimIdParam?: string;
  orderIdParam?: string;
}

/** The page's own answers that are worth listening to, and what they mean. */
export interface TapRule {
  /** Tested against the whole request address; paths, not hosts (consoles.md §7.6). */
  paths: RegExp[];
  /**
   * Turns one answer into partial claims. `json` was parsed with every long integer kept as a string.
   * Anything that is not of the expected shape yields nothing; never throws for bad data.
   */
  parse(json: unknown, context: ReadContext & { answerUrl: string }): PartialClaim[];
}

/** Structure of the page where it is known: hints that make a reading surer, never the only way. */
export interface DomShape {
  /** Selector of one claim's row or card on the list (class prefixes, `data-*`; never a generated hash). */
  row?: string;
  /** Selector, inside a row, of parts that carry no label of their own. */
  parts?: Partial<Record<LabelName | 'image', string>>;
  /** Order of columns when a table has cells without labels and no header was found. */
  columns?: (LabelName | null)[];
  /** Selector of cells inside a row, for `columns`. */
  cell?: string;
  /** Attribute of the row that carries the claim's number. */
  claimIdAttribute?: string;
  /** Rows and parts that can only be found by their place: what a seller has taught. */
  taught?: {
    rows(root: Document): Element[];
    parts(row: Element, name: LabelName): Element[];
    /** Words that the seller pointed at, folded: beside them stands the value, whatever other labels say. */
    words: Partial<Record<LabelName, string>>;
    /** Fields that the seller showed: no other way of reading adds to them. */
    names: readonly LabelName[];
    /** ISO instant of the lesson. */
    at: string;
  };
  /** Words used on this console alone, added to the common vocabulary. */
  labels?: Partial<Record<LabelName, string[]>>;
  /** Words of the common vocabulary that mean something else here. */
  notLabels?: string[];
}

export type DayFirst = boolean | 'unknown';

export interface ConsoleDefinition {
  /** File name without its ending; also the first half of every claim key. */
  id: string;
  /** Changes when what this reader reads changes. */
  version: string;
  names: { zh: string; en: string };
  /** Where the console lives, as match patterns to be asked for when the seller switches it on. */
  hosts: string[];
  /** Where its pictures live, asked for together with `hosts`. */
  cdnHosts: string[];
  zone: string | ((host: string) => string);
  currency: string | ((host: string) => string);
  /** Whether `05/01/2026` starts with the day; default true. `unknown`: each user's own habit, or a land that writes both. */
  dayFirst?: DayFirst | ((host: string) => DayFirst);
  pages: PageRule[];
  tap?: TapRule;
  /** JSON that stands in the page itself (`<script>`), in the same terms as the tap. */
  embedded?(root: Document, context: ReadContext): PartialClaim[];
  dom?: DomShape;
  ids: { claim: RegExp; order: RegExp };
  /** The platform's own codes and words beside the common ones (consoles.md §6). */
  kinds?: Record<string, ClaimKind>;
  stages?: Record<string, ClaimStage>;
  /** Fields that each page kind shows when nothing has changed; what is not read of them is reported. */
  expects: Record<Exclude<PageKind, 'chat'>, Field[]>;
  /** How the shop is named on the page or in its address. */
  shop?(root: Document, context: ReadContext): string | undefined;
  /** A host that no file knows: answers may only fill gaps of claims that the page itself shows, never add claims. */
  unknownSite?: true;
  /** How sure the facts behind this file are: shown to the seller beside the console. */
  certainty: 'high' | 'good' | 'medium' | 'thin';
}

/** A picture on the page and the element a mark can stand beside. */
export interface EvidenceAnchor {
  url: string;
  element: Element;
}

/** A picture that may be evidence of one of these claims, and that nothing on the page assigns. */
export interface UnownedPicture {
  url: string;
  originalUrl: string;
  kind: 'photo' | 'video';
  element: Element;
  /** Places in `claims` of the reading that it may belong to; the first is the likeliest. */
  candidates: number[];
}

/** One claim as one page showed it. */
export interface ClaimReading {
  partial: PartialClaim;
  how: How;
  /** Beside this element the badge stands: the smallest one that shows the claim's number, else the row. */
  anchor?: Element;
  /** True while the page shows the label of the claim's number but not yet the number: not to be stored. */
  pendingId?: boolean;
  /** The row or card that holds the claim. */
  block?: Element;
  evidenceAnchors: EvidenceAnchor[];
  /** Pictures beside the claim whose owner the page does not establish: no evidence until the seller says so. */
  unowned?: EvidenceAnchor[];
  /** Stored objects of pictures that the page shows to be somebody else's (`objectOf`). */
  refused?: string[];
}

/** What one look at a page gave. `seen` counts claims the page shows, `read` those of them with a usable id. */
export interface PageReading {
  console: string;
  page: PageKind;
  how: How[];
  version: string;
  seen: number;
  read: number;
  missing: Field[];
  claims: ClaimReading[];
  /** The claim number in the page's address, where the address tells one. */
  pageClaimId?: string;
  /** True when address and content speak of different claims: nothing of it may be stored. */
  stale: boolean;
  /** Pictures whose owner, or on a chat page whose claim, the page does not establish: for the seller to assign. */
  unowned: UnownedPicture[];
  /** True when the page asks for a login instead of showing claims. */
  loggedOut: boolean;
}
