/** The evidence package: one ZIP whose bytes depend on the case alone, but for the declared export record. */
import { sha256Hex } from '../../claims/canonical.ts';
import { stableAddress } from '../../claims/unite.ts';
import { fromBase64 } from '../../formats/base64.ts';
import { type Member, zipPieces } from '../../formats/zip-write.ts';
import { currentNames } from '../../i18n/finding-text.ts';
import { inLocale } from '../../i18n/locale.ts';
import { type Dossier, ordered } from '../dossier.ts';
import { wallClock } from '../instants.ts';
import { eventText, timelineOf } from '../timeline.ts';
import { wordsOf } from '../words.ts';
import { PackageRefused, unboundOf } from './binding.ts';
import { chainExcerpts } from './chain.ts';
import { checkerPage } from './checker-page.ts';
import { claimJson } from './claim-record.ts';
import { indexJson, indexPage } from './index-page.ts';
import type { PackageInput } from './input.ts';
import { extensionOf, type Item, numberFiles } from './items.ts';
import { type Derived, reasonCode, report } from './report.ts';
import { json, seal } from './seal.ts';
import { anchorMembers } from './witness.ts';

export interface EvidencePackage {
  fileName: string;
  /** To be put into one Blob. */
  pieces: Uint8Array<ArrayBuffer>[];
  /** What a timestamp service gets: the hash of manifest.json, which names the hash of everything else. */
  manifestSha256: string;
  /** Files of the case that could not be attached, in words. */
  missing: string[];
  report: string;
}

const utf8 = new TextEncoder();

/**
 * Builds the package. Bytes that do not hash to their name are left out and named as missing, never passed on. Throws
 * PackageRefused where rows do not fit the log: a record that was changed behind it is none.
 */
export async function buildPackage(given: PackageInput): Promise<EvidencePackage> {
  const { locale } = given;
  const dossier = ordered(given.dossier);
  const unbound = unboundOf(dossier, given.salts);
  if (unbound.length > 0) throw new PackageRefused(unbound);
  const input = { ...given, dossier };
  const t = wordsOf(locale);
  const leftOut = input.unmask.some(({ what }) => what === 'originals') ? new Set<string>() : input.covered;
  const { bytes, missing } = await gather(input, leftOut);
  missing.push(
    ...dossier.archive
      .filter((row) => row.missingSince !== null)
      .map((row) => t('archive.vanished', { name: row.path })),
  );

  const files = numberFiles(dossier, (sha256) => bytes.get(sha256)?.mime ?? null).map((item) =>
    leftOut.has(item.sha256) ? { ...item, leftOut: 'covered' as const } : item,
  );
  const members: Member[] = files.flatMap(({ path, sha256 }) => {
    const found = bytes.get(sha256);
    return found ? [{ path, bytes: found.bytes }] : [];
  });
  const derived = placeDerived(input.derived);
  members.push(...derived.map(({ path, bytes: made }) => ({ path, bytes: made })));

  const records = inLocale(locale, () => recordsOf(input));
  const items = [...files, ...numberRecords(records, files.length, dossier)];
  members.push(...records);
  members.push({
    path: 'derived.json',
    bytes: json(
      derived.map(({ path, from, what, how, second, bytes: made }) => ({
        path,
        from,
        what,
        how,
        ...(second !== undefined && { second }),
        sha256: sha256Hex(made),
      })),
    ),
  });
  const reportHtml = inLocale(locale, () =>
    report({
      dossier,
      items: files,
      derived,
      locale,
      unmask: input.unmask,
      toolVersion: input.toolVersion,
      missing,
    }),
  );
  const sizes = new Map(members.map((member) => [member.path, member.bytes.length]));
  const index = {
    claimId: dossier.claim.claim.claimId,
    items,
    sizeOf: (path: string) => sizes.get(path) ?? 0,
    locale,
    missing,
  };
  members.push(
    { path: 'report.html', bytes: utf8.encode(reportHtml) },
    { path: 'index.html', bytes: utf8.encode(indexPage(index)) },
    { path: 'index.json', bytes: json(indexJson(index)) },
    { path: 'CHECK.html', bytes: utf8.encode(checkerPage()) },
    { path: 'HOW-TO-VERIFY.txt', bytes: utf8.encode(howTo()) },
    { path: 'LIMITS.txt', bytes: utf8.encode(`${t('package.limits')}\n\n${t('package.limitsText')}\n`) },
  );
  const manifestSha256 = seal(input, members, items, derived);
  return {
    fileName: `claimlens-${dossier.claim.key.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, 60)}.zip`,
    pieces: zipPieces(
      members,
      wallClock(dossier.claim.firstSeenAt) ?? { year: 1980, month: 1, day: 1, hour: 0, minute: 0, second: 0 },
    ),
    manifestSha256,
    missing,
    report: reportHtml,
  };
}

/** Fetches every file of the case from the store, but for those that are left out, and checks it against its hash. */
async function gather({ dossier, bytesOf, locale }: PackageInput, leftOut: ReadonlySet<string>) {
  const t = wordsOf(locale);
  const bytes = new Map<string, { bytes: Uint8Array; mime: string }>();
  const missing: string[] = [];
  const wanted: [string | null, string, boolean][] = [
    ...dossier.evidence.map((row): [string | null, string, boolean] => [
      row.sha256,
      `${t('package.itemNames.original', { round: row.round })}: ${row.name ?? stableAddress(row.originalUrl)}`,
      true,
    ]),
    ...dossier.references.map(({ image, productTitle }): [string, string, boolean] => [
      image.sha256,
      `${t('package.itemNames.reference', { product: productTitle })}: ${image.name}`,
      true,
    ]),
    // Archive videos stay where the seller keeps them; only stills that were taken from them are stored here.
    ...dossier.archive.map((row): [string | null, string, boolean] => [
      row.sha256,
      row.path,
      row.kind === 'photo',
    ]),
  ];
  for (const [sha256, name, expected] of wanted) {
    if (sha256 !== null && (bytes.has(sha256) || leftOut.has(sha256))) continue;
    const found = sha256 === null ? null : await bytesOf(sha256);
    if (found && sha256 !== null && sha256Hex(found.bytes) === sha256) bytes.set(sha256, found);
    else if (expected) missing.push(name);
  }
  return { bytes, missing };
}

function placeDerived(list: PackageInput['derived']): Derived[] {
  return [...list]
    .map((one) => ({ one, key: `${one.what} ${one.from} ${one.findingId ?? ''} ${sha256Hex(one.bytes)}` }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ one }, i) => ({
      ...one,
      path: `${one.what === 'masked' ? 'masked' : 'derived'}/${String(i + 1).padStart(3, '0')}-${one.what}.${extensionOf(one.mime)}`,
    }));
}

/** The records that the tool makes from the rows, each a JSON file. */
function recordsOf({ dossier, locale, unmask, salts }: PackageInput): Member[] {
  const t = wordsOf(locale);
  const timeline = timelineOf(dossier, { notes: false, verdicts: true }).map((event) => ({
    at: event.at,
    kind: event.kind,
    source: event.source,
    text: eventText(event, t, currentNames),
  }));
  const findings = [...dossier.findings]
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .map(({ id, at, finding }) => ({ id, at, reasonCode: reasonCode(finding), ...finding }));
  const requests = dossier.requests.map(({ at, template, code, text, dueAt, answeredAt }) => ({
    at,
    template,
    code,
    text,
    dueAt,
    answeredAt,
  }));
  const answers = dossier.notes.filter((note) => note.answer);
  return [
    ...anchorMembers(dossier),
    ...answerMembers(answers),
    { path: 'records/chain.json', bytes: json(chainExcerpts(dossier.ledger, dossier.claim.key)) },
    { path: 'records/claim.json', bytes: json(claimJson(dossier, unmask, salts)) },
    {
      path: 'records/findings.json',
      bytes: json({
        verdict: dossier.verdict && { verdict: dossier.verdict.verdict, photos: dossier.verdict.photos },
        history: dossier.verdicts,
        findings,
        checks: dossier.checks.map(({ sha256, check }) => ({ sha256, ...check })),
      }),
    },
    { path: 'records/requests.json', bytes: json(requests) },
    { path: 'records/timeline.json', bytes: json(timeline) },
  ];
}

/** Checkers' answers that were filed, with their screenshots; nothing where none was. */
function answerMembers(answers: Dossier['notes']): Member[] {
  if (answers.length === 0) return [];
  const shots: Member[] = [];
  const list = answers.map(({ at, text, answer, shot }, i) => {
    const path = shot ? `answers/${String(i + 1).padStart(2, '0')}.${extensionOf(shot.mime)}` : null;
    const bytes = shot && fromBase64(shot.base64);
    if (bytes && path) shots.push({ path, bytes });
    return { at, text, ...answer, screenshot: path };
  });
  return [...shots, { path: 'records/answers.json', bytes: json(list) }];
}

/** When the newest filed answer was written down. */
const lastAnswer = (dossier: Dossier): string =>
  dossier.notes.findLast((note) => note.answer)?.at ?? dossier.claim.firstSeenAt;

function numberRecords(records: readonly Member[], after: number, dossier: Dossier): Item[] {
  return records.map(({ path, bytes }, i) => ({
    no: after + i + 1,
    kind: 'record',
    path,
    sha256: sha256Hex(bytes),
    fixedAt: path.includes('answer') ? lastAnswer(dossier) : dossier.claim.firstSeenAt,
    source: path.startsWith('anchors/') ? 'authority' : 'tool',
    name: path.startsWith('answers/')
      ? 'answer'
      : path.startsWith('anchors/')
        ? 'token'
        : (path.replace(/^records\/(.*)\.json$/, '$1') as Item['name']),
    values: {},
    was: '',
  }));
}

/** How to verify, in both languages: the reader is not always the seller. */
const howTo = (): string =>
  (['zh-CN', 'en'] as const)
    .map((locale) => {
      const t = wordsOf(locale);
      return `${t('package.howTo')}\n\n${t('package.howToText')}\n`;
    })
    .join('\n\n');
