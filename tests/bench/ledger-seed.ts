/** Claims put straight into the extension's database, as a shop of a few years would have them. */
import type { TestPage } from '../browsers/types.ts';

/** Rows per transaction, so that seeding itself does not choke the page. */
const PIECE = 1_000;

/** Seeds `count` claims with verdicts and flags; the database must be there already. All values follow from the number of the claim. */
export async function seedClaims(page: TestPage, count: number): Promise<void> {
  for (let from = 0; from < count; from += PIECE)
    await page.evaluate(
      ([first, end, now]) =>
        new Promise<void>((done, fail) => {
          const consoles = ['pinduoduo', 'taobao', 'douyin', 'jd', 'shopee'];
          const goods = [
            '陶瓷马克杯 大容量 带盖',
            '棉质四件套 1.8 米床',
            '儿童雨靴 防滑',
            '玻璃花瓶 北欧',
            '不锈钢保温壶',
          ];
          const reasons = ['商品破损', '质量问题', '少件/漏发', '与描述不符', 'Item arrived damaged'];
          const stages = ['waits-for-seller', 'waits-for-buyer', 'platform', 'paid', 'closed-unpaid'];
          const verdicts = [
            'no-anomaly',
            'not-enough-information',
            'worth-checking',
            'several-signs',
            'file-declares-ai',
          ];
          const of = <T>(list: T[], i: number): T => list[i % list.length] as T;
          const asked = indexedDB.open('claimlens');
          asked.onerror = () => fail(asked.error);
          asked.onsuccess = () => {
            const db = asked.result;
            const work = db.transaction(['claims', 'verdicts', 'flags'], 'readwrite');
            for (let i = first; i < end; i++) {
              const console = of(consoles, i);
              const claimId = `26${String(i).padStart(10, '0')}`;
              const key = `${console}:${claimId}`;
              const appliedAt = new Date(now - (i % 700) * 3_600_000 * 7).toISOString();
              const deadlineAt =
                i % 3 === 0 ? new Date(now + ((i * 37) % 9_000) * 60_000).toISOString() : null;
              const claim = {
                key,
                console,
                shopId: 'shop-1',
                claimId,
                orderId: `2610${String(i * 7919).padStart(14, '0')}`,
                buyer: { id: `buyer-${i % 4_000}`, name: `买家${i % 4_000}` },
                kind: 'refund-only',
                reason: of(reasons, i),
                description: '收到的时候已经碎了，请尽快处理。'.repeat(1 + (i % 5)),
                amount: { value: 500 + ((i * 997) % 90_000), currency: 'CNY' },
                items: [{ itemId: `item-${i % 300}`, title: `${of(goods, i)} ${i % 300}`, sku: '白色' }],
                evidence: [0, 1, 2].map((n) => ({
                  url: `https://img.pddpic.com/${i}-${n}.jpg?sign=${'0123456789abcdef'.repeat(4)}`,
                  originalUrl: `https://img.pddpic.com/${i}-${n}.jpg`,
                  kind: 'photo',
                })),
                appliedAt,
                ...(deadlineAt ? { deadlineAt, deadlineEffect: 'money-goes-out' } : {}),
                status: '待商家处理',
                stage: of(stages, i),
                pageUrl: 'https://mms.pinduoduo.com/aftersales/aftersale_list',
                readAt: appliedAt,
                reader: { console, version: '1', how: 'json' },
              };
              work.objectStore('claims').put({
                v: 1,
                key,
                claim,
                console,
                shopId: 'shop-1',
                buyerKey: `${console}:shop-1:buyer-${i % 4_000}`,
                firstSeenAt: appliedAt,
                lastReadAt: appliedAt,
                appliedAt,
                deadlineAt,
                touchedAt: now - i,
              });
              if (i % 10)
                work.objectStore('verdicts').put({
                  v: 1,
                  claimKey: key,
                  verdict: of(verdicts, i * 3 + (i >> 4)),
                  because: ['0123456789abcdef'.repeat(4)],
                  photos: { total: 3, checked: 3, notChecked: 0 },
                  at: appliedAt,
                });
              if (i % 25 === 0)
                work.objectStore('flags').put({ v: 1, claimKey: key, on: true, note: '', at: appliedAt });
            }
            work.onerror = () => fail(work.error);
            work.oncomplete = () => {
              db.close();
              done();
            };
          };
        }),
      [from, Math.min(count, from + PIECE), Date.now()] as [number, number, number],
    );
}
