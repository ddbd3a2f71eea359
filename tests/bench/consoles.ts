/**
 * What reading costs the console's own thread: a list of 200 claims, and one changed row on it, in Chromium.
 * `node tests/bench/consoles.ts [rows]` prints times and the longest task in milliseconds.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build, type Rollup } from 'vite';

const ROWS = Number(process.argv[2] ?? 200);

const order = (n: number): string => `260928-${String(412_233_445_000_000 + n)}`;
const row = (n: number): string =>
  `<div class="after-sales-table_order_item__3kd9x"><div class="table-item-header_wrap__2s"><span class="table-item-header_sn__2sa">订单编号：<span>${order(n)}</span></span><span class="table-item-header_apply_time__2sb">申请时间: 2026-09-29 07:00:00</span><span class="table-item-header_time__77a">（<span class="timer_text__0">6天2时3分30秒</span> 未处理，系统将自动退款）</span></div><div class="after-sales-table_cells__3kd">${[
    `<div class="order-info_wrap__4"><img src="data:,"><div><div class="order-info_main__4">手工粗陶面碗 ${n}</div><div class="order-info_sub__4">青灰 x1</div></div></div>`,
    '<div class="amount_dotted__1">¥39.90</div><div class="amount_refund__1">¥12.00</div>',
    '已发货',
    '仅退款',
    '待商家处理',
    '-',
    `<div>商品破损</div><div class="reason_images__6"><img src="https://chat-img.pddugc.com/chat-pic-mall-user-v1/2026-09-28/${n}.jpeg?imageView2/2/w/300"></div>`,
    `<button>同意退款</button><button>驳回申请</button><a href="https://mms.pinduoduo.com/aftersales-ssr/detail?id=${22_750_000_000_000 + n}&orderSn=${order(n)}">查看详情</a>`,
  ]
    .map((cell) => `<div class="after-sales-table_item_cell__9f">${cell}</div>`)
    .join('')}</div></div>`;
const heads = [
  '商品信息',
  '订单金额/退款金额',
  '发货状态',
  '售后类型',
  '售后状态',
  '售后协商',
  '售后原因',
  '操作',
];
const page = `<!doctype html><meta charset="utf-8"><body><div class="after-sales-table_header__3kd">${heads.map((head) => `<div>${head}</div>`).join('')}</div><div id="list">${Array.from({ length: ROWS }, (_, n) => row(n)).join('')}</div>`;

/** What runs in the page: the session exactly as the content script starts it. */
const PROBE = `
import { PageSession } from '${join(import.meta.dirname, '../../lib/consoles/session.ts')}';
import { readDom } from '${join(import.meta.dirname, '../../lib/consoles/reader/read-dom.ts')}';
import { pinduoduo } from '${join(import.meta.dirname, '../../lib/consoles/platforms/pinduoduo.ts')}';
import { contextFor } from '${join(import.meta.dirname, '../../lib/consoles/read-page.ts')}';
window.steps = () => {
  const url = new URL('https://mms.pinduoduo.com/aftersales/aftersale_list');
  const work = readDom(document, pinduoduo, contextFor(pinduoduo, url, Date.now()), { page: 'list', useDefinition: true, wanted: {}, runs: [] });
  const times = [];
  for (;;) { const from = performance.now(); const step = work.next(); times.push(performance.now() - from); if (step.done) return times; }
};
window.readings = [];
window.longest = 0;
window.startSession = () => {
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration); }).observe({ type: 'longtask' });
  const session = new PageSession({
    document, address: () => 'https://mms.pinduoduo.com/aftersales/aftersale_list', now: () => Date.now(),
    onRead: (result) => window.readings.push({ at: performance.now(), read: result.reading.read }),
  });
  window.began = performance.now();
  session.start();
};`;

interface Probe {
  readings: { at: number; read: number }[];
  longest: number;
  began: number;
  startSession(): void;
  steps(): number[];
}

const work = mkdtempSync(join(tmpdir(), 'claimlens-bench-'));
const entry = join(work, 'probe.js');
writeFileSync(entry, PROBE);
const built = (await build({
  configFile: false,
  logLevel: 'silent',
  build: { write: false, lib: { entry, formats: ['iife'], name: 'probe' } },
})) as Rollup.RollupOutput[];
const code = built.flatMap(({ output }) => output).find((file) => file.type === 'chunk')?.code ?? '';
const server = createServer((_, response) =>
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page),
).listen(0, '127.0.0.1');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless=new', '--no-sandbox', '--disable-gpu'],
});
try {
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await tab.addScriptTag({ content: code });
  const settle = (before: number) =>
    tab.waitForFunction((count) => (globalThis as unknown as Probe).readings.length > count, before, {
      timeout: 30_000,
    });
  await tab.waitForTimeout(500);
  await tab.evaluate(() => (globalThis as unknown as Probe).startSession());
  await settle(0);
  const whole = await tab.evaluate(() => {
    const probe = globalThis as unknown as Probe;
    const last = probe.readings.at(-1);
    const told = { ms: (last?.at ?? 0) - probe.began, longest: probe.longest, read: last?.read ?? 0 };
    probe.longest = 0;
    return told;
  });
  const changes: { ms: number; longest: number }[] = [];
  for (let n = 0; n < 5; n++) {
    await tab.waitForTimeout(600);
    const before = await tab.evaluate((index) => {
      const probe = globalThis as unknown as Probe;
      probe.longest = 0;
      probe.began = performance.now();
      const cell = document.querySelectorAll('.after-sales-table_cells__3kd')[index * 3]?.children[4];
      if (cell) cell.textContent = '退款成功';
      return probe.readings.length;
    }, n);
    await settle(before);
    await tab.waitForTimeout(100);
    changes.push(
      await tab.evaluate(() => {
        const probe = globalThis as unknown as Probe;
        return { ms: (probe.readings.at(-1)?.at ?? 0) - probe.began, longest: probe.longest };
      }),
    );
  }
  // Each step's best time over many readings is what the work itself costs, whatever else the machine does.
  const runs: number[][] = [];
  for (let n = 0; n < 12; n++) runs.push(await tab.evaluate(() => (globalThis as unknown as Probe).steps()));
  const best = (runs[0] ?? []).map((_, index) =>
    Math.min(...runs.map((run) => run[index] ?? Number.POSITIVE_INFINITY)),
  );
  const round = (value: number): number => Math.round(value);
  console.log(
    `list of ${ROWS} claims: ${whole.read} read in ${round(whole.ms)} ms, longest task ${round(whole.longest)} ms (0: none above 50)`,
  );
  console.log(
    `work of one reading: ${best.reduce((sum, ms) => sum + ms, 0).toFixed(1)} ms in ${best.length} steps, the longest ${Math.max(...best).toFixed(1)} ms; a slice ends after 8 ms`,
  );
  console.log(
    `one changed row: read again after ${changes.map((change) => round(change.ms)).join(', ')} ms (250 of them are waiting), longest task ${round(Math.max(...changes.map((change) => change.longest)))} ms`,
  );
} finally {
  await browser.close();
  server.close();
  rmSync(work, { recursive: true, force: true });
}
