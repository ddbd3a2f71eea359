/** Handing a case out: the package, its report, the timestamp request, the deadlines as a calendar. */

import { timestampRequest } from '../../cases/anchor/timestamp.ts';
import { clockOf } from '../../cases/clock.ts';
import { calendar } from '../../cases/ics.ts';
import { legalClocks } from '../../cases/law/reminders.ts';
import { buildPackage, type EvidencePackage } from '../../cases/package/build.ts';
import type { Unmask } from '../../cases/package/claim-record.ts';
import { wordsOf } from '../../cases/words.ts';
import type { Locale } from '../../i18n/locale.ts';
import { sniff } from '../../images/sniff.ts';
import { productVersion } from '../../platform/tabs.ts';
import { shopDb } from '../../store/db.ts';
import { appendLedger } from '../../store/ledger.ts';
import { shopSalts } from '../../store/logged/salt.ts';
import { archiveBytes } from '../archive/archive.ts';
import { loadDossier } from './case-data.ts';
import { casePictures } from './case-pictures.ts';
import { coveredOf } from './covered.ts';

export interface ExportedCase
  extends Pick<EvidencePackage, 'fileName' | 'manifestSha256' | 'missing' | 'report'> {
  /** ISO instant of the export: no honest token for it is earlier. */
  exportedAt: string;
  zip: Blob;
  /** RFC 3161 request for the manifest's hash, for a timestamp service of the seller's choice. */
  timestampRequest: Blob;
}

/** Builds the package of a case and logs the export. Null when the claim is not known. Throws PackageRefused as `buildPackage` does. */
export async function exportPackage(
  claimKey: string,
  options: { locale: Locale; unmask: Unmask[] },
): Promise<ExportedCase | null> {
  const db = shopDb();
  const dossier = await loadDossier(db, claimKey, { ledger: true });
  if (!dossier) return null;
  const exportedAt = new Date().toISOString();
  const made = await buildPackage({
    dossier,
    locale: options.locale,
    bytesOf: async (sha256) => {
      const kept = await db.blobs.get(sha256);
      // Parts one after the other are a file of no kind.
      if (kept) return kept.parts ? { ...kept, mime: 'application/octet-stream' } : kept;
      const file = dossier.archive.find((row) => row.sha256 === sha256);
      const bytes = file && (await archiveBytes(file));
      return bytes ? { bytes, mime: sniff(bytes).mime } : null;
    },
    derived: await casePictures(db, dossier),
    covered: await coveredOf(
      db,
      dossier.evidence.flatMap(({ sha256 }) => sha256 ?? []),
    ),
    unmask: options.unmask,
    salts: await shopSalts(db),
    toolVersion: productVersion(),
    exportedAt,
    exportNo:
      dossier.ledger.filter(({ what, subject }) => what === 'case-exported' && subject === claimKey).length +
      1,
  });
  await appendLedger(
    db,
    [
      {
        what: 'case-exported',
        subject: claimKey,
        data: { manifestSha256: made.manifestSha256, unmask: options.unmask },
      },
    ],
    exportedAt,
  );
  return {
    exportedAt,
    fileName: made.fileName,
    manifestSha256: made.manifestSha256,
    missing: made.missing,
    report: made.report,
    zip: new Blob(made.pieces, { type: 'application/zip' }),
    timestampRequest: new Blob([timestampRequest(made.manifestSha256)], {
      type: 'application/timestamp-query',
    }),
  };
}

/** Minutes before a console's deadline at which the calendar rings: four hours and half an hour. */
const ALARMS = [240, 30];

/** A claim's deadline and legal clocks as a calendar file; null when the claim is not known. */
export async function caseCalendar(claimKey: string, locale: Locale): Promise<Blob | null> {
  const dossier = await loadDossier(shopDb(), claimKey, { ledger: false });
  if (!dossier) return null;
  const t = wordsOf(locale);
  const { claim, firstSeenAt } = dossier.claim;
  const title = `${t('package.case', { claimId: claim.claimId })}`;
  const clock = clockOf(claim);
  const legal = legalClocks({
    claimKey,
    actAt: claim.appliedAt ?? firstSeenAt,
    knownAt: firstSeenAt,
    labelledFile: dossier.findings.some(({ code }) => code === 'ai-label-implicit'),
  });
  const file = calendar(
    [
      ...(clock
        ? [
            {
              id: `${claimKey} deadline`,
              at: clock.at,
              title: `${title} · ${t('timeline.deadline')}`,
              description: '',
              alarms: ALARMS,
            },
          ]
        : []),
      ...legal.map(({ id, at, remindDays }) => ({
        id: `${claimKey} ${id}`,
        at,
        title: `${title} · ${t(`law.clocks.${id}`)}`,
        description: t('law.notice'),
        alarms: remindDays.map((days) => days * 1_440),
      })),
    ],
    new Date().toISOString(),
  );
  return new Blob([file], { type: 'text/calendar' });
}
