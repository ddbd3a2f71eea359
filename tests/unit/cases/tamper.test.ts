/**
 * `npm run tamper`: thirty ways to change a case behind its log. Rows are changed under the product, which must refuse to export them;
 * the same change is put into a finished package, sealed again, which the verifier must refuse. What is consistent in itself (the chain
 * recomputed, the tail cut, the whole rebuilt) only a hash or token from elsewhere shows; it is shown with one.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8 } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import type { Dossier } from '../../../lib/cases/dossier.ts';
import { unboundOf } from '../../../lib/cases/package/binding.ts';
import { sha256Hex } from '../../../lib/claims/canonical.ts';
import { headsOf, ledgerHash, verifyLedger } from '../../../lib/store/ledger-chain.ts';
import type { LedgerRow } from '../../../lib/store/rows.ts';
import {
  changed,
  check,
  clean,
  dir,
  edit,
  type Files,
  forget,
  type Json,
  made,
  ORIGINAL,
  reseal,
  verify,
  zip,
} from './forge.ts';
import { LISTING, SALT, sampleDossier } from './sample-case.ts';

afterAll(forget);

/** A chain with one thing changed and every hash and link after it recomputed. */
function recomputed(ledger: LedgerRow[], change: (rows: LedgerRow[]) => LedgerRow[]): LedgerRow[] {
  let prev: string | null = null;
  return change(structuredClone(ledger)).map((row, i) => {
    const body = { ...row, n: i + 1, prev };
    const hash = ledgerHash(body);
    prev = hash;
    return { ...body, hash };
  });
}

it('the package that nobody touched is accepted', () => {
  expect(verify(zip(changed(() => undefined))).said).toContain('every hash, link and number fits');
  expect(verify(zip(changed(reseal))).status).toBe(0);
});

const claimJson = 'records/claim.json';
describe('rows changed behind the log', () => {
  it.each<[string, (dossier: Dossier) => void, (files: Files) => void]>([
    [
      '1 a photo exchanged',
      (d) => {
        d.evidence[0]!.sha256 = sha256Hex(LISTING);
      },
      (f) => {
        f[ORIGINAL] = LISTING;
      },
    ],
    [
      '2 a photo taken away',
      (d) => {
        d.evidence.shift();
      },
      (f) => {
        delete f[ORIGINAL];
        edit(f, 'index.json', (index) => {
          index.items = index.items.slice(1).map((item: Json, i: number) => ({ ...item, no: i + 1 }));
        });
      },
    ],
    [
      '3 a photo kept earlier',
      (d) => {
        d.evidence[0]!.fetch!.at = '2026-09-01T00:00:00.000Z';
      },
      (f) =>
        edit(f, 'manifest.json', (m) => {
          m.files.find(({ path }: Json) => path === ORIGINAL).capturedAt = '2026-09-01T00:00:00.000Z';
        }),
    ],
    [
      '4 the claim seen earlier',
      (d) => {
        d.claim.firstSeenAt = '2026-09-01T00:00:00.000Z';
      },
      (f) =>
        edit(f, claimJson, (c) => {
          c.firstSeenAt = '2026-09-01T00:00:00.000Z';
        }),
    ],
    [
      '5 another amount',
      (d) => {
        d.claim.claim.amount!.value = 1;
      },
      (f) =>
        edit(f, claimJson, (c) => {
          c.claim.amount.value = 1;
        }),
    ],
    [
      '6 another reason',
      (d) => {
        d.claim.claim.reason = 'x';
      },
      (f) =>
        edit(f, claimJson, (c) => {
          c.claim.reason = 'x';
        }),
    ],
    [
      '7 another order',
      (d) => {
        d.claim.claim.orderId = '1';
      },
      (f) =>
        edit(f, claimJson, (c) => {
          c.claim.orderId = '1';
        }),
    ],
    [
      '8 another time of the request',
      (d) => {
        d.claim.claim.appliedAt = '2026-10-04T00:00:00Z';
      },
      (f) =>
        edit(f, claimJson, (c) => {
          c.claim.appliedAt = '2026-10-04T00:00:00Z';
        }),
    ],
    [
      '9 another delivery',
      (d) => {
        d.claim.claim.deliveredAt = '2026-10-05T00:00:00Z';
      },
      (f) =>
        edit(f, claimJson, (c) => {
          c.claim.deliveredAt = '2026-10-05T00:00:00Z';
        }),
    ],
    [
      '10 an older version changed',
      (d) => {
        d.readings[0]!.claim = { ...d.readings[0]!.claim, reason: 'x' };
      },
      (f) =>
        edit(f, claimJson, (c) => {
          c.versions[0].claim.reason = 'x';
        }),
    ],
    [
      '11 a version made up',
      (d) => {
        d.readings.push({ ...d.readings[0]!, id: 'x', at: '2026-10-08T00:00:00.000Z' });
      },
      (f) =>
        edit(f, claimJson, (c) => {
          c.versions.push({ ...c.versions[0], at: '2026-10-08T00:00:00.000Z' });
        }),
    ],
    [
      '12 a decision turned',
      (d) => {
        d.decisions[0]!.what = 'accept';
      },
      (f) =>
        edit(f, claimJson, (c) => {
          c.decisions[0].what = 'accept';
        }),
    ],
    [
      '13 a decision back-dated',
      (d) => {
        d.decisions[0]!.at = '2026-10-04T05:00:00.000Z';
      },
      (f) =>
        edit(f, claimJson, (c) => {
          c.decisions[0].at = '2026-10-04T05:00:00.000Z';
        }),
    ],
    [
      '14 a reason put in',
      (d) => {
        d.decisions[0]!.reason = 'x';
      },
      (f) =>
        edit(f, claimJson, (c) => {
          c.decisions[0].reason = 'x';
        }),
    ],
    [
      '15 a decision taken away',
      (d) => {
        d.decisions.pop();
      },
      (f) =>
        edit(f, claimJson, (c) => {
          c.decisions = [];
        }),
    ],
    [
      '16 a review made up',
      (d) => {
        d.decisions[0]!.reviewedByPerson = false;
      },
      (f) =>
        edit(f, claimJson, (c) => {
          c.decisions[0].reviewedByPerson = false;
        }),
    ],
    [
      '17 a payment made up',
      (d) => {
        d.payments.push({
          v: 1,
          id: 'p',
          claimKey: d.claim.key,
          at: '2026-10-05T00:00:00.000Z',
          amount: { value: 1, currency: 'CNY' },
          direction: 'paid',
          by: 'seller',
          source: 'seller',
        });
      },
      (f) =>
        edit(f, claimJson, (c) => {
          c.payments.push({
            at: '2026-10-05T00:00:00.000Z',
            amount: { value: 1, currency: 'CNY' },
            direction: 'paid',
            by: 'seller',
            source: 'seller',
          });
        }),
    ],
    [
      '18 a request reworded',
      (d) => {
        d.requests[0]!.text = 'x';
      },
      (f) =>
        edit(f, 'records/requests.json', (r) => {
          r[0].text = 'x';
        }),
    ],
    [
      '19 a request taken away',
      (d) => {
        d.requests.pop();
      },
      (f) =>
        edit(f, 'records/requests.json', (r) => {
          r.pop();
        }),
    ],
    [
      '20 an answer made up',
      (d) => {
        d.requests[0]!.answeredAt = '2026-10-05T00:00:00.000Z';
      },
      (f) =>
        edit(f, 'records/requests.json', (r) => {
          r[0].answeredAt = '2026-10-05T00:00:00.000Z';
        }),
    ],
    [
      '21 the verdict turned',
      (d) => {
        d.verdict!.verdict = 'no-anomaly';
      },
      (f) =>
        edit(f, 'records/findings.json', (r) => {
          r.verdict.verdict = 'no-anomaly';
        }),
    ],
    [
      '22 a log entry changed',
      (d) => {
        d.ledger[2]!.data = { x: 1 };
      },
      (f) =>
        edit(f, 'records/chain.json', (c) => {
          c[0].entries[1].data = { x: 1 };
        }),
    ],
    [
      '23 a log entry taken out',
      (d) => {
        d.ledger.splice(3, 1);
      },
      (f) =>
        edit(f, 'records/chain.json', (c) => {
          c[0].entries.splice(2, 1);
        }),
    ],
    [
      '24 a log entry blanked',
      (d) => {
        Object.assign(d.ledger[2]!, { what: 'erased', subject: '', data: {} });
      },
      (f) =>
        edit(f, 'records/chain.json', (c) => {
          Object.assign(c[0].entries[1], { what: 'erased', subject: '', data: {} });
        }),
    ],
  ])('%s: not exported, and not accepted when sealed again', (_, rows, files) => {
    const dossier = structuredClone(sampleDossier());
    rows(dossier);
    expect(unboundOf(dossier, [SALT]).length).toBeGreaterThan(0);
    const forged = changed((one) => {
      files(one);
      reseal(one);
    });
    expect(verify(zip(forged)).status).toBe(1);
  });
});

describe('a package changed so that its proofs are missing, not wrong', () => {
  const trueHash = sha256Hex(clean[ORIGINAL]!);
  it.each<[string, (files: Files) => void]>([
    [
      'an amount without its salt',
      (f) =>
        edit(f, claimJson, (c) => {
          c.claim.amount.value = 1;
          delete c.salts.amount;
        }),
    ],
    [
      'an order number left out with its salt',
      (f) =>
        edit(f, claimJson, (c) => {
          delete c.claim.orderId;
          delete c.salts.orderId;
        }),
    ],
    [
      'a reason put in as if it were masked',
      (f) =>
        edit(f, claimJson, (c) => {
          c.claim.reason = 'x';
          delete c.salts.reason;
        }),
    ],
    [
      'a photo exchanged that is no longer called an original, its true hash listed as not attached',
      (f) => {
        f[ORIGINAL] = LISTING;
        edit(f, 'manifest.json', (m) => {
          m.files.find(({ path }: Json) => path === ORIGINAL).kind = 'derived';
        });
        edit(f, 'index.json', (index) => {
          const item = index.items.find(({ path }: Json) => path === ORIGINAL);
          index.items.push({
            ...item,
            no: index.items.length + 1,
            path: '',
            attached: false,
            sha256: trueHash,
          });
        });
      },
    ],
    [
      'a photo that is there called not attached',
      (f) =>
        edit(f, 'index.json', (index) => {
          index.items.find(({ path }: Json) => path === ORIGINAL).attached = false;
        }),
    ],
  ])('%s: found by the verifier and by the page inside', async (_, change) => {
    const forged = changed((f) => {
      change(f);
      reseal(f);
    });
    expect(verify(zip(forged)).status).toBe(1);
    expect((await check(new Map(Object.entries(forged)))).bad).not.toEqual([]);
    expect((await check(new Map(Object.entries(clean)))).bad).toEqual([]);
  });
});

describe('the archive changed', () => {
  it('25 a file added, also where the manifest is told to look away', () => {
    expect(
      verify(
        zip(
          changed((f) => {
            f['extra.txt'] = strToU8('x');
          }),
        ),
      ).said,
    ).toContain('extra.txt');
    const told = changed((f) => {
      f['extra.txt'] = strToU8('x');
      edit(f, 'manifest.json', (m) => {
        m.outside.push('extra.txt');
      });
      reseal(f);
    });
    expect(verify(zip(told)).said).toContain('extra.txt');
  });

  it('26 any byte of any header flipped', () => {
    const good = zip(clean);
    const view = Buffer.from(good);
    const places: number[] = [];
    for (const [signature, size] of [
      [0x04034b50, 30],
      [0x02014b50, 46],
      [0x06054b50, 22],
    ] as const)
      for (
        let at = view.indexOf(Buffer.from(Uint32Array.of(signature).buffer)), seen = 0;
        at >= 0 && seen < 1;
        at = view.indexOf(Buffer.from(Uint32Array.of(signature).buffer), at + 4), seen += 1
      )
        for (let i = 0; i < size; i += 1) places.push(at + i);
    for (const at of places) {
      const flipped = good.slice();
      flipped[at] = flipped[at]! ^ 0x21;
      expect(verify(flipped).status, `byte ${at}`).toBe(1);
    }
  });
});

describe('what is consistent in itself shows by what is kept elsewhere', () => {
  const { ledger } = sampleDossier();
  const taken = headsOf(ledger.slice(0, 9));
  it('27 the chain recomputed with an earlier time', () => {
    const forged = recomputed(ledger, (rows) =>
      rows.map((row) => ({ ...row, at: new Date(Date.parse(row.at) - 86_400_000).toISOString() })),
    );
    expect(verifyLedger(forged)).toEqual([]);
    expect(verifyLedger(forged, taken)).toMatchObject([{ why: 'end' }]);
  });
  it('28 the tail cut off', () => {
    expect(verifyLedger(ledger.slice(0, 5))).toEqual([]);
    expect(verifyLedger(ledger.slice(0, 5), taken)).toMatchObject([{ why: 'end' }]);
  });
  it('29 the whole package rebuilt', () => {
    const forged = changed((f) => {
      edit(f, 'records/timeline.json', (t) => {
        t[0].text = 'x';
      });
      reseal(f);
    });
    expect(verify(zip(forged)).said).toContain('rebuilt cannot be told');
    expect(verify(zip(forged), '--manifest', made.manifestSha256).status).toBe(1);
    expect(verify(zip(changed(() => undefined)), '--manifest', made.manifestSha256).status).toBe(0);
  });
  it('30 a token for another time or another package (tests/unit/cases/anchor for every way)', () => {
    if (spawnSync('openssl', ['version']).status !== 0) return;
    const at = (name: string) => join(dir, name);
    const openssl = (...args: string[]) => {
      const run = spawnSync('openssl', args, { encoding: 'utf8' });
      if (run.status !== 0) throw new Error(run.stderr);
    };
    writeFileSync(
      at('c.cnf'),
      `[req]\ndistinguished_name=d\nx509_extensions=e\nprompt=no\n[d]\nCN=stamps\n[e]\nextendedKeyUsage=critical,timeStamping\n[tsa]\ndefault_tsa=t\n[t]\nserial=${at('serial')}\nsigner_cert=${at('c.pem')}\nsigner_key=${at('c.key')}\nsigner_digest=sha256\ndefault_policy=1.2.3\ndigests=sha256\n`,
    );
    writeFileSync(at('serial'), '01');
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      at('c.key'),
      '-out',
      at('c.pem'),
      '-days',
      '30',
      '-config',
      at('c.cnf'),
    );
    writeFileSync(at('manifest.json'), clean['manifest.json']!);
    openssl('ts', '-query', '-data', at('manifest.json'), '-sha256', '-cert', '-out', at('q.tsq'));
    openssl('ts', '-reply', '-config', at('c.cnf'), '-queryfile', at('q.tsq'), '-out', at('a.tsr'));
    const token = ['--token', at('a.tsr'), '--ca', at('c.pem')];
    expect(verify(zip(clean), ...token).status).toBe(0);
    const forged = changed((f) => {
      edit(f, 'records/timeline.json', (t) => {
        t[0].text = 'x';
      });
      reseal(f);
    });
    expect(verify(zip(forged), ...token).status).toBe(1);
  });
});
