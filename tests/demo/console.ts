/** The console host: two pages and the JSON they ask for. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { detailPage } from './pages/detail.ts';
import { listPage } from './pages/list.ts';
import { type Demo, detailRecord, listRow } from './records.ts';

/** Answers one request to the console. `startedAt` is when the countdowns began. */
export async function serveConsole(
  demo: Demo,
  startedAt: number,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const now = Date.now();
  const html = (body: string) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body);
  const json = (result: unknown) =>
    response
      .writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
      .end(JSON.stringify({ success: true, errorCode: 1_000_000, errorMsg: null, result }));
  switch (url.pathname) {
    case '/aftersales/aftersale_list':
      html(listPage());
      return;
    case '/aftersales-ssr/detail': {
      const claim = demo.claims.find((c) => c.claimId === url.searchParams.get('id'));
      if (claim) html(detailPage(claim));
      else response.writeHead(404).end();
      return;
    }
    case '/mercury/mms/afterSales/queryList': {
      const asked = await body(request);
      const size = Math.min(100, Number(asked.pageSize) || 20);
      const from = ((Number(asked.pageNumber) || 1) - 1) * size;
      const list = demo.claims.slice(from, from + size).map((c) => listRow(c, now, startedAt));
      json({ list, total: demo.claims.length });
      return;
    }
    case '/mercury/mms/afterSales/queryCount':
      json({ waitSellerHandle: demo.claims.length, all: demo.claims.length });
      return;
    case '/mercury/merchant/afterSales/detail': {
      const asked = await body(request);
      const claim = demo.claims.find((c) => c.claimId === String(asked.id));
      json(claim ? detailRecord(claim, now, startedAt) : null);
      return;
    }
    case '/home':
      html(homePage());
      return;
    default:
      response.writeHead(404).end();
  }
}

/** A start page as a console has one: menus, figures and notices, and not one claim. */
function homePage(): string {
  const tiles = Array.from(
    { length: 400 },
    (_, i) =>
      `<div class="tile"><span>数据 ${i}</span><b>${(i * 7919) % 1000}</b><a href="/home?${i}">查看</a></div>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>首页</title><main>${tiles.join('')}</main>`;
}

async function body(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
