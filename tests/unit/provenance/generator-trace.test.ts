import { expect, it } from 'vitest';
import { plainFacts } from '../../../lib/claims/finding.ts';
import { judge, readFile } from '../../../lib/provenance/index.ts';
import { chunk, png, utf8 } from './files.ts';

const findings = (key: string, text: string) =>
  judge(readFile(png([chunk('tEXt', utf8(`${key}\0${text}`))])), {
    now: '2026-11-24T00:00:00Z',
  }).findings.filter(({ code }) => code === 'generator-trace');

it('names the tool whose parameters stand in the file, and needs more than one of its words', () => {
  const [found, ...others] = findings('parameters', 'a mug\nSteps: 20, Sampler: Euler a, Seed: 7');
  expect([found?.strength, others]).toEqual(['contradiction', []]);
  if (found) expect(plainFacts(found)).toMatchObject({ tool: 'stable-diffusion-webui', trace: 'gen.params' });
  expect(findings('parameters', 'Steps: wash, dry, fold')).toEqual([]);
});
