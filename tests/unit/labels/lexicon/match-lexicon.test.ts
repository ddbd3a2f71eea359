import { describe, expect, it } from 'vitest';
import { LEXICON, SOURCES } from '../../../../lib/labels/lexicon/lexicon.ts';
import { holdsPart, matchLine } from '../../../../lib/labels/lexicon/match-lexicon.ts';
import { editDistance, normalise } from '../../../../lib/labels/lexicon/normalise.ts';

const first = (line: string, corner = true) => matchLine(line, corner)[0];

describe('lexicon', () => {
  it('names a source for every entry', () => {
    for (const entry of LEXICON) expect(SOURCES[entry.source], entry.text).toBeTruthy();
  });

  it('reads every one of its label entries as itself', () => {
    for (const entry of LEXICON.filter((e) => e.kind === 'label')) {
      expect(first(entry.text)?.entry.text, entry.text).toBe(entry.text);
    }
  });
});

describe('matchLine', () => {
  it.each([
    ['Al生成', 'AI生成'],
    ['A|生成', 'AI生成'],
    ['A1 生成', 'AI生成'],
    ['AI生戍', 'AI生成'],
    ['AI生', 'AI生成'],
    ['★即梦Al', '即梦AI'],
    ['豆包Al生成', '豆包AI生成'],
    ['立包AI生成', '豆包AI生成'],
    ['内容由A!生成', '内容由AI生成'],
    ['本图片由人工智能生成', '由人工智能生成'],
    ['MadewithAl', 'Made with AI'],
    ['Al-generated', 'AI generated'],
    ['✦ AI-generated content', 'AI generated content'],
    ['Al Generaled Contenl', 'AI generated content'],
    ['AIで生成', 'AI生成'],
    ["Contenuti generati dall'Al", "Contenuti generati dall'AI"],
    ['Contenuti generati dallAl', "Contenuti generati dall'AI"],
    ['豆包A生成', '豆包AI生成'],
  ])('takes %s for %s', (line, entry) => {
    expect(first(line)?.entry.text).toBe(entry);
  });

  it.each([
    'AI生活',
    'AI生产力',
    '由AI完成',
    'AI生态',
    '维生素A生成',
    '新鲜生成',
    '人工智能生产线',
    'Made with almonds',
    'Made with al dente pasta',
    'Madewithaloe vera',
    'generated content',
    'METAL',
    'Metallic',
    'Vitamin A 1',
    'KAIGENERATEDX',
    '豆包',
    '百度',
    '成分：水、生姜',
    'Alpro soya',
  ])('leaves %s alone', (line) => {
    expect(first(line)).toBeUndefined();
  });

  it('takes a bare product name only alone in a corner', () => {
    expect(first('文心一言', true)?.entry.kind).toBe('name');
    expect(first('文心一言', false)).toBeUndefined();
    expect(first('今天用文心一言写了一篇很长的文章', true)).toBeUndefined();
    expect(first('Meta AI', true)?.entry.text).toBe('Meta AI');
  });

  it('gives the place of the match in the raw line', () => {
    const line = 'shot on X  AI 生成';
    const match = first(line)!;
    expect(line.slice(match.from, match.to)).toBe('AI 生成');
    expect(match.coverage).toBeLessThan(0.6);
  });

  it('knows a piece of a label', () => {
    expect(holdsPart('Generated')).toBe(true);
    expect(holdsPart('生成')).toBe(true);
    expect(holdsPart('一言')).toBe(true);
    expect(holdsPart('SOYA')).toBe(false);
  });
});

describe('normalise and editDistance', () => {
  it('folds width, case and the I of AI, and keeps the way back', () => {
    const { text, at } = normalise('Ａｌ · 生成');
    expect(text).toBe('ai生成');
    expect(at).toEqual([0, 1, 5, 6]);
  });

  it('counts edits', () => {
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('ai生成', 'ai生成')).toBe(0);
  });
});

describe('marks that are known by report', () => {
  it.each([
    ['MINIMAX | hailuo AI', 'MiniMax Hailuo AI'],
    ['Hailuo Al', 'Hailuo AI'],
    ['Dola AI', 'Dola AI'],
    ['星绘AI生成', '星绘AI生成'],
    ['LibLibAI', 'LibLibAI'],
    ['RunningHub', 'RunningHub'],
    ['Qwen', 'Qwen'],
    ['海螺AI', '海螺AI'],
  ])('%s in a corner', (line, entry) => expect(first(line)?.entry.text).toBe(entry));

  it.each(['星绘', '清言', '海螺', 'Dola Air', 'Dolan AI', 'Running shoes', 'AI'])(
    '%s alone is none',
    (line) => expect(first(line)).toBeUndefined(),
  );
});
