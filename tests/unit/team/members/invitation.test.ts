import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64 } from '../../../../lib/formats/base64.ts';
import { readMeta } from '../../../../lib/store/meta.ts';
import { readInvitation, writeInvitation } from '../../../../lib/team/members/invitation.ts';
import { invite, join, TeamError } from '../../../../lib/team/shop.ts';
import { freshDb } from '../../support/db.ts';
import { NOW, team } from '../seats.ts';

const key = toBase64(new Uint8Array(32).fill(7));
const INVITATION = {
  url: 'wss://team.shop.example',
  user: 'seat',
  password: 'p',
  shop: '00112233445566aa',
  root: key,
  epoch: 1,
  secret: key,
  seat: '0f8b',
  signing: key,
  founder: { seat: 'aa', verifying: key },
  until: '2026-12-03T08:00:00.000Z',
};

const why = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof TeamError ? error.why : String(error)),
  );

describe('an invitation', () => {
  it('is read as it was written, also with what a chat put in between', () => {
    const text = writeInvitation(INVITATION);
    expect(readInvitation(text)).toEqual(INVITATION);
    expect(readInvitation(` ${text.slice(0, 80)}\n  ${text.slice(80)}\r\n`)).toEqual(INVITATION);
  });

  it('says what is wrong with another text', () => {
    const text = writeInvitation(INVITATION);
    expect(readInvitation('hello')).toBe('not-one');
    expect(readInvitation('')).toBe('not-one');
    expect(readInvitation(text.slice(0, -20))).toBe('damaged');
    expect(readInvitation(text.replace('claimlens-team:1:', 'claimlens-team:2:'))).toBe('newer');
    expect(readInvitation(text.replace(/[A-Z]/, 'x'))).toBe('damaged');
    fc.assert(
      fc.property(fc.string(), (noise) => {
        expect(typeof readInvitation(`claimlens-team:1:${noise}`)).toBe('string');
      }),
    );
  });

  it('is good once, and until its end', async () => {
    const { lines, seats } = await team(1);
    const founder = seats[0]!;
    const text = await invite(founder, lines, 'Seat 2', NOW);
    const late = new Date(NOW.getTime() + 4 * 86_400_000);
    expect(await why(join(freshDb(), lines, text, '', late))).toBe('expired');
    const first = freshDb();
    expect(await why(join(first, lines, text, 'Mine', NOW))).toBe('done');
    expect(await why(join(freshDb(), lines, text, '', NOW))).toBe('used');
    expect(await why(join(first, lines, text, '', NOW))).toBe('already');
    // Only the founder writes one.
    expect(await why(invite(first, lines, 'x', NOW))).toBe('not-founder');
    const roll = (await readMeta(first, 'team-roll')) ?? [];
    expect(roll.length).toBeGreaterThan(0);
  });
});
