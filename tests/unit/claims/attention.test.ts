import { describe, expect, it } from 'vitest';
import { type Attended, asksForLook, isToLookAt, isWaiting } from '../../../lib/claims/attention.ts';
import { VERDICTS } from '../../../lib/claims/finding.ts';

const one: Attended = { verdict: 'several-signs', state: 'done', flagged: false, passed: false };

describe('claims that wait for a person', () => {
  it('are those of three verdicts', () => {
    expect(VERDICTS.filter(asksForLook)).toEqual(['worth-checking', 'several-signs', 'file-declares-ai']);
    expect(asksForLook(null)).toBe(false);
  });

  it('are no longer to be looked at once flagged or let pass', () => {
    expect(isToLookAt(one)).toBe(true);
    expect(isToLookAt({ ...one, flagged: true })).toBe(false);
    expect(isToLookAt({ ...one, passed: true })).toBe(false);
    expect(isToLookAt({ ...one, verdict: 'not-enough-information' })).toBe(false);
  });

  it('wait while they are queued or checked', () => {
    expect(
      (['waiting', 'checking', 'done', 'failed'] as const).filter((state) => isWaiting({ ...one, state })),
    ).toEqual(['waiting', 'checking']);
  });
});
