/**
 * Label reading in a real browser, in a module worker under the extension's content security policy: the generated rows of the
 * reference measurement, and every genuine sample photo, on which nothing may be found.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SAMPLES } from '../samples.ts';
import type { Figure } from './figures.ts';
import { median } from './figures.ts';
import { REFERENCE } from './labels-rows.ts';
import { labelRow, samplePhotos } from './labels-set.ts';
import { launchBrowser, serveWorker } from './labels-site.ts';
import type { BenchAnswer } from './labels-worker.ts';

const COUNT = 32;
const SEED = 42;

/** Reads all rows and all genuine photos in one browser. */
export async function labelsInBrowser(name: 'chromium' | 'firefox'): Promise<Figure[]> {
  const files: Uint8Array[] = [];
  const rows: { row: (typeof REFERENCE)[number]; from: number }[] = [];
  for (const row of REFERENCE) {
    rows.push({ row, from: files.length });
    for await (const { jpeg } of labelRow(row, samplePhotos('genuine'), COUNT, SEED)) files.push(jpeg);
  }
  const genuine = samplePhotos('genuine');
  const genuineFrom = files.length;
  for (const file of genuine) files.push(readFileSync(resolve(SAMPLES, 'photos', file)));

  const site = await serveWorker('labels-worker.ts', files);
  const browser = await launchBrowser(name);
  try {
    const tab = await browser.newPage();
    await tab.goto(site.address);
    const call = async (code: string): Promise<BenchAnswer> => {
      const answer = (await tab.evaluate(code)) as BenchAnswer;
      if ('error' in answer) throw new Error(answer.error);
      return answer;
    };
    await call("start(); ask('open')");
    const read = async (n: number, parts: string) => {
      const answer = await call(`askFile(${n}, '${parts}')`);
      if (!('labels' in answer)) throw new Error(JSON.stringify(answer));
      return answer;
    };
    const figures: Figure[] = [];
    for (const { row, from } of rows) {
      let hits = 0;
      const times: number[] = [];
      for (let i = 0; i < COUNT; i++) {
        const { labels, readMs } = await read(from + i, 'edges');
        times.push(readMs);
        if (labels.length > 0) hits++;
      }
      const [least, of] = row.least;
      figures.push({
        what: `labels read, ${row.name}, ${name}`,
        value: hits,
        unit: `of ${COUNT}`,
        against: `${Math.round(median(times))} ms a photo with a label`,
        target: `≥ ${least} of ${of}`,
        met: hits / COUNT >= least / of,
      });
    }
    const alarms: string[] = [];
    const times: number[] = [];
    for (const [i, file] of genuine.entries()) {
      const { labels, readMs, otherMs } = await read(genuineFrom + i, 'all');
      times.push(readMs + otherMs);
      if (labels.length > 0) alarms.push(`${file} (${labels.join(', ')})`);
    }
    figures.push({
      what: `genuine photos on which a mark was read or seen, ${name}`,
      value: alarms.length,
      unit: `of ${genuine.length}`,
      against:
        alarms.join('; ') ||
        `${Math.round(median(times))} ms a photo for edges, inside, sparkle and frame together`,
      target: '0',
      met: alarms.length === 0,
    });
    return figures;
  } finally {
    await browser.close();
    site.close();
  }
}
