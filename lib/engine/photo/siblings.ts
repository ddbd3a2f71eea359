/** Evidence that was checked earlier and is looked at once more, so that two claims say the same of each other in whatever order they came. */
import type { Finding } from '../../claims/finding.ts';
import { askFor, PRIORITY } from '../../store/jobs.ts';
import { jobKey, photoKey } from '../../store/keys.ts';
import { readMeta, writeMeta } from '../../store/meta.ts';
import type { Verification } from '../pool/protocol.ts';
import type { CheckDeps } from './check-photo.ts';

/** Only what is worth saying: photos that merely share a listing would call each other up without end. */
export const inOtherClaims = (findings: readonly Finding[]): string[] =>
  findings.flatMap(({ against }) => (against?.kind === 'claim' ? [against.sha256] : []));

/** Videos that a photo was found in: one frame may not be enough for a word about the photo, where the video's own frames are. */
export const inFilms = (results: readonly Verification[]): string[] =>
  results.flatMap(({ sha256, match, sourcePlace }) =>
    sourcePlace && (match?.level === 'copy' || match?.level === 'likely') ? [sha256] : [],
  );

/**
 * What was checked earlier cannot know of what came later. When this photo or video matches evidence whose own findings do not name
 * it yet, that evidence is checked once more, so that both claims say what they share.
 */
export async function askSiblings(
  { db, now }: CheckDeps,
  claimKey: string,
  sha256: string,
  sources: readonly string[],
): Promise<void> {
  for (const source of new Set(sources)) {
    for (const row of await db.evidence.where('sha256').equals(source).toArray()) {
      if (row.claimKey === claimKey) continue;
      const subject = photoKey(row.claimKey, source);
      const kind = row.kind === 'video' ? 'check-video' : 'check-photo';
      // One that is running may have searched a moment too early; one that waits will find this one by itself.
      const other = await db.jobs.get(jobKey(kind, subject));
      if (other?.state !== 'done' && other?.state !== 'running') continue;
      const known = await db.findings.where('[claimKey+sha256]').equals([row.claimKey, source]).toArray();
      const names = known.some(
        ({ finding }) => finding.against?.sha256 === sha256 || finding.against?.claim === claimKey,
      );
      const sibling = `sibling:${subject}<${sha256}` as const;
      if (names || (await readMeta(db, sibling))) continue;
      await writeMeta(db, sibling, true);
      const ask = { kind, subject, claimKey: row.claimKey, again: true } as const;
      const priority = kind === 'check-video' ? PRIORITY.video : PRIORITY.page;
      await askFor(db, [{ ...ask, priority }], now().getTime());
    }
  }
}
