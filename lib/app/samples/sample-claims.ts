/** Three built-in claims to try the product on: an edited listing picture, the same picture again, an honest photo. */
import { sha256Hex } from '../../claims/canonical.ts';
import { type Claim, claimKey } from '../../claims/model.ts';
import { t } from '../../i18n/index.ts';
import { sendToBackground } from '../../platform/background-port.ts';
import { saveReadings } from '../../store/claims.ts';
import { shopDb } from '../../store/db.ts';
import { askFor, PRIORITY } from '../../store/jobs.ts';
import { photoKey } from '../../store/keys.ts';
import { appendLedger } from '../../store/ledger.ts';
import { readMeta, writeMeta } from '../../store/meta.ts';
import { importFiles, removeProduct } from '../claims/commands.ts';
import { eraseClaims } from '../keeping/erase.ts';
import { drawSamples } from './sample-pictures.ts';

const CONSOLE = 'sample';
const HOUR = 3_600_000;

/** How long the sample picture may take to become ready before its claims are added all the same. */
const READY_MS = 20_000;
const LOOK_MS = 150;

const iso = (ms: number): string => new Date(ms).toISOString();

function sampleClaim(n: number, now: number): Claim {
  const claimId = `SAMPLE-${n}`;
  return {
    key: claimKey(CONSOLE, claimId),
    console: CONSOLE,
    claimId,
    orderId: `SAMPLE-ORDER-${n}`,
    buyer: { name: t(`surfaces.samples.buyers.${n}`) },
    kind: 'refund-only',
    reason: t('surfaces.samples.reason'),
    amount: { value: 3_900, currency: 'CNY' },
    items: [{ title: t('surfaces.samples.product') }],
    evidence: [],
    orderedAt: iso(now - 96 * HOUR),
    shippedAt: iso(now - 80 * HOUR),
    deliveredAt: iso(now - 20 * HOUR),
    appliedAt: iso(now - (4 - n) * HOUR),
    deadlineAt: iso(now + 30 * HOUR),
    deadlineEffect: 'money-goes-out',
    pageUrl: '',
    readAt: iso(now),
    reader: { console: CONSOLE, version: '1', how: 'file' },
  };
}

async function keepPhoto(key: string, photo: Blob, now: number): Promise<void> {
  const db = shopDb();
  const bytes = new Uint8Array(await photo.arrayBuffer());
  const sha256 = sha256Hex(bytes);
  const at = iso(now);
  await db.transaction('rw', [db.evidence, db.blobs, db.jobs, db.ledger, db.meta], async () => {
    if (!(await db.blobs.get(sha256)))
      await db.blobs.put({ v: 1, sha256, bytes, size: bytes.length, mime: photo.type, addedAt: at });
    await db.evidence.put({
      v: 1,
      id: `${key}#file`,
      claimKey: key,
      url: '',
      originalUrl: '',
      kind: 'photo',
      round: 1,
      seenAt: at,
      state: 'kept',
      sha256,
      fetch: { usedUrl: '', at, status: 0, headers: {}, how: 'file', tries: [] },
      name: null,
    });
    await askFor(
      db,
      [
        {
          kind: 'check-photo',
          subject: photoKey(key, sha256),
          claimKey: key,
          priority: PRIORITY.looking,
          again: true,
        },
      ],
      now,
    );
    await appendLedger(
      db,
      [
        { what: 'evidence-seen', subject: `${key}#file`, data: { round: 1 } },
        { what: 'evidence-attached', subject: `${key}#file`, data: { claimKey: key, sha256 } },
      ],
      at,
    );
  });
}

/** Waits until the sample picture can be found by comparisons. */
async function libraryReady(productKey: string): Promise<void> {
  const end = Date.now() + READY_MS;
  while (Date.now() < end) {
    const images = await shopDb().libraryImages.where('productKey').equals(productKey).toArray();
    if (images.length > 0 && images.every((image) => image.state !== 'waiting')) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Adds the sample product and claims (again), and starts their checks. Resolves to the first claim's key. */
export async function addSamples(): Promise<string> {
  const { listing, edited, honest } = await drawSamples();
  const title = t('surfaces.samples.product');
  const bytes = async () => new Uint8Array(await listing.arrayBuffer());
  await importFiles([{ path: `${title}/main.jpg`, bytes }], { source: 'folder' });
  const productKey = `file:${title}`;
  // Kept, since its title depends on the language in which it was made.
  await writeMeta(shopDb(), 'sample-product', productKey);
  await libraryReady(productKey);
  const now = Date.now();
  const claims = [1, 2, 3].map((n) => sampleClaim(n, now));
  await saveReadings(shopDb(), claims, new Date(now));
  for (const [i, photo] of [edited, edited, honest].entries()) {
    const claim = claims[i];
    if (claim) await keepPhoto(claim.key, photo, now);
  }
  await sendToBackground({ type: 'wake-engine' });
  return claims[0]?.key ?? '';
}

/** Removes the sample claims and their product. */
export async function removeSamples(): Promise<void> {
  const keys = await shopDb().claims.where('console').equals(CONSOLE).primaryKeys();
  await eraseClaims(keys, 'all', 'sample');
  const product = await readMeta(shopDb(), 'sample-product');
  if (product !== null) await removeProduct(product);
}
