import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ENVELOPE,
  EnvelopeError,
  headOf,
  openForShop,
  type Signer,
  sealForShop,
} from '../../../../lib/team/crypto/envelope.ts';
import { newSeatKeys, type SeatKeys } from '../../../../lib/team/crypto/seat-key.ts';
import { nameOf, newSecret, type ShopSecrets } from '../../../../lib/team/crypto/secrets.ts';

const SUBJECT = 'claimlens.00112233445566aa.now.claim.aa';

async function shop() {
  const keys: Record<string, SeatKeys> = { a: await newSeatKeys(), b: await newSeatKeys() };
  const secrets: ShopSecrets = {
    shop: '00112233445566aa',
    root: newSecret(),
    epochs: new Map([[1, newSecret()]]),
  };
  const signer: Signer = { seat: 'a', signing: keys.a!.signing };
  const keyOf = (seat: string) => keys[seat]?.verifying ?? null;
  return { keys, secrets, signer, keyOf };
}

const why = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'opened',
    (error: unknown) => (error instanceof EnvelopeError ? error.why : String(error)),
  );

describe('envelope', () => {
  it('gives back who said what, where', async () => {
    const { secrets, signer, keyOf } = await shop();
    const body = { text: '退款 <b>', n: 3 };
    const bytes = await sealForShop(secrets, signer, null, SUBJECT, { kind: 'x', place: 2 ** 33 + 5, body });
    expect(headOf(bytes)).toEqual({ epoch: 1, place: 2 ** 33 + 5 });
    expect(await openForShop(secrets, keyOf, null, SUBJECT, bytes)).toEqual({
      kind: 'x',
      seat: 'a',
      place: 2 ** 33 + 5,
      epoch: 1,
      body,
    });
    expect(Buffer.from(bytes).includes('退款')).toBe(false);
  });

  it('refuses what was moved, changed, forged, or comes from outside', async () => {
    const { secrets, signer, keyOf, keys } = await shop();
    const letter = { kind: 'x', place: 1, body: { n: 1 } };
    const bytes = await sealForShop(secrets, signer, null, SUBJECT, letter);
    expect(await why(openForShop(secrets, keyOf, null, `${SUBJECT}b`, bytes))).toBe('sealed');
    const later = bytes.slice();
    later[10] = 9;
    expect(await why(openForShop(secrets, keyOf, null, SUBJECT, later))).toBe('sealed');
    expect(
      await why(
        openForShop({ ...secrets, epochs: new Map([[1, newSecret()]]) }, keyOf, null, SUBJECT, bytes),
      ),
    ).toBe('sealed');
    expect(
      await why(
        openForShop({ ...secrets, epochs: new Map([[2, newSecret()]]) }, keyOf, null, SUBJECT, bytes),
      ),
    ).toBe('epoch');
    expect(await why(openForShop(secrets, () => null, null, SUBJECT, bytes))).toBe('seat');
    // A member who signs in another's name.
    const forged = await sealForShop(secrets, { seat: 'b', signing: keys.a!.signing }, null, SUBJECT, letter);
    expect(await why(openForShop(secrets, keyOf, null, SUBJECT, forged))).toBe('signature');
    const newer = bytes.slice();
    newer[0] = ENVELOPE + 1;
    expect(await why(openForShop(secrets, keyOf, null, SUBJECT, newer))).toBe('newer');
  });

  it('needs both the epoch and the claim’s own key', async () => {
    const { secrets, signer, keyOf } = await shop();
    const claimKey = newSecret();
    const bytes = await sealForShop(secrets, signer, claimKey, SUBJECT, { kind: 'x', place: 1, body: 1 });
    expect(await why(openForShop(secrets, keyOf, claimKey, SUBJECT, bytes))).toBe('opened');
    expect(await why(openForShop(secrets, keyOf, null, SUBJECT, bytes))).toBe('sealed');
    expect(await why(openForShop(secrets, keyOf, newSecret(), SUBJECT, bytes))).toBe('sealed');
    const other = { ...secrets, epochs: new Map([[1, newSecret()]]) };
    expect(await why(openForShop(other, keyOf, claimKey, SUBJECT, bytes))).toBe('sealed');
  });

  it('answers every other run of bytes with a refusal', async () => {
    const { secrets, signer, keyOf } = await shop();
    const good = await sealForShop(secrets, signer, null, SUBJECT, { kind: 'x', place: 1, body: { n: 1 } });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, by]) => {
            const bytes = good.slice();
            bytes[at]! ^= by;
            return bytes;
          }),
          fc.nat(good.length - 1).map((length) => good.slice(0, length)),
        ),
        async (bytes) => {
          expect(await why(openForShop(secrets, keyOf, null, SUBJECT, bytes))).toMatch(
            /^(newer|epoch|sealed|form)$/,
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('names', () => {
  it('differ by shop, kind and thing, and are the same on every seat', () => {
    const root = new Uint8Array(32).fill(7);
    expect(nameOf(root, 'claim', 'pinduoduo:1')).toBe(nameOf(root, 'claim', 'pinduoduo:1'));
    const names = [
      nameOf(root, 'claim', 'pinduoduo:1'),
      nameOf(root, 'photo', 'pinduoduo:1'),
      nameOf(root, 'claim', 'pinduoduo:2'),
      nameOf(new Uint8Array(32).fill(8), 'claim', 'pinduoduo:1'),
    ];
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}$/);
  });
});
