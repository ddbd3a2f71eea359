/** The provenance samples, read by the built extension's own workers in both browsers, and not one request while reading. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileReport } from '../../lib/provenance/types.ts';
import { pack, writeZip } from '../audit/pack.ts';
import { ensureBuild } from '../browsers/build.ts';
import { HOUSEKEEPING } from '../browsers/housekeeping.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import { launch } from '../browsers/launch.ts';
import { LONG_TIMEOUT } from '../browsers/patience.ts';
import type { BrowserName, TestBrowser, TestPage } from '../browsers/types.ts';
import { check, type Expected, FOLDER, samples } from '../unit/provenance/expectations.ts';

interface Read {
  file: string;
  /** Result of the look for labels. */
  labels: { state: string; reason?: string } | undefined;
  report: FileReport;
  /** Codes of this file's own findings that could lift a claim. */
  climbing: string[];
}

/** What the audit's own database holds for each file. */
async function reports(page: TestPage): Promise<Read[]> {
  return page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((done, failed) => {
      const open = indexedDB.open('claimlens-audit');
      open.onsuccess = () => done(open.result);
      open.onerror = () => failed(open.error);
    });
    const all = <T>(table: string) =>
      new Promise<T[]>((done) => {
        const asked = db.transaction(table).objectStore(table).getAll();
        asked.onsuccess = () => done(asked.result as T[]);
      });
    const [evidence, photos, checks, findings] = await Promise.all([
      all<{ name: string; sha256: string }>('evidence'),
      all<{ sha256: string; report: unknown }>('photos'),
      all<{ sha256: string; check: { name: string; result: { state: string } } }>('checks'),
      all<{ sha256: string; code: string; finding: { strength: string; against?: object } }>('findings'),
    ]);
    db.close();
    const reportOf = new Map(photos.map((row) => [row.sha256, row.report]));
    return evidence.map(({ name, sha256 }) => ({
      file: name,
      report: reportOf.get(sha256) as never,
      labels: checks.find((row) => row.sha256 === sha256 && row.check.name === 'labels')?.check.result,
      climbing: findings
        .filter((row) => row.sha256 === sha256 && !row.finding.against)
        .filter((row) => ['contradiction', 'strong', 'moderate', 'weak'].includes(row.finding.strength))
        .map((row) => row.code),
    }));
  }, null);
}

/** Samples as a camera wrote them. */
const cameras = samples
  .filter(
    ({ expect: { ai, edit, findings } }) =>
      ai === 'none' &&
      edit === 'none' &&
      findings.some(({ id }) => id === 'device') &&
      !findings.some(({ id }) => id.includes('mismatch')),
  )
  .map(({ file }) => file);

/** By the sample's path; a page that was given one folder alone leaves that folder's name out. */
const found = (read: Map<string, Read>, file: string): Read | undefined =>
  read.get(file) ?? read.get(`photos/${file}`) ?? read.get(file.split('/').at(-1) ?? '');

describe.skipIf(samples.length === 0).each(BROWSERS)('samples in %s', (name: BrowserName) => {
  let work: string;
  let browser: TestBrowser;
  let read: Map<string, Read>;
  /** The camera's photos with their labels read as well. */
  let labelled = new Map<string, Read>();

  const auditOf = async (files: string[]): Promise<Map<string, Read>> => {
    const page = await browser.open(browser.extensionUrl('/workbench.html#/audit'));
    await page.setInputFiles('[data-testid="audit-photos"]', files);
    await page.click('[data-testid="audit-start"]:not([disabled])');
    await page.waitFor('[data-testid="audit-json"]', { timeout: LONG_TIMEOUT });
    const all = new Map((await reports(page)).map((one) => [one.file, one]));
    await page.close();
    return all;
  };
  const switchLabels = async (on: boolean): Promise<void> => {
    const settings = await browser.open(browser.extensionUrl('/workbench.html#/settings'));
    await settings.click('[data-testid="settings-labels"]');
    await settings.waitFor(`[data-testid="settings-labels"][aria-checked="${on}"]`);
    await settings.close();
  };

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'claimlens-provenance-'));
    browser = await launch(name, { extensionDir: ensureBuild(name), hosts: {}, locale: 'en' });
    // Labels take most of the time, and have rows of their own in the bench: they are read in one browser, of the cameras' photos.
    await switchLabels(false);
    read = await auditOf(pack(FOLDER, work, 'photos'));
    if (name === 'firefox') return;
    await switchLabels(true);
    const zip = join(work, 'cameras.zip');
    writeZip(zip, FOLDER, cameras);
    labelled = await auditOf([zip]);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(work, { recursive: true, force: true });
  });

  it.each(samples.map((sample) => [sample.file, sample] as const))('%s', (file, sample) => {
    const one = found(read, file);
    expect(one, `not among ${[...read.keys()].slice(0, 4).join(', ')}`).toBeDefined();
    // Trust lists are the seller's to import; without one no signer is trusted.
    const own = sample.expect.findings.map(({ trustedWithOfficialList: _list, ...rest }) => rest as Expected);
    check(sample, one!.report, own);
  });

  it.each(cameras)('%s, as a camera wrote it, never climbs', (file) => {
    expect(found(read, file)?.climbing).toEqual([]);
    if (name === 'chromium') expect(found(labelled, file)?.climbing).toEqual([]);
  });

  it('looked for labels unless the seller switched that off', () => {
    const off = { state: 'not-checked', reason: 'switched-off' };
    const silent = [...read.values()].flatMap(({ labels }) => labels ?? []);
    expect(silent.length).toBeGreaterThan(samples.length / 2);
    for (const result of silent) expect(result).toEqual(off);
    const looked = [...labelled.values()].flatMap(({ labels }) => labels ?? []);
    expect(looked).toHaveLength(name === 'chromium' ? cameras.length : 0);
    expect(looked).not.toContainEqual(off);
  });

  it('made no request while reading', () => {
    expect(browser.requests.filter(({ url }) => /^https?:/.test(url))).toEqual([]);
    expect(browser.connections.filter(({ host }) => !HOUSEKEEPING.test(host))).toEqual([]);
  });
});
