import { describe, expect, it } from 'vitest';
import { type Outcome, runSteps, type Step } from '../../runner/steps.ts';

const script = (name: string, code: string, more: Partial<Step> = {}): Step => ({
  name,
  command: process.execPath,
  args: ['-e', code],
  minutes: 2,
  ...more,
});

/** Runs the steps; what each printed, by the order in which they ended. */
async function run(steps: Step[], minutes = 2) {
  const order: string[] = [];
  const printed = new Map<string, string>();
  const outcomes = await runSteps(steps, {
    cores: 2,
    minutes,
    ended: ({ name }, output) => {
      order.push(name);
      printed.set(name, output);
    },
  });
  return { order, printed, of: (name: string) => outcomes.find((one) => one.name === name) as Outcome };
}

describe('steps', () => {
  it('run after what they wait for, and stop at no failure', async () => {
    const { order, of, printed } = await run([
      script('last', 'console.log("end")', { after: ['broken', 'whole'] }),
      script('broken', 'console.error("why it broke"); process.exit(3)'),
      script('whole', ''),
    ]);
    expect(order.at(-1)).toBe('last');
    expect(of('last').ok).toBe(true);
    expect(of('broken').ok).toBe(false);
    expect(printed.get('broken')).toContain('why it broke');
  });

  it('are not run, and have failed, without what they need, however far down', async () => {
    const { of } = await run([
      script('far', '', { needs: ['near'] }),
      script('near', '', { needs: ['broken'] }),
      script('broken', 'process.exit(1)'),
    ]);
    expect(of('near')).toMatchObject({ ok: false, why: 'not run, because broken failed' });
    expect(of('far')).toMatchObject({ ok: false, why: 'not run, because near failed' });
  });

  it('share the cores: what wants them all runs alone', async () => {
    const { order } = await run([
      script('slow', 'setTimeout(() => {}, 1_500)'),
      script('wide', '', { cores: 8 }),
    ]);
    expect(order).toEqual(['slow', 'wide']);
  });

  it('end at their time limit with all that they started, and say so', async () => {
    const started = performance.now();
    const { of } = await run([
      script(
        'endless',
        'require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1e3)"], { stdio: "inherit" }); setInterval(() => {}, 1e3)',
        { minutes: 0.02 },
      ),
      script('next', '', { after: ['endless'] }),
    ]);
    expect(of('endless')).toMatchObject({ ok: false, why: expect.stringMatching(/^stopped after/) });
    expect(of('next').ok).toBe(true);
    expect(performance.now() - started).toBeGreaterThan(1_000);
  });

  it('do not begin when the time for all is over', async () => {
    const { of } = await run([script('late', '')], 0);
    expect(of('late')).toMatchObject({ ok: false, why: 'not run, because 0 minutes were over' });
  });

  it('that cannot be started have failed', async () => {
    const { of } = await run([{ name: 'absent', command: 'no-such-command', args: [], minutes: 1 }]);
    expect(of('absent')).toMatchObject({ ok: false, why: expect.stringContaining('did not start') });
  });
});
