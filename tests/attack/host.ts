/** A console host gone bad: the page, its answers, a picture host that redirects away, and the places where nothing may arrive. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import sharp from 'sharp';
import { hostilePage } from './page.ts';

export const CONSOLE = 'mms.pinduoduo.com';
const PICTURES = 'funimg.pddpic.com';
/** A host that no console names; reachable in the test so that a request to it would be seen. */
export const ELSEWHERE = 'collector.example';

export interface HostileHost {
  hosts: Record<string, number>;
  listUrl: string;
  /** Addresses asked for on hosts that the extension has no business with. */
  strays: string[];
  /** Requests for pictures that came with cookies. */
  withCookies: string[];
  close(): Promise<void>;
}

/** Addresses that the page offers as evidence; the good one shows that the reader still works. */
export const OFFERED = {
  good: `https://${PICTURES}/good.jpg`,
  redirectAway: `https://${PICTURES}/redirect-away.jpg`,
  redirectInside: `https://${PICTURES}/redirect-inside.jpg`,
  script: 'javascript:fetch("https://collector.example/js")',
  data: 'data:image/png;base64,iVBORw0KGgo=',
  file: 'file:///etc/passwd',
  plain: `http://${PICTURES}/plain.jpg`,
  inside: 'https://192.168.1.1/admin.png',
  loopback: 'https://localhost/private.png',
  notGranted: `https://${ELSEWHERE}/photo.jpg`,
  lookalike: `https://${PICTURES}.${ELSEWHERE}/photo.jpg`,
  credentials: `https://${PICTURES}@${ELSEWHERE}/photo.jpg`,
} as const;

export const MARKUP =
  '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>{{7*7}}';

const row = (id: string, orderId: string, images: string[]) => ({
  id,
  orderSn: orderId,
  afterSalesType: 1,
  afterSalesTypeName: '仅退款',
  afterSalesReasonDesc: MARKUP,
  remark: MARKUP.repeat(200),
  afterSalesStatus: 2,
  refundAmount: 1234,
  orderAmount: 1234,
  goodsId: '560100000001',
  goodsName: MARKUP,
  goodsSpec: '=HYPERLINK("https://collector.example","x")',
  images,
  createdAt: 1_790_900_000,
});

/** Every picture address in a claim of its own, so that one bad address costs only its own claim. */
export const claimIds = Object.keys(OFFERED).map((_, i) => `18213700000000${String(i).padStart(2, '0')}`);

const list = () =>
  Object.values(OFFERED).map((url, i) => row(claimIds[i] ?? '', `261002-00000000000000${i % 10}`, [url]));

export async function startHostileHost(): Promise<HostileHost> {
  const strays: string[] = [];
  const withCookies: string[] = [];
  const jpeg = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#a33' } })
    .jpeg()
    .toBuffer();
  const pems = await generate([{ name: 'commonName', value: CONSOLE }], {
    keySize: 2048,
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [CONSOLE, '*.pddpic.com', ELSEWHERE].map((value) => ({ type: 2 as const, value })),
      },
    ],
  });
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const host = (request.headers.host ?? '').split(':')[0] ?? '';
    const { pathname } = new URL(request.url ?? '/', `https://${host}`);
    if (host === CONSOLE) {
      if (pathname.includes('queryList')) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ success: true, result: { list: list(), total: claimIds.length } }));
      } else {
        response.writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'set-cookie': 'session=secret; Path=/; Domain=pinduoduo.com',
        });
        response.end(hostilePage(claimIds));
      }
    } else if (host === PICTURES) {
      if (request.headers.cookie) withCookies.push(request.url ?? '');
      if (pathname === '/redirect-away.jpg')
        response.writeHead(302, { location: `https://${ELSEWHERE}/redirected` }).end();
      else if (pathname === '/redirect-inside.jpg')
        response.writeHead(302, { location: 'https://localhost/redirected' }).end();
      else response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': jpeg.length }).end(jpeg);
    } else {
      strays.push(`https://${host}${request.url}`);
      response.writeHead(200, { 'content-type': 'image/jpeg', 'access-control-allow-origin': '*' }).end(jpeg);
    }
  };
  const server = createServer({ key: pems.private, cert: pems.cert }, answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const names = [
    CONSOLE,
    '*.pddpic.com',
    ELSEWHERE,
    `*.${ELSEWHERE}`,
    'localhost',
    '192.168.1.1',
    '127.0.0.1',
  ];
  return {
    hosts: Object.fromEntries(names.map((name) => [name, port])),
    listUrl: `https://${CONSOLE}/aftersales/aftersale_list`,
    strays,
    withCookies,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
