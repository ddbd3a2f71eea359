/** Every boundary of `reader/join-claims.ts`: the same claim twice, the same picture everywhere. */
import { dropCommonPictures, joinRepeated } from '../../../../lib/consoles/reader/join-claims.ts';
import type { ClaimReading, PartialClaim } from '../../../../lib/consoles/types.ts';
import type { Alone } from '../alone.ts';
import { bodyOf } from '../body.ts';

interface Told {
  partial: PartialClaim;
  unowned?: string[];
  refused?: string[];
}

const element = bodyOf('<p></p>');
const evidence = (...urls: string[]): NonNullable<PartialClaim['evidence']> =>
  urls.map((url) => ({ url, kind: 'photo' }));

const readingOf = ({ partial, unowned, refused }: Told): ClaimReading => ({
  partial,
  how: 'dom',
  evidenceAnchors: (partial.evidence ?? []).map(({ url }) => ({ url, element })),
  ...(unowned && { unowned: unowned.map((url) => ({ url, element })) }),
  ...(refused && { refused }),
});

/** `number/order: buyer's | anchors | nobody knows whose | somebody else's`, one a claim. */
const after = (
  change: (claims: ClaimReading[]) => void,
  [name, claims, expected]: readonly [string, Told[], string[]],
): Alone => ({
  name: `${change.name}: ${name}`,
  told: () => {
    const readings = claims.map(readingOf);
    change(readings);
    return readings.map(({ partial, evidenceAnchors, unowned, refused }) =>
      [
        `${partial.claimId}/${partial.orderId}: ${(partial.evidence ?? []).map(({ url }) => url).join()}`,
        evidenceAnchors.map(({ url }) => url).join(),
        unowned?.map(({ url }) => url).join(),
        refused?.join(),
      ].join(' | '),
    );
  },
  expected,
});

const TWICE: [string, Told[], string[]][] = [
  [
    'a row and a dialog over it',
    [
      { partial: { claimId: '1', evidence: evidence('a') }, unowned: ['u'], refused: ['x'] },
      { partial: { claimId: '2' } },
      {
        partial: { claimId: '1', orderId: 'o', evidence: evidence('b') },
        unowned: ['v'],
        refused: ['x', 'y'],
      },
    ],
    ['1/o: a,b | a,b | u,v | x,y', '2/undefined:  |  |  | '],
  ],
  [
    'what only the dialog tells',
    [{ partial: { claimId: '1' } }, { partial: { claimId: '1' }, unowned: ['v'], refused: ['y'] }],
    ['1/undefined:  |  | v | y'],
  ],
  [
    'orders without a claim’s number are not one claim',
    [{ partial: { orderId: 'o' } }, { partial: { orderId: 'p' } }, { partial: { orderId: 'o' } }],
    ['undefined/o:  |  |  | ', 'undefined/p:  |  |  | ', 'undefined/o:  |  |  | '],
  ],
];

const COMMON: [string, Told[], string[]][] = [
  [
    'a picture that all of three claims show',
    [
      { partial: { claimId: '1', evidence: evidence('logo', 'a') } },
      { partial: { claimId: '2', evidence: evidence('logo') } },
      { partial: { claimId: '3', evidence: evidence('b', 'logo') } },
    ],
    ['1/undefined: a | a |  | ', '2/undefined:  |  |  | ', '3/undefined: b | b |  | '],
  ],
  // Two claims of one order may well show the same photo.
  [
    'a picture that both of two claims show',
    [
      { partial: { claimId: '1', evidence: evidence('a') } },
      { partial: { claimId: '2', evidence: evidence('a') } },
    ],
    ['1/undefined: a | a |  | ', '2/undefined: a | a |  | '],
  ],
  [
    'a picture that one of three claims does not show',
    [
      { partial: { claimId: '1', evidence: evidence('a') } },
      { partial: { claimId: '2', evidence: evidence('a') } },
      { partial: { claimId: '3' } },
    ],
    ['1/undefined: a | a |  | ', '2/undefined: a | a |  | ', '3/undefined:  |  |  | '],
  ],
];

export const CASES: Alone[] = [
  ...TWICE.map((one) => after(joinRepeated, one)),
  ...COMMON.map((one) => after(dropCommonPictures, one)),
];
