/** What `reader/read-dom.ts` itself decides of a page, tried with consoles of some structure: which parts are claims, and how they were read. */
import { runToEnd } from '../../../../lib/consoles/page/walk.ts';
import { readDom } from '../../../../lib/consoles/reader/read-dom.ts';
import type { ConsoleDefinition, PageKind } from '../../../../lib/consoles/types.ts';
import { type Alone, definitionWith, ENV } from '../alone.ts';
import { bodyOf, partIn } from '../body.ts';

const CLAIM = ['10000000000001', '10000000000002'] as const;
const claim = (n: 0 | 1): string => `<p>售后编号：<b>${CLAIM[n]}</b></p>`;
const amount = (yuan: number): string => `<p>退款金额：<b>￥${yuan}.00</b></p>`;
const picture = (name: string): string => `<img src="https://img.example.org/u/${name}.jpg">`;
const nameOf = (url: string): string => /([^/]+)\.jpg$/.exec(url)?.[1] ?? url;

interface Given {
  html: string;
  page?: PageKind;
  definition?: ConsoleDefinition;
  useDefinition?: boolean;
}

/** `how claim/order kind amount: buyer's | somebody else's`, one a claim, behind the number of claims seen. */
const read = ([name, given, expected]: readonly [string, Given, string[]]): Alone => ({
  name: `page: ${name}`,
  told: () => {
    const { html, page = 'list', definition = definitionWith({}), useDefinition = true } = given;
    const root = bodyOf(html).ownerDocument;
    const options = { page, useDefinition, wanted: {}, runs: [] };
    const { claims, seen } = runToEnd(readDom(root, definition, ENV.context, options));
    return [
      `${seen}`,
      ...claims.map(({ partial, how, refused }) =>
        [
          `${how} ${partial.claimId}/${partial.orderId} ${partial.kind} ${partial.amount?.value}: `,
          (partial.evidence ?? []).map(({ url }) => nameOf(url)).join(),
          ' | ',
          (refused ?? []).map(nameOf).join(),
        ].join(''),
      ),
    ];
  },
  expected,
});

const ROWS = definitionWith({ row: '.row' });
const ONE = `<main>${claim(0)}${amount(1)}</main>`;
const taught: NonNullable<ConsoleDefinition['dom']>['taught'] = {
  rows: () => [],
  parts: () => [],
  words: {},
  names: [],
  at: '2026-10-01T00:00:00Z',
};

const PAGES: [string, Given, string[]][] = [
  ['none', { html: '<main></main>' }, ['0']],
  ['by a console’s file', { html: ONE }, ['1', `dom ${CLAIM[0]}/undefined undefined 100:  | `]],
  [
    'by the common words alone',
    { html: ONE, useDefinition: false },
    ['1', `generic ${CLAIM[0]}/undefined undefined 100:  | `],
  ],
  [
    'of a site that no file knows',
    { html: ONE, definition: { ...definitionWith({}), unknownSite: true } },
    ['1', `generic ${CLAIM[0]}/undefined undefined 100:  | `],
  ],
  [
    'that a seller taught',
    { html: ONE, definition: definitionWith({ taught }) },
    ['1', `taught ${CLAIM[0]}/undefined undefined 100:  | `],
  ],
  [
    'by the common words alone, though a seller taught it',
    { html: ONE, definition: definitionWith({ taught }), useDefinition: false },
    ['1', `generic ${CLAIM[0]}/undefined undefined 100:  | `],
  ],
  [
    'with rows within rows',
    {
      html: `<div class="row">${claim(0)}<div class="row">${amount(1)}</div></div><div class="row">${claim(1)}${amount(2)}</div>`,
      definition: ROWS,
    },
    ['2', `dom ${CLAIM[0]}/undefined undefined 100:  | `, `dom ${CLAIM[1]}/undefined undefined 200:  | `],
  ],
  [
    'with a drawer over its rows',
    {
      html: `<div class="row">${claim(0)}${amount(1)}</div><div class="drawer">${claim(1)}${amount(2)}</div>`,
      definition: ROWS,
    },
    ['2', `dom ${CLAIM[0]}/undefined undefined 100:  | `, `dom ${CLAIM[1]}/undefined undefined 200:  | `],
  ],
  [
    'with a drawer within its row',
    {
      html: `<div class="row">${claim(0)}<div class="drawer">${claim(0)}${amount(1)}</div></div>`,
      definition: ROWS,
    },
    ['1', `dom ${CLAIM[0]}/undefined undefined 100:  | `],
  ],
  [
    'with a number beside its rows that is no claim of the list',
    {
      html: `<div class="row">${claim(0)}${amount(1)}</div><div class="banner">${claim(1)}${amount(2)}</div>`,
      definition: ROWS,
    },
    ['2', `dom ${CLAIM[0]}/undefined undefined 100:  | `],
  ],
  [
    'with a claim in a help',
    {
      html: `<main>${claim(0)}<h4>买家凭证</h4><div>${picture('b1')}</div></main><aside>${claim(1)}<h4>买家凭证</h4><div>${picture('b2')}</div></aside>`,
    },
    [
      '2',
      `dom ${CLAIM[0]}/undefined undefined undefined: b1 | `,
      `dom ${CLAIM[1]}/undefined undefined undefined: b2 | `,
    ],
  ],
  // A label without a number makes no claim of a help.
  [
    'with a help that explains its labels',
    {
      html: `<main>${claim(0)}<h4>买家凭证</h4><div>${picture('b1')}</div></main><aside><p>售后编号：<b></b></p><h4>买家凭证</h4><div>${picture('x1')}</div></aside>`,
      page: 'detail',
    },
    ['1', `dom ${CLAIM[0]}/undefined undefined undefined: b1 | `],
  ],
  [
    'with one claim, and sums and filters of all',
    {
      html: `<main><div class="stats"><p>退款金额：<b>￥9999.00</b></p></div><div class="filter"><p>售后类型：<b>换货</b></p></div>${claim(0)}</main>`,
    },
    ['1', `dom ${CLAIM[0]}/undefined undefined undefined:  | `],
  ],
  [
    'with kinds that stand for themselves',
    { html: `<main>${claim(0)}<p>仅退款</p></main>` },
    ['1', `dom ${CLAIM[0]}/undefined refund-only undefined:  | `],
  ],
  [
    'of one claim, where such words are no kind',
    { html: `<main>${claim(0)}<p>仅退款</p></main>`, page: 'detail' },
    ['1', `dom ${CLAIM[0]}/undefined undefined undefined:  | `],
  ],
  [
    'with pictures of the goods',
    { html: `<main>${claim(0)}<h4>商品信息</h4><div>${picture('x1')}</div></main>`, page: 'detail' },
    ['1', `dom ${CLAIM[0]}/undefined undefined undefined:  | x1`],
  ],
  [
    'with a label whose number is yet to come',
    { html: `<main><div>${claim(0)}${amount(1)}</div><div><p>售后编号：<b></b></p></div></main>` },
    ['2', `dom ${CLAIM[0]}/undefined undefined 100:  | `],
  ],
];

export const CASES: Alone[] = [
  ...PAGES.map(read),
  {
    name: 'page: the mark of a claim stands beside its number',
    told: () => {
      const body = bodyOf(`<main>${claim(0).replace('<b>', '<b id="n">')}${amount(1)}</main>`);
      const options = { page: 'list' as const, useDefinition: true, wanted: {}, runs: [] };
      const { claims } = runToEnd(readDom(body.ownerDocument, definitionWith({}), ENV.context, options));
      return claims.map(({ anchor }) => anchor === partIn(body, 'n'));
    },
    expected: [true],
  },
];
