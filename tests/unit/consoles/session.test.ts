import { JSDOM } from 'jsdom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PageSession, type SessionReading } from '../../../lib/consoles/session.ts';
import { until } from '../support/until.ts';

const LIST = 'https://mms.pinduoduo.com/aftersales/aftersale_list';
const DETAIL = (id: string): string => `https://mms.pinduoduo.com/aftersales-ssr/detail?id=${id}`;
const ANSWER = 'https://mms.pinduoduo.com/mercury/mms/afterSales/queryList';

const row = (order: string, reason: string): string =>
  `<div class="after-sales-table_order_item__1"><div><span>订单编号：${order}</span></div><div><span>申请原因：${reason}</span><span class="timer">3时2分1秒</span></div></div>`;
const order = (n: number): string => `260928-41223344500000${n}`;
const detail = (id: string): string =>
  `<div><span>售后编号：</span><span>${id}</span></div><div><span>订单编号：</span><span>${order(1)}</span></div><div><span>申请原因：</span><span>破损</span></div>`;

interface Page {
  session: PageSession;
  document: Document;
  told: SessionReading[];
  go(address: string): void;
  clock: { now: number };
}

const open: PageSession[] = [];
// The session's own clock: that of a busy machine would let its next reading come before its turn.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => {
  for (const session of open.splice(0)) session.stop();
  vi.useRealTimers();
});

function openPage(address: string, body: string): Page {
  const { document } = new JSDOM(`<body>${body}</body>`, { url: address, pretendToBeVisual: true }).window;
  let here = address;
  const clock = { now: Date.parse('2026-10-01T00:00:00Z') };
  const told: SessionReading[] = [];
  const session = new PageSession({
    document,
    address: () => here,
    now: () => clock.now,
    onRead: (result) => told.push(result),
  });
  open.push(session);
  session.start();
  const go = (next: string): void => {
    here = next;
    session.onRoute();
  };
  return { session, document, told, go, clock };
}

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const ids = (result: SessionReading | undefined) => result?.claims.map((claim) => claim.claimId);

describe('a page session', () => {
  it('joins a row without a claim number with the answer that has one', async () => {
    const page = openPage(LIST, row(order(1), '破损'));
    await until(() => expect(page.told.at(-1)?.claims).toEqual([]));
    page.session.onAnswer({
      url: ANSWER,
      text: `{"result":{"list":[{"id":22750000000001,"orderSn":"${order(1)}","refundAmount":1200}]}}`,
    });
    await until(() => expect(ids(page.told.at(-1))).toEqual(['22750000000001']));
    expect(page.told.at(-1)?.claims[0]?.reason).toBe('破损');
  });

  it('takes the order for the number only after the answers had their time', async () => {
    const page = openPage(LIST, row(order(1), '破损'));
    await until(() => expect(page.told.length).toBeGreaterThan(0));
    page.clock.now += 5_000;
    page.document.body.append(page.document.createElement('p'));
    await until(() => expect(ids(page.told.at(-1))).toEqual([`order-${order(1)}`]));
  });

  it('never tells what an old page shows under a new address', async () => {
    const page = openPage(DETAIL('22750000000001'), detail('22750000000001'));
    await until(() => expect(ids(page.told.at(-1))).toEqual(['22750000000001']));
    page.go(DETAIL('22750000000002'));
    await until(() => expect(page.told.at(-1)?.reading.stale).toBe(true));
    expect(ids(page.told.at(-1))).toEqual([]);
    page.document.body.innerHTML = detail('22750000000002');
    await until(() => expect(ids(page.told.at(-1))).toEqual(['22750000000002']));
  });

  it('does not read again for a ticking countdown, and reads again for a new row', async () => {
    const page = openPage(LIST, row(order(1), '破损'));
    await until(() => expect(page.told.length).toBeGreaterThan(0));
    await wait(600);
    const before = page.told.length;
    page.document.querySelector('.timer')!.textContent = '3时2分0秒';
    await wait(400);
    expect(page.told.length).toBe(before);
    page.document.body.insertAdjacentHTML('beforeend', row(order(2), '色差'));
    await until(() => expect(page.told.at(-1)?.reading.seen).toBe(2));
  });

  it('keeps the first deadline of a countdown that runs', async () => {
    const page = openPage(
      DETAIL('22750000000001'),
      `${detail('22750000000001')}<p>剩余处理时间：<b>2天9小时16分</b></p>`,
    );
    await until(() => expect(page.told.length).toBeGreaterThan(0));
    const first = page.told.at(-1)?.claims[0]?.deadlineAt;
    const before = page.told.length;
    page.clock.now += 50_000;
    page.document.body.append(page.document.createElement('p'));
    await until(() => expect(page.told.length).toBeGreaterThan(before));
    expect(first).toBeDefined();
    expect(page.told.at(-1)?.claims[0]?.deadlineAt).toBe(first);
  });

  it('survives whatever a page says its server sent', async () => {
    const page = openPage(LIST, row(order(1), '破损'));
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      '{"result":{"list":[null,1,{"id":{}},{"id":-1,"orderSn":[]}]}}',
      `{"result":{"list":"${'x'.repeat(1000)}"}}`,
    ]) {
      page.session.onAnswer({ url: ANSWER, text });
    }
    await until(() => expect(page.told.at(-1)?.reading.seen).toBe(1));
  });

  it('says nothing on pages of a console that show no claims', async () => {
    const page = openPage(
      'https://mms.pinduoduo.com/orders/list',
      `<p>订单编号：${order(1)}</p><p>发货状态：已发货</p>`,
    );
    await wait(500);
    expect(page.told).toEqual([]);
  });
});
