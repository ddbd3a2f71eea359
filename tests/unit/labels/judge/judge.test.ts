import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factOf } from '../../../../lib/claims/finding.ts';
import { checkLabels, type LabelReader } from '../../../../lib/labels/index.ts';
import { judgeLabels } from '../../../../lib/labels/judge/judge.ts';
import { LEXICON } from '../../../../lib/labels/lexicon/lexicon.ts';
import type { FrameAnswer } from '../../../../lib/labels/marks/frame.ts';
import type { LabelAnswer, LabelHit, TextLine } from '../../../../lib/labels/reader.ts';
import type { Picture } from '../../../../lib/pixels/picture.ts';
import type { Rect } from '../../../../lib/pixels/resample.ts';
import { draw, hasFont, textured, words } from '../draw.ts';
import { nodeReader } from '../node-reader.ts';

let reader: LabelReader;
beforeAll(async () => {
  reader = await nodeReader();
});
afterAll(() => reader.dispose());

async function judged(picture: Picture, parts: 'edges' | 'inside' | 'all' = 'all') {
  const question = { photo: 'a'.repeat(64), picture, parts, numbers: {} };
  const { findings, checks } = await checkLabels({ reader, codes: null }, question);
  return { findings, check: checks[0]! };
}

describe('a line that cannot be read, which an entry of the lexicon fits', () => {
  const picture: Picture = { width: 300, height: 200, data: new Uint8ClampedArray(300 * 200 * 4).fill(90) };
  const entry = LEXICON.find(({ text }) => text === 'Meta AI')!;
  const said = (tiltDeg: number, box: Rect) => {
    const line: TextLine = { text: '', box, score: 0, detected: 0.7, tiltDeg, pass: 'bottom' };
    const hit: LabelHit = { entry, read: '', line, box, how: 'fitted', edits: 0, coverage: 1, score: 0.49 };
    const answer = { labels: [hit], lines: [line] } as unknown as LabelAnswer;
    const frame = { kind: 'none' } as unknown as FrameAnswer;
    return judgeLabels({ photo: 'a'.repeat(64), picture, answer, sparkle: null, frame }).findings;
  };
  const corner = { x: 4, y: 180, width: 60, height: 12 };

  it('is a faint label where labels are laid, level at an edge', () => {
    expect(said(0, corner).map(({ strength }) => strength)).toEqual(['moderate']);
  });

  it('is nothing where it is tilted or stands inside: the edge of a flower was taken for one', () => {
    expect(said(-25.6, corner)).toEqual([]);
    expect(said(0, { x: 120, y: 90, width: 60, height: 12 })).toEqual([]);
  });
});

describe.skipIf(!hasFont)('judgeLabels', () => {
  it('is strong for a label laid over a corner, and says what was read, where, and from which source', async () => {
    const svg = textured(960, 720, words('豆包AI生成', 936, 700, 36, 'text-anchor="end" fill-opacity=".85"'));
    const { findings, check } = await judged(await draw(svg, 75));
    expect(check.result).toEqual({ state: 'found' });
    expect(findings).toHaveLength(1);
    const { code, strength, region, facts } = findings[0]!;
    expect([code, strength]).toEqual(['ai-label-visible', 'strong']);
    expect(facts).toMatchObject({
      entry: '豆包AI生成',
      producer: 'ByteDance 豆包',
      position: 'bottom-right',
      setting: 'overlay',
      how: 'read',
    });
    expect(factOf(findings[0]!, 'heightShare')).toBeGreaterThan(0.04);
    expect(factOf(findings[0]!, 'heightShare')).toBeLessThan(0.09);
    const box = region![0]!;
    expect(box.x).toBeGreaterThan(700);
    expect(box.x + box.width).toBeLessThanOrEqual(960);
    expect(box.y).toBeGreaterThan(640);
  });

  it('is weak for the same words as one line of a printed block', async () => {
    const block = ['本产品介绍', '包装图案由AI生成', '请以实物为准', '净含量 500 克', '保质期十二个月']
      .map((line, i) => words(line, 300, 250 + i * 52, 36))
      .join('');
    const { findings } = await judged(await draw(textured(960, 720, block), 85));
    expect(findings).toHaveLength(1);
    expect(findings[0]!.strength).toBe('weak');
    expect(factOf(findings[0]!, 'setting')).toBe('printed');
  });

  it('is weak for the last line of a printed block at the edge, although the strip shows that line alone', async () => {
    const block = ['产品介绍', '请以实物为准', '净含量 500 克', '包装图案由AI生成']
      .map((line, i) => words(line, 320, 424 + i * 92, 72))
      .join('');
    const { findings } = await judged(await draw(textured(960, 720, block), 85), 'edges');
    expect(findings.map((f) => [f.strength, factOf(f, 'setting')])).toEqual([['weak', 'printed']]);
  });

  it('finds at the second pass white letters on a nearly white ground, and says no more than moderate', async () => {
    const white = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="1200"><defs>
      <linearGradient id="g" x2="1" y2="1"><stop stop-color="#fcfbfc"/><stop offset="1" stop-color="#f9f8f9"/></linearGradient></defs>
      <rect width="100%" height="100%" fill="url(#g)"/>`;
    const labelled = await draw(
      `${white}${words('豆包AI生成', 30, 1170, 60, 'fill-opacity=".9"')}</svg>`,
      75,
    );
    expect((await judged(labelled, 'edges')).findings).toEqual([]);
    const { findings } = await judged(labelled, 'inside');
    expect(findings.map((f) => [factOf(f, 'entry'), f.strength, factOf(f, 'setting')])).toEqual([
      ['豆包AI生成', 'moderate', 'overlay'],
    ]);
    expect((await judged(await draw(`${white}</svg>`, 75), 'inside')).findings).toEqual([]);
  });

  it('finds at the second pass what stands away from the edges', async () => {
    const picture = await draw(textured(960, 720, words('AI生成', 420, 380, 40)), 85);
    expect((await judged(picture, 'edges')).findings).toEqual([]);
    expect((await judged(picture, 'inside')).findings.map((f) => [f.strength, factOf(f, 'setting')])).toEqual(
      [['moderate', 'unsure']],
    );
  });

  it('is weak for a tilted label: it hangs on the goods', async () => {
    const svg = textured(960, 720, words('AI generated', 300, 420, 44, 'transform="rotate(-9 300 420)"'));
    const { findings } = await judged(await draw(svg, 85));
    expect(findings.map((f) => [f.strength, factOf(f, 'setting')])).toEqual([['weak', 'printed']]);
  });

  it('is weak inside an app screenshot', async () => {
    const lines = Array.from(
      { length: 12 },
      (_, i) =>
        `<text x="60" y="${300 + i * 130}" font-family="Noto Sans CJK SC" font-size="44" fill="#222">${i === 5 ? '内容由AI生成' : `第${i + 1}条聊天消息内容`}</text>`,
    );
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="2400"><rect width="100%" height="100%" fill="#f6f6f6"/>
      <text x="60" y="70" font-family="Noto Sans CJK SC" font-size="36">10:24</text><rect y="150" width="1080" height="2" fill="#ccc"/>${lines.join('')}</svg>`;
    const { findings } = await judged(await draw(svg, 90));
    expect(findings.length).toBeGreaterThan(0);
    for (const f of findings) expect([f.strength, factOf(f, 'setting')]).toEqual(['weak', 'screen']);
  });

  it('finds nothing on the bare ground', async () => {
    const { findings, check } = await judged(await draw(textured(960, 720, ''), 80));
    expect(findings).toEqual([]);
    expect(check.result).toEqual({ state: 'nothing-found' });
  });

  it('stops when aborted', async () => {
    const picture = await draw(textured(400, 300, ''));
    await expect(reader.read(picture, { parts: 'all', signal: AbortSignal.abort() })).rejects.toThrow();
  });

  it.each([
    [1, 1],
    [3000, 5],
    [5, 3000],
    [40, 40],
  ])('answers for a %d×%d picture', async (width, height) => {
    const picture = { width, height, data: new Uint8ClampedArray(width * height * 4).fill(120) };
    expect((await judged(picture)).findings).toEqual([]);
  });
});
