import { describe, expect, it } from 'vitest';
import { siteConsole } from '../../../lib/consoles/platforms/site.ts';
import { contextFor, readPageNow } from '../../../lib/consoles/read-page.ts';
import { consoleForUrl, pageRuleFor } from '../../../lib/consoles/registry.ts';
import { withTaught } from '../../../lib/consoles/teach/apply.ts';
import { learn } from '../../../lib/consoles/teach/learn.ts';
import {
  fitsTaught,
  parseTaught,
  pathPatternOf,
  shapeOf,
  type TaughtReader,
} from '../../../lib/consoles/teach/spec.ts';
import type { LabelName } from '../../../lib/consoles/words/words.ts';
import { documentOf } from '../../consoles/cases.ts';

const NOW = Date.parse('2026-10-01T00:00:00Z');

/** Cards with words that no vocabulary knows, and a number without any word. */
const english = (claims: [string, string, string, string, string[]][]): string =>
  `<header><h1>Trouble board</h1><p>Showing ${claims.length}</p></header><main class="x1">${claims
    .map(
      ([ticket, basket, owed, why, pictures]) =>
        `<article class="c-${ticket}"><h3><b>${ticket}</b></h3><ul><li><i>Basket</i><u>${basket}</u></li><li><i>Owed back</i><u>${owed}</u></li><li><i>What happened</i><u>${why}</u></li></ul><footer><h4>What they sent</h4><div>${pictures
          .map((url) => `<img src="${url}">`)
          .join('')}</div></footer></article>`,
    )
    .join('')}</main>`;

const chinese = (claims: [string, string, string, string, string[]][]): string =>
  `<div class="wrap"><table><tr><th>流水</th><th>对应买卖</th><th>要退多少</th><th>缘由</th><th>顾客传来的</th></tr>${claims
    .map(
      ([one, order, money, why, pictures]) =>
        `<tr><td>${one}</td><td>${order}</td><td>${money}</td><td>${why}</td><td>${pictures.map((url) => `<img src="${url}">`).join('')}</td></tr>`,
    )
    .join('')}</table></div>`;

function teach(document: Document, url: string, targets: [LabelName, string][]): TaughtReader {
  const pointed = targets.map(([name, selector]) => ({ name, element: document.querySelector(selector)! }));
  const reader = learn({ url: new URL(url), at: '2026-10-01T00:00:00Z', pointed });
  if (typeof reader === 'string') throw new Error(reader);
  expect(parseTaught(JSON.parse(JSON.stringify(reader)))).toEqual(reader);
  return reader;
}

function read(reader: TaughtReader, html: string, address: string) {
  const url = new URL(address);
  const definition = withTaught(siteConsole(url), reader);
  const page = pageRuleFor(definition, url)?.kind ?? 'unknown';
  const reading = readPageNow({
    root: documentOf(html, address),
    definition,
    page,
    context: contextFor(definition, url, NOW),
    tapped: [],
  });
  return {
    how: reading.how,
    missing: reading.missing,
    page,
    claims: reading.claims.map(({ partial }) => ({
      id: partial.claimId,
      order: partial.orderId,
      amount: partial.amount?.value,
      reason: partial.reason,
      evidence: partial.evidence?.map((entry) => entry.url),
    })),
  };
}

const IMG = (name: string): string => `https://files.example.net/${name}.jpg`;

describe('teaching a page that nobody knows', () => {
  it('reads another English page with other claims', () => {
    const address = 'https://board.example.com/trouble';
    const first = english([
      ['RX-10231', 'B-778120', '$12.00', 'It broke', [IMG('a'), IMG('b')]],
      ['RX-10232', 'B-778121', '$3.50', 'Wrong thing', [IMG('c')]],
    ]);
    const reader = teach(documentOf(first, address), address, [
      ['claimId', 'article h3 b'],
      ['orderId', 'article li:nth-child(1) u'],
      ['amount', 'article li:nth-child(2) u'],
      ['reason', 'article li:nth-child(3) u'],
      ['evidence', 'article footer img'],
    ]);
    expect(reader.fields.map((field) => field.label)).toEqual([
      undefined,
      'Basket',
      'Owed back',
      'What happened',
      'What they sent',
    ]);
    expect(JSON.stringify(reader)).not.toMatch(/c-RX|x1|10231/);
    const second = english([
      ['RX-99001', 'B-900001', '$1,020.00', 'Arrived wet', [IMG('d')]],
      ['RX-99002', 'B-900002', '$8.00', 'Case ID: RX-55555', []],
      ['RX-99003', 'B-900003', '$7.25', 'Torn', [IMG('e'), IMG('f')]],
    ]);
    expect(read(reader, second, address)).toEqual({
      how: ['taught'],
      missing: [],
      page: 'list',
      claims: [
        { id: 'RX-99001', order: 'B-900001', amount: 102_000, reason: 'Arrived wet', evidence: [IMG('d')] },
        { id: 'RX-99002', order: 'B-900002', amount: 800, reason: 'Case ID: RX-55555', evidence: undefined },
        { id: 'RX-99003', order: 'B-900003', amount: 725, reason: 'Torn', evidence: [IMG('e'), IMG('f')] },
      ],
    });
  });

  it('reads another Chinese table, also with a new column before the others', () => {
    const address = 'https://guanjia.example.cn/tui/list';
    const first = chinese([
      ['LS2026100101', 'MM88120001', '12元', '碎了', [IMG('a')]],
      ['LS2026100102', 'MM88120002', '30.5元', '少了', [IMG('b')]],
    ]);
    const reader = teach(documentOf(first, address), address, [
      ['claimId', 'tr:nth-child(2) td:nth-child(1)'],
      ['orderId', 'tr:nth-child(2) td:nth-child(2)'],
      ['amount', 'tr:nth-child(2) td:nth-child(3)'],
      ['reason', 'tr:nth-child(2) td:nth-child(4)'],
      ['evidence', 'tr:nth-child(2) img'],
    ]);
    const second = chinese([
      ['LS2026100999', 'MM99999999', '7元', '漏了', [IMG('x'), IMG('y')]],
      ['LS2026100998', 'MM99999998', '8元', '脏了', []],
    ]);
    const wanted = [
      {
        id: 'LS2026100999',
        order: 'MM99999999',
        amount: 700,
        reason: '漏了',
        evidence: [IMG('x'), IMG('y')],
      },
      { id: 'LS2026100998', order: 'MM99999998', amount: 800, reason: '脏了', evidence: undefined },
    ];
    expect(read(reader, second, address).claims).toEqual(wanted);
    const wider = second
      .replace('<tr><th>', '<tr><th>勾选</th><th>')
      .replaceAll('<tr><td>', '<tr><td>□</td><td>');
    expect(read(reader, wider, address).claims).toEqual(wanted);
  });

  it('reads a page with one claim', () => {
    const page = (id: string, owed: string, why: string, picture: string): string =>
      `<div><p>Trouble <b>${id}</b></p><p>Owed back: <b>${owed}</b></p><p>Story: <b>${why}</b></p><section><h4>What they sent</h4><p><img src="${picture}"></p></section></div>`;
    const reader = teach(
      documentOf(page('77120031', '$5.00', 'broken', IMG('a')), 'https://board.example.com/trouble/77120031'),
      'https://board.example.com/trouble/77120031',
      [
        ['claimId', 'p:nth-child(1) b'],
        ['amount', 'p:nth-child(2) b'],
        ['reason', 'p:nth-child(3) b'],
        ['evidence', 'img'],
      ],
    );
    expect(reader.path).toBe('/trouble/*');
    const result = read(
      reader,
      page('77120999', '$6.00', 'torn', IMG('b')),
      'https://board.example.com/trouble/77120999',
    );
    expect(result.claims).toEqual([
      { id: '77120999', order: undefined, amount: 600, reason: 'torn', evidence: [IMG('b')] },
    ]);
    expect(result.page).toBe('detail');
  });

  it('says why it learned nothing', () => {
    const document = documentOf('<p>hello</p>', 'https://a.example.com/');
    const lesson = { url: new URL('https://a.example.com/'), at: '2026-10-01T00:00:00Z' };
    expect(learn({ ...lesson, pointed: [] })).toBe('no-claim-number');
    expect(learn({ ...lesson, pointed: [{ name: 'claimId', element: document.querySelector('p')! }] })).toBe(
      'no-claim-number',
    );
  });
});

describe('a taught reader as data', () => {
  it('makes shapes that fit numbers alike and no others', () => {
    for (const [id, fits, not] of [
      ['RX-10231', 'RX-10299', '10231'],
      ['22750000000001', '22750000000999', '2275'],
      ['260928-412233445000017', '261001-412233445999999', '260928412233445000017'],
      ['PO-211-01234567890-D01', 'PO-211-99999999999-D02', 'PO-211-01234567890'],
    ] as const) {
      const shape = new RegExp(shapeOf(id));
      expect(shape.test(id) && shape.test(fits), id).toBe(true);
      expect(shape.test(not), not).toBe(false);
    }
  });

  it('knows its pages by the parts of the path that stay', () => {
    expect(pathPatternOf('/trouble/77120031/view')).toBe('/trouble/*/view');
    const reader = { host: 'a.example.com', path: '/trouble/*' } as TaughtReader;
    expect(fitsTaught(reader, new URL('https://a.example.com/trouble/5'))).toBe(true);
    expect(fitsTaught(reader, new URL('https://a.example.com/trouble/5/x'))).toBe(false);
    expect(fitsTaught(reader, new URL('https://b.example.com/trouble/5'))).toBe(false);
  });

  it('refuses what is no reader', () => {
    const sound = {
      schema: 'claimlens-reader/1',
      console: 'site-a-example-com',
      host: 'a.example.com',
      path: '/x',
      page: 'detail',
      version: 1,
      taughtAt: '2026-10-01T00:00:00.000Z',
      fields: [{ name: 'claimId', path: [] }],
    };
    for (const slow of [
      '\\d{0,20}'.repeat(18),
      '\\d{1,9}\\d{1,9}',
      '[A-Z]{1,9}A[A-Z]{1,9}',
      '\\d{1,2}[a-z]{0,3}\\d{1,2}',
      '[A-Za-z]{1,9}[a-z]{1,9}',
    ])
      expect(parseTaught({ ...sound, claimShape: `^${slow}$` }), slow).toBeUndefined();
    for (const number of ['2610021234567', 'RC-2026-0001', 'AS12bc34', 'ab-12_34', 'A1B2C3D4E5'])
      expect(parseTaught({ ...sound, claimShape: shapeOf(number) }), number).toBeDefined();
    for (const bad of [null, {}, { schema: 'claimlens-reader/1', claimShape: '(a+)+$' }, 'x'])
      expect(parseTaught(bad)).toBeUndefined();
  });
});

describe('mending the reader of a known console', () => {
  const address =
    'https://shop.jd.com/jdm/trade/after-sale/independent-after-sale/detail?afsServiceId=2512345678';
  /** The console has renamed the amount, moved the photos, and prints another sum under the old word. */
  const page = (id: string, sum: string, photo: string): string =>
    `<main><p>服务单号：<b id="id">${id}</b></p><p>退款金额：<b>¥999.00</b></p><p><i>结算应退</i><u id="sum">${sum}</u></p><div>问题描述图片<div><img src="${IMG('old')}"></div></div><footer><h4>影像</h4><div><img id="photo" src="${photo}"></div></footer></main>`;

  function mended() {
    const document = documentOf(page('2512345678', '¥12.00', IMG('a')), address);
    const pointed = [
      { name: 'claimId' as const, element: document.querySelector('#id')! },
      { name: 'amount' as const, element: document.querySelector('#sum')! },
      { name: 'evidence' as const, element: document.querySelector('#photo')! },
    ];
    const reader = learn({ url: new URL(address), console: 'jd', at: '2026-10-01T00:00:00Z', pointed });
    if (typeof reader === 'string') throw new Error(reader);
    return reader;
  }

  it('overrides its words and the place of the photos, as versioned data', () => {
    const reader = mended();
    expect(parseTaught(JSON.parse(JSON.stringify(reader)))).toEqual(reader);
    const url = new URL(address);
    const known = consoleForUrl(address)!;
    const definition = withTaught(known, reader);
    const reading = readPageNow({
      root: documentOf(page('2512345679', '¥7.50', IMG('b')), address),
      definition,
      page: 'detail',
      context: contextFor(definition, url, NOW),
      tapped: [],
    });
    const root = documentOf(page('2512345678', '¥7.50', IMG('b')), address);
    const [claim] = readPageNow({
      root,
      definition,
      page: 'detail',
      context: contextFor(definition, url, NOW),
      tapped: [],
    }).claims;
    expect(claim?.partial.amount?.value).toBe(750);
    expect(claim?.partial.evidence?.map((entry) => entry.url)).toEqual([IMG('b')]);
    expect(definition.version).toBe(`${known.version}+taught.1`);
    expect(definition.dom?.taught?.at).toBe('2026-10-01T00:00:00Z');
    // Another claim's page at this address is stale, mended or not.
    expect(reading.stale).toBe(true);
  });

  it('is taken back by leaving it out', () => {
    const definition = consoleForUrl(address)!;
    const root = documentOf(page('2512345678', '¥7.50', IMG('b')), address);
    const context = contextFor(definition, new URL(address), NOW);
    const [claim] = readPageNow({ root, definition, page: 'detail', context, tapped: [] }).claims;
    expect(claim?.partial.amount?.value).toBe(99_900);
    expect(claim?.partial.evidence?.map((entry) => entry.url)).toEqual([IMG('old')]);
  });
});
