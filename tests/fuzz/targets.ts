/** Every reader of outside data that the product owns or calls. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { zipSync } from 'fflate';
import * as v from 'valibot';
import { BackupRefused, readBackup, writeBackup } from '../../lib/cases/backup/format.ts';
import { decodeRows, encodeRow } from '../../lib/cases/backup/rows-codec.ts';
import { xlsx } from '../../lib/cases/export/xlsx.ts';
import { effectOf, parseCountdown } from '../../lib/claims/countdown.ts';
import { guessId, parseKeepingDigits } from '../../lib/claims/ids.ts';
import { Claim } from '../../lib/claims/model.ts';
import { moneyIn, parseMoney } from '../../lib/claims/money.ts';
import { parseTime } from '../../lib/claims/time.ts';
import { siteConsole } from '../../lib/consoles/platforms/site.ts';
import { contextFor, partialsOf } from '../../lib/consoles/read-page.ts';
import { CONSOLES } from '../../lib/consoles/registry.ts';
import { readParts } from '../../lib/engine/pool/video/read-parts.ts';
import { openZip } from '../../lib/formats/zip-read.ts';
import { joined } from '../../lib/formats/zip-write.ts';
import { guard } from '../../lib/images/decode.ts';
import { originals } from '../../lib/images/originals.ts';
import { partsOf } from '../../lib/images/parts.ts';
import { sniff } from '../../lib/images/sniff.ts';
import { cleanPath } from '../../lib/library/files.ts';
import { readGallery } from '../../lib/library/gallery.ts';
import { besideOf, mappingOf, picturesOf, readSheets, type SheetFile } from '../../lib/library/sheet.ts';
import { decodeFingerprint, encodeFingerprint, fingerprint, MatchIndex } from '../../lib/match/index.ts';
import { ConsoleToBackground, SurfaceToBackground } from '../../lib/platform/messages.ts';
import { readVideo } from '../../lib/video/open-video.ts';
import { timesInSpans, timesToLookAt } from '../../lib/video/times.ts';
import { smallVideos } from '../clips/containers.ts';
import { loadCases, readCase } from '../consoles/cases.ts';
import { hasSamples } from '../samples.ts';
import { FORMS } from '../unit/provenance/movies.ts';
import { random } from './mutate.ts';
import { bases, runCase } from './provenance.ts';
import { bytesOf, type Target, textOf } from './target.ts';

const RECORDED = resolve(import.meta.dirname, '../consoles');
const NOW = Date.parse('2026-10-02T03:00:00Z');
const PAGE = new URL('https://mms.pinduoduo.com/aftersales');
const OPTIONS = { now: NOW, zone: 'Asia/Shanghai', dayFirst: true };

const pictures = async (): Promise<Uint8Array[]> =>
  hasSamples ? bases().map(({ bytes }) => bytes) : [bytesOf('\u0089PNG\r\n\u001a\n')];

/** Files below the recorded pages with an ending. */
const recorded = (ending: RegExp): string[] =>
  readdirSync(RECORDED, { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file) && !file.endsWith('expected.json'))
    .sort();

const imageTarget: Target = {
  name: 'sniff',
  seeds: pictures,
  allowed: ['UnreadablePhotoError'],
  read(bytes) {
    const { width, height } = sniff(bytes);
    if (!(width >= 0 && height >= 0)) throw new Error(`size ${width} x ${height}`);
    guard(bytes);
  },
};

const metadata: Target = {
  name: 'photo metadata',
  seeds: pictures,
  allowed: [],
  read: (bytes) => runCase(bytes, 'photo.jpg'),
};

/** Containers of videos: our own guard, and the library behind it. */
const videos: Target = {
  name: 'video container',
  boxes: true,
  seeds: async () => Object.values(await smallVideos()),
  allowed: ['VideoError'],
  async read(bytes) {
    const { video, close } = await readVideo(bytes);
    close();
    const { from, to, width, height, keys } = video;
    if (!(to > from && from >= 0 && width >= 1 && height >= 1))
      throw new Error('a video without time or picture');
    if (keys.some((key) => !Number.isFinite(key))) throw new Error('a key frame without a time');
    timesToLookAt(keys, from, to);
  },
};

/** The same of files of which only the beginning and the end are kept, wherever they were cut. */
const videosInPart: Target = {
  name: 'video in part',
  boxes: true,
  seeds: async () => Object.values(await smallVideos()),
  allowed: ['VideoError'],
  async read(bytes) {
    // The cut follows from the bytes, so that what is found is found again.
    const sum = bytes.reduce((all, byte) => (all * 31 + byte) >>> 0, 7);
    const first = 1 + (sum % Math.max(1, bytes.length));
    const last = first + ((sum >>> 8) % Math.max(1, bytes.length - first + 1));
    const pieces = [{ from: 0, bytes: bytes.subarray(0, first) }];
    if (last < bytes.length) pieces.push({ from: last, bytes: bytes.subarray(last) });
    const kept = joined(pieces.map((piece) => piece.bytes));
    const parts = partsOf(bytes.length, 'size', pieces);
    await readParts(kept, parts);
    const { video, close } = await readVideo(kept, parts);
    close();
    const { from, to, spans } = video;
    if (spans.some((span, i) => !(span.from < span.to && span.from >= (spans[i - 1]?.to ?? from))))
      throw new Error('spans that do not rise');
    if (!spans.every((span) => span.to <= to)) throw new Error('a span behind the end');
    timesInSpans(video.keys, spans);
  },
};

/** What videos say of themselves. */
const videoMetadata: Target = {
  name: 'video metadata',
  boxes: true,
  seeds: async () => [...Object.values(await smallVideos()), ...FORMS.map(([, bytes]) => bytes)],
  allowed: [],
  read: (bytes) => runCase(bytes, 'clip.mp4'),
};

/** Noise of a fixed seed with shapes in it, so that it has corners. */
function drawn(seed: number): Uint8Array {
  const next = random(seed);
  const data = new Uint8ClampedArray(96 * 96 * 4);
  for (let i = 0; i < data.length; i += 4) {
    const inside = (((i / 4) % 96) >> 4) % 2 === (Math.floor(i / 4 / 96) >> 4) % 2;
    data.fill(inside ? 200 : Math.floor(next() * 120), i, i + 3);
    data[i + 3] = 255;
  }
  return encodeFingerprint(fingerprint({ width: 96, height: 96, data }));
}

const fingerprints: Target = {
  name: 'stored fingerprint',
  seeds: async () => [drawn(1), drawn(2)],
  allowed: ['FingerprintError'],
  read(bytes) {
    const index = new MatchIndex();
    const found = decodeFingerprint(bytes);
    index.add('a', found);
    const none = { ...found.stored, count: 0 };
    const both = { plain: found.stored, mirrored: none };
    const query = { ...found, query: { ...both, closeUp: both, panels: [] } };
    index.search(query, 2);
    index.closeUps(query);
  },
};

const zip: Target = {
  name: 'ZIP',
  seeds: async () => [
    zipSync({ 'a/1.jpg': bytesOf('picture'.repeat(50)), '杯子/2.png': [bytesOf('stored'), { level: 0 }] }),
    zipSync({ '../x.jpg': bytesOf('') }, { comment: 'c'.repeat(100) }),
  ],
  allowed: ['ArchiveError'],
  async read(bytes) {
    for (const member of await openZip(new Blob([bytes as BlobPart]))) {
      const path = cleanPath(member.name);
      if (/(^|\/)\.\.(\/|$)|^\/|\p{Cc}/u.test(path)) throw new Error(`path ${path}`);
      await member.bytes().catch((error: Error) => {
        if (error.name !== 'ArchiveError') throw error;
      });
    }
  },
};

const SHEETS = [
  '商品名称,商品ID,主图\n杯子,123,https://img.alicdn.com/a.jpg\n,,"//x.y/1.jpg;//x.y/2.jpg"\n',
  'Handle\tTitle\tImage Src\nmug\tBlue mug\thttps://cdn.shopify.com/a.jpg\n',
  '"a""b",=cmd|"/c calc"!A1,+1\n"un\nclosed',
  'ID,SKU,Name,Parent,Images\n7,M,Mug,,https://a.b/1.jpg\n8,M-R,Red,id:7,mug.jpg\n\nImages,Name\nhttps://a.b/2.jpg,Vase\n',
  '商品ID,商品名称,主图,,商品ID,商品名称,主图\n6.32E+11,左,https://a.b/l.jpg,,"732,145,678",右,https://a.b/r.jpg\n',
];

/** Every row is answered for once: by pictures, or by the reason why it gives none. */
function useSheet({ sheets }: SheetFile): void {
  const find = besideOf([{ path: 'goods/mug.jpg', bytes: async () => new Uint8Array() }]);
  for (const sheet of sheets) {
    const { pictures, unusable } = picturesOf(sheet, mappingOf(sheet), find);
    for (const { url } of pictures)
      if (url && new URL(url).protocol !== 'https:') throw new Error(`address ${url}`);
    const without = new Set(unusable.map(({ row }) => row));
    for (const { row } of pictures) if (without.has(row)) throw new Error(`row ${row} twice`);
  }
}

const csv: Target = {
  name: 'CSV',
  seeds: async () => SHEETS.map(bytesOf),
  allowed: ['SheetError'],
  read: async (bytes) => useSheet(await readSheets(new Blob([bytes as BlobPart]))),
};

const workbook: Target = {
  name: 'XLSX',
  seeds: async () => [
    xlsx('s', [
      ['商品名称', '主图'],
      ['杯子', 'https://a.b/c.jpg'],
      ['x', '1'],
    ]),
  ],
  allowed: ['SheetError'],
  read: async (bytes) => useSheet(await readSheets(new Blob([bytes as BlobPart]))),
};

const gallery: Target = {
  name: 'product page',
  seeds: async () =>
    [
      {
        '@graph': [
          {
            '@type': 'ProductGroup',
            name: 'Mug',
            image: ['/a.jpg', { contentUrl: 'https://a.b/b.jpg' }],
            hasVariant: [{ '@type': 'Product', color: 'red', image: '//a.b/c.jpg' }],
          },
        ],
      },
      {
        product: {
          id: 7,
          title: 'Mug',
          images: ['/a.jpg'],
          variants: [{ options: ['Red'], featured_image: { src: '/r.jpg' } }],
        },
      },
      [{ attributes: { colour: 'red' }, image: { full_src: 'https://a.b/r.jpg' } }],
    ].map((data) => bytesOf(JSON.stringify(data))),
  allowed: [],
  json: true,
  read(bytes) {
    const text = [textOf(bytes)];
    const page = { url: 'https://a.b/mug', title: 'Mug', canonical: '', gallery: text, microdata: [text] };
    for (const { url } of readGallery({ ...page, jsonLd: text, variations: text, products: text })
      ?.pictures ?? [])
      if (new URL(url).protocol !== 'https:') throw new Error(`address ${url}`);
  },
};

const answers: Target = {
  name: 'console answers',
  seeds: async () => recorded(/\.json$/).map((file) => readFileSync(join(RECORDED, file))),
  allowed: [],
  json: true,
  read(bytes, next) {
    const definition = CONSOLES[Math.floor(next() * CONSOLES.length)]!;
    const host = definition.hosts[0]!.replace(/\*\.?/g, '').replace(/\/$/, '');
    const page = URL.parse(host) ?? PAGE;
    const text = textOf(bytes);
    for (const one of [definition, siteConsole(page)]) {
      for (const url of definition.tap?.paths.length
        ? ['/mercury/mms/afterSales/queryList', '/api/list']
        : ['/'])
        partialsOf(one, { url: new URL(url, page).href, text, at: NOW }, page);
    }
    const json = parseKeepingDigits(text);
    definition.tap?.parse(json, { ...contextFor(definition, page, NOW), answerUrl: page.href });
  },
};

const WORDS = [
  '￥1,234.56 退款金额 剩余 2天3小时5分 后自动退款',
  '申请时间：2026-10-02 11:00:00（北京时间） 订单编号 241002-123456789012345',
  'US$ 12.00 05/01/2026 3:04 PM, R$ 1.234,56 12.345 ₫ ￥０．５元',
  '还剩 00:59:59 将自动同意 3 days 4 hours left to respond',
];

const pageText: Target = {
  name: 'page text',
  seeds: async () => WORDS.map(bytesOf),
  allowed: [],
  read(bytes) {
    const text = textOf(bytes);
    for (const currency of ['CNY', 'USD', 'VND']) {
      const money = parseMoney(text, currency);
      if (money && !Number.isSafeInteger(money.value)) throw new Error(`money ${money.value}`);
      moneyIn(text, currency);
    }
    parseTime(text, OPTIONS);
    parseCountdown(text);
    effectOf(text);
    guessId(text);
    for (const { url } of originals(text)) if (!url.startsWith('https:')) throw new Error(`address ${url}`);
  },
};

const addresses: Target = {
  name: 'picture addresses',
  seeds: async () =>
    (
      JSON.parse(readFileSync(resolve(RECORDED, '../unit/images/cdn-pairs.json'), 'utf8')) as {
        shown: string;
      }[]
    )
      .map(({ shown }) => bytesOf(String(shown)))
      .slice(0, 60),
  allowed: [],
  read(bytes) {
    const found = originals(textOf(bytes));
    if (found.length > 3) throw new Error(`${found.length} candidates`);
    for (const { url } of found) if (new URL(url).protocol !== 'https:') throw new Error(`address ${url}`);
  },
};

let cases: ReturnType<typeof loadCases> | undefined;

const pages: Target = {
  name: 'console pages',
  seeds: async () => {
    cases = loadCases();
    return cases.map((one) => bytesOf(one.html)).filter((html) => html.length < 40_000);
  },
  allowed: [],
  read(bytes, next) {
    cases ??= loadCases();
    const one = cases[Math.floor(next() * cases.length)]!;
    let page: Document | undefined;
    try {
      const reading = readCase({ ...one, html: textOf(bytes) }, undefined, (document) => {
        page = document;
      });
      for (const { partial } of reading.claims)
        if (!partial.claimId && !partial.orderId) throw new Error('a claim without a number');
    } finally {
      page?.defaultView?.close();
    }
  },
};

const MESSAGE = {
  type: 'reading',
  url: PAGE.href,
  console: 'pinduoduo',
  page: 'list',
  how: ['json'],
  seen: 1,
  read: 1,
  missing: [],
  version: '1',
  claims: [
    {
      key: 'pinduoduo:1',
      console: 'pinduoduo',
      claimId: '1',
      kind: 'refund-only',
      buyer: { id: 'b' },
      amount: { value: 1, currency: 'CNY' },
      items: [{ itemId: '1', imageUrl: 'https://a.b/c.jpg' }],
      evidence: [{ url: 'https://a.b/1.jpg', originalUrl: 'https://a.b/1.jpg', kind: 'photo' }],
      appliedAt: '2026-10-02T03:00:00.000Z',
      pageUrl: PAGE.href,
      readAt: '2026-10-02T03:00:00.000Z',
      reader: { console: 'pinduoduo', version: '1', how: 'json' },
    },
  ],
};

const messages: Target = {
  name: 'messages',
  seeds: async () =>
    [
      MESSAGE,
      { type: 'page-bytes', evidenceId: 'e', base64: 'AAAA', how: 'page' },
      { type: 'teach', tabId: 1 },
    ].map((one) => bytesOf(JSON.stringify(one))),
  allowed: [],
  json: true,
  read(bytes) {
    const raw = parseKeepingDigits(textOf(bytes));
    v.safeParse(SurfaceToBackground, raw);
    const message = v.safeParse(ConsoleToBackground, raw);
    if (!message.success || message.output.type !== 'reading') return;
    for (const one of message.output.claims) {
      const claim = v.safeParse(Claim, one);
      if (!claim.success) continue;
      for (const { url } of claim.output.evidence)
        if (new URL(url).protocol !== 'https:') throw new Error(`address ${url}`);
      JSON.stringify(claim.output);
    }
  },
};

const ROWS = [
  { table: 'claims', row: { key: 'a:1', claim: { nested: [1, null, '二'] } } },
  { table: 'blobs', row: { sha256: 'aa', bytes: Uint8Array.from({ length: 300 }, (_, i) => i & 255) } },
];

const backup: Target = {
  name: 'backup',
  seeds: async () => {
    const pieces: Uint8Array[] = [];
    const options = {
      password: 'p',
      createdAt: '',
      schema: 2,
      iterations: 10,
      random: (bytes: Uint8Array<ArrayBuffer>) => bytes.fill(7),
    };
    for await (const piece of writeBackup(ROWS, options)) pieces.push(piece);
    return [new Uint8Array(Buffer.concat(pieces))];
  },
  allowed: [new BackupRefused('damaged').name],
  read: (bytes) => readBackup(new Uint8Array(bytes), 'p'),
};

const backupRows: Target = {
  name: 'backup rows',
  seeds: async () => [new Uint8Array(Buffer.concat(ROWS.map(encodeRow)))],
  allowed: ['RangeError', 'SyntaxError', 'TypeError'],
  read: (bytes) => [...decodeRows(bytes)].length,
};

export const TARGETS: readonly Target[] = [
  imageTarget,
  metadata,
  videos,
  videosInPart,
  videoMetadata,
  fingerprints,
  zip,
  csv,
  workbook,
  gallery,
  answers,
  pages,
  pageText,
  addresses,
  messages,
  backup,
  backupRows,
];
