/** Audits the shared sample photos and counts what was found against what the samples' own list says is true. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { AuditReport, ReportMatch } from '../../lib/app/audit/audit-report.ts';
import type { BrowserName } from '../browsers/types.ts';
import { hasSamples, SAMPLES } from '../samples.ts';
import { audit } from './audit.ts';
import { type Miss, missesPage } from './misses.ts';

interface Item {
  file: string;
  role: 'gallery' | 'gallery-listing' | 'claim' | 'genuine' | 'distractor' | 'truth-mask';
  truth: {
    copy_of?: string;
    edit?: string;
    transform?: string;
    kind?: string;
    product?: string;
    same_exposure?: string[];
  };
}

const PHOTOS = join(SAMPLES, 'photos');

const items = (): Item[] =>
  (JSON.parse(readFileSync(join(PHOTOS, 'manifest.json'), 'utf8')) as { items: Item[] }).items;

/** Each photo is a claim of its own: loose in the folder, its path in its name. */
const looseName = (file: string): string => file.replaceAll('/', '__');
const fileOfLoose = (name: string): string => name.replaceAll('__', '/');

/** Library picture that a claim photo was made from; undefined for genuine photos. */
function sourceOf({ file, truth, role }: Item): string | undefined {
  if (role !== 'claim') return undefined;
  return truth.copy_of ?? file.replace(/after\.(jpg|png)$/, 'before.$1');
}

function prepare(base: string, list: Item[]): { library: string; photos: string } {
  const library = join(base, 'library');
  const photos = join(base, 'photos');
  for (const { file, role } of list) {
    const target =
      role === 'gallery' || role === 'gallery-listing'
        ? join(library, file)
        : role === 'claim' || role === 'genuine'
          ? join(photos, looseName(file))
          : null;
    if (!target) continue;
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(PHOTOS, file), target);
  }
  return { library, photos };
}

interface Group {
  photos: number;
  exact: number;
  product: number;
  wrong: number;
  none: number;
  withRegions: number;
}

const emptyGroup = (): Group => ({ photos: 0, exact: 0, product: 0, wrong: 0, none: 0, withRegions: 0 });

function groupOf({ truth }: Item): string {
  if (truth.copy_of) return truth.edit === 'none' ? 'derived, not edited' : 'derived and edited';
  return `outside edit: ${truth.kind}`;
}

/** Counts a report against the list. Printed as a table; figures are of this run only. */
export function score(report: AuditReport, list: Item[]) {
  const byFile = new Map(list.map((item) => [item.file, item]));
  const productOf = (file: string) => byFile.get(file)?.truth.product ?? file;
  const groups = new Map<string, Group>();
  const falseMatches: { file: string; match: ReportMatch }[] = [];
  let genuine = 0;
  const misses: Miss[] = [];
  for (const photo of report.claims.flatMap((claim) => claim.photos)) {
    const item = byFile.get(fileOfLoose(photo.file));
    if (!item) continue;
    const { match } = photo;
    const source = sourceOf(item);
    if (source === undefined) {
      genuine += 1;
      const twin = match?.kind === 'claim' && item.truth.same_exposure?.includes(fileOfLoose(match.file));
      if (match && !twin) falseMatches.push({ file: item.file, match });
      continue;
    }
    const name = groupOf(item);
    const group = groups.get(name) ?? emptyGroup();
    groups.set(name, group);
    group.photos += 1;
    const file = match?.kind === 'listing' ? match.file : undefined;
    if (file === source) group.exact += 1;
    else if (file !== undefined && productOf(file) === productOf(source)) group.product += 1;
    else if (match) group.wrong += 1;
    else group.none += 1;
    if (file === source && match?.changed.length) group.withRegions += 1;
    if (file !== source) {
      const said = match && { code: match.code, file: fileOfLoose(match.file) };
      misses.push({ photo: item.file, source, said });
    }
  }
  return { groups: Object.fromEntries(groups), genuine, falseMatches, misses };
}

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chromium' },
    report: { type: 'string' },
    part: { type: 'string' },
    html: { type: 'string' },
  },
});

if (hasSamples) {
  const every = Math.max(1, Number(values.part ?? 1));
  const list = items().filter(({ role }, i) => role.startsWith('gallery') || i % every === 0);
  const base = mkdtempSync(join(tmpdir(), 'claimlens-samples-'));
  try {
    const folders = prepare(base, list);
    const report = await audit({ ...folders, browser: values.browser as BrowserName });
    if (values.report) writeFileSync(values.report, JSON.stringify(report, null, 2));
    const { groups, genuine, falseMatches, misses } = score(report, items());
    console.table(groups);
    console.log(`genuine photos: ${genuine}, called derived: ${falseMatches.length}`);
    for (const { file, match } of falseMatches)
      console.log(
        `  false: ${file} -> ${match.code} ${match.file} (confidence ${match.confidence}, kept ${match.kept})`,
      );
    for (const { photo, said } of misses)
      console.log(`  not its source: ${photo}: ${said ? `${said.code} ${said.file}` : 'no match'}`);
    if (values.html) writeFileSync(values.html, await missesPage(PHOTOS, misses));
    console.log(
      `${report.timing.wall_ms} ms, ${report.timing.photos_per_second} photos/s, ${report.tool.browser}`,
    );
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
