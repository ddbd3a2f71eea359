/**
 * Videos in the built extension: what is said of 54 honest clips and 31 listings filmed from a screen, and what a minute of 1080p costs.
 * Every clip is a claim of its own, so honest clips of one product also stand in other claims.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { AuditReport } from '../../lib/app/audit/audit-report.ts';
import { audit } from '../audit/audit.ts';
import type { BrowserName } from '../browsers/types.ts';
import { handHeld } from '../clips/camera.ts';
import { ffmpeg } from '../clips/ffmpeg.ts';
import { makeLabelled } from '../clips/labelled.ts';
import { makeTruth } from '../clips/truth.ts';
import type { Figure } from './figures.ts';
import { browsersMemory } from './memory.ts';

type Finding = AuditReport['claims'][number]['photos'][number]['findings'][number];

/** What was said of a claim's clip, by code and strength. */
const saidOf = (report: AuditReport, claim: string): Finding[] =>
  report.claims.find((one) => one.claim === `audit:${claim}`)!.photos.flatMap((photo) => photo.findings);

const RAISING: readonly string[] = ['contradiction', 'strong', 'moderate', 'weak'];

/** Right and wrong statements over the clips with known truth. */
export async function videoTruth(browser: BrowserName): Promise<Figure[]> {
  const base = mkdtempSync(join(tmpdir(), 'claimlens-clips-'));
  try {
    const truth = await makeTruth(base);
    const { library, photos, genuine, screen } = truth;
    const report = await audit({ library, photos, browser });
    const count = (claims: string[], wanted: (finding: Finding) => boolean): number =>
      claims.filter((claim) => saidOf(report, claim).some(wanted)).length;
    const hard = count(genuine, ({ strength }) => strength === 'strong' || strength === 'contradiction');
    const any = count(genuine, ({ strength }) => RAISING.includes(strength));
    const labelled = count(genuine, ({ code }) => code === 'ai-label-visible');
    const still = count(genuine, ({ code }) => code === 'video-is-still');
    const isFound = ({ code }: Finding): boolean =>
      code === 'copy-of-listing' || code === 'same-flat-picture';
    const found = count(screen, isFound);
    for (const claim of genuine)
      for (const { code, strength, against } of saidOf(report, claim))
        if (RAISING.includes(strength)) console.log(`${claim}: ${code} ${strength} ${against ?? ''}`);
    for (const claim of screen) if (!saidOf(report, claim).some(isFound)) console.log(`${claim}: not found`);
    const against = `of ${genuine.length} honest clips`;
    return [
      {
        what: `honest clips accused strongly, ${browser}`,
        value: hard,
        unit: 'clips',
        against,
        target: '0',
        met: hard === 0,
      },
      {
        what: `honest clips with any raising finding, ${browser}`,
        value: any,
        unit: 'clips',
        against,
        target: '0',
        met: any === 0,
      },
      {
        what: `honest clips with an AI label, ${browser}`,
        value: labelled,
        unit: 'clips',
        against,
        target: '0',
        met: labelled === 0,
      },
      {
        what: `honest clips called one held picture, ${browser}`,
        value: still,
        unit: 'clips',
        against,
        target: '0',
        met: still === 0,
      },
      {
        what: `listings filmed from a screen that are found, ${browser}`,
        value: (100 * found) / screen.length,
        unit: '%',
        against: `${found} of ${screen.length}`,
        target: '≥ 90 %',
        met: found >= 0.9 * screen.length,
      },
    ];
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** AI labels laid over clips, and what honest clips have laid over them. */
export async function videoLabels(browser: BrowserName): Promise<Figure[]> {
  const base = mkdtempSync(join(tmpdir(), 'claimlens-labelled-'));
  try {
    const { photos, labelled, honest, words } = await makeLabelled(base);
    const library = join(base, 'none');
    mkdirSync(library);
    const report = await audit({ library, photos, browser });
    const isLabel = ({ code }: Finding): boolean => code === 'ai-label-visible';
    const read = labelled.filter((claim) => saidOf(report, claim).some(isLabel));
    const wrong = honest.filter((claim) => saidOf(report, claim).some(isLabel));
    for (const claim of labelled)
      if (!read.includes(claim)) console.log(`${claim}: ${words[claim]} not read`);
    for (const claim of wrong)
      console.log(
        `${claim}: ${words[claim]} read as ${JSON.stringify(saidOf(report, claim).find(isLabel)?.facts)}`,
      );
    return [
      {
        what: `AI labels laid over clips that are read, ${browser}`,
        value: (100 * read.length) / labelled.length,
        unit: '%',
        against: `${read.length} of ${labelled.length}`,
      },
      {
        what: `names, watermarks and times over honest clips called an AI label, ${browser}`,
        value: wrong.length,
        unit: 'clips',
        against: `of ${honest.length}`,
        target: '0',
        met: wrong.length === 0,
      },
    ];
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** Films a minute in 1080p at 30 frames a second, as a hand goes over one of the pictures. */
export function filmMinute(picture: string, to: string): void {
  const move = handHeld({ zoom: [0.5, 0.7], pan: 0.2, shake: 0.01, turn: 6, tilt: 0.02 }, 300, 5);
  const still = ['-loop', '1', '-framerate', '5', '-t', '60', '-i', picture];
  const filter = `scale=960:540:force_original_aspect_ratio=increase,crop=960:540,setsar=1,${move},scale=1920:1080,fps=30,noise=alls=4:allf=t,format=yuv420p`;
  ffmpeg(...still, '-vf', filter, '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '26', '-g', '60', to);
}

/** Cost of one minute of 1080p against a library, and the memory it takes. `pictures`: the first is what is filmed. */
export async function videoCost(
  pictures: readonly string[],
  library: readonly string[],
  browser: BrowserName,
): Promise<Figure[]> {
  const base = mkdtempSync(join(tmpdir(), 'claimlens-minute-'));
  try {
    const photos = join(base, 'photos');
    mkdirSync(join(photos, 'video'), { recursive: true });
    mkdirSync(join(base, 'library'));
    for (const [i, file] of library.entries())
      copyFileSync(file, join(base, 'library', `${i}-${basename(file)}`));
    filmMinute(pictures[0]!, join(photos, 'video/clip.mp4'));
    let most = 0;
    const report = await audit({
      library: join(base, 'library'),
      photos,
      browser,
      labels: false,
      onProgress: () => {
        most = Math.max(most, browsersMemory());
      },
    });
    const ms = report.claims[0]!.photos[0]!.ms;
    const seconds = (ms.total ?? 0) / 1_000;
    return [
      {
        what: `a minute of 1080p, ${browser}`,
        value: seconds,
        unit: 's',
        against: `library of ${library.length}`,
        target: '≤ 20 s',
        met: seconds <= 20,
      },
      ...['decode', 'fingerprint', 'search', 'align', 'provenance'].map((stage) => ({
        what: `share of ${stage} of a minute, ${browser}`,
        value: (100 * (ms[stage] ?? 0)) / Math.max(1, ms.total ?? 0),
        unit: '%',
      })),
      { what: `most memory of the browser meanwhile, ${browser}`, value: most, unit: 'MB' },
    ];
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
