import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startDemo } from '../../demo/server.ts';

let demo: DemoServer;
beforeAll(async () => {
  demo = await startDemo({ claims: 60 });
});
afterAll(() => demo.close());

interface Answer {
  status: number;
  type: string;
  body: Buffer;
}

/** One request to the demo under a real host name, as a mapped browser makes it. */
function ask(address: string, send?: object): Promise<Answer> {
  const url = new URL(address);
  return new Promise((done, fail) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: demo.port,
        path: url.pathname + url.search,
        method: send ? 'POST' : 'GET',
        headers: { host: url.host },
        rejectUnauthorized: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () =>
          done({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    sent.on('error', fail);
    sent.end(send ? JSON.stringify(send) : undefined);
  });
}

const HOST = 'https://mms.pinduoduo.com';

describe('demo console', () => {
  it('answers the list in the console’s own shape', async () => {
    const { body } = await ask(`${HOST}/mercury/mms/afterSales/queryList`, { pageNumber: 1, pageSize: 100 });
    const { success, result } = JSON.parse(body.toString());
    expect(success).toBe(true);
    expect(result.total).toBe(60);
    expect(result.list).toHaveLength(60);
    for (const row of result.list) {
      expect(String(row.id)).toMatch(/^2275\d{10}$/);
      expect(row.orderSn).toMatch(/^\d{6}-\d{15}$/);
      expect(row.expireRemainTime).toBeGreaterThan(0);
    }
  });

  it('leaves the pictures of some claims to the detail answer', async () => {
    const { body } = await ask(`${HOST}/mercury/mms/afterSales/queryList`, { pageSize: 100 });
    const without = JSON.parse(body.toString()).result.list.find(
      (row: { id: number; images?: string[] }) =>
        !row.images && demo.claims.find((c) => c.claimId === String(row.id))?.evidence.length,
    );
    const detail = await ask(`${HOST}/mercury/merchant/afterSales/detail`, { id: without.id });
    expect(JSON.parse(detail.body.toString()).result.images.length).toBeGreaterThan(0);
  });

  it('serves thumbnails that are smaller than the stored picture', async () => {
    const thumb = demo.claims[0]?.thumbnail ?? '';
    const small = await ask(thumb);
    const whole = await ask(thumb.split('?')[0] ?? '');
    expect(small.type).toBe('image/jpeg');
    expect(small.body.length).toBeLessThan(whole.body.length / 3);
  });

  it('refuses a signed address that was changed', async () => {
    const signed = demo.claims.flatMap((c) => c.evidence).find((url) => url.includes('x-signature')) ?? '';
    expect((await ask(signed)).status).toBe(200);
    expect((await ask(signed.split('?')[0] ?? '')).status).toBe(403);
    expect((await ask(`${signed}&imageView2/2/w/300`)).status).toBe(403);
  });

  it('fails in every way it is told to, and mends', async () => {
    const url = demo.claims[0]?.evidence[0] ?? '';
    demo.misbehave(url, '429');
    expect((await ask(url)).status).toBe(429);
    demo.misbehave(url, 'html');
    expect((await ask(url)).type).toContain('text/html');
    demo.misbehave(url, 'empty');
    expect((await ask(url)).body).toHaveLength(0);
    demo.misbehave(url, 'cut');
    await expect(ask(url)).rejects.toThrow();
    demo.misbehave(url, null);
    expect((await ask(url)).status).toBe(200);
  });

  it('knows no other host and no other page', async () => {
    expect((await ask('https://img.pddpic.com/nothing.jpeg')).status).toBe(404);
    expect((await ask(`${HOST}/orders/list`)).status).toBe(404);
  });
});
