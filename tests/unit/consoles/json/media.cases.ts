/** Every boundary of `json/media.ts`, each tried alone: whose the pictures in an answer are. */
import { buyersMedia, joinMedia, mediaOf, type Roles, roleOf } from '../../../../lib/consoles/json/media.ts';
import type { PartialEvidence } from '../../../../lib/consoles/types.ts';
import type { Alone } from '../alone.ts';

const at = (name: string): string => `https://img.example.org/u/${name}.jpg`;
const names = (media: PartialEvidence[]): string[] =>
  media.map(
    ({ url, kind }) => `${kind} ${url.replace('https://img.example.org/u/', '').replace(/\.jpg$/, '')}`,
  );

/** An answer in as many objects as there are levels. */
const nested = (levels: number, inner: unknown): unknown =>
  levels ? { part: nested(levels - 1, inner) } : inner;

const mine = ([name, json, roles, expected]: readonly [
  string,
  unknown,
  Roles & { skip?: RegExp },
  string[],
]): Alone => ({
  name: `media: ${name}`,
  told: () => names(buyersMedia(json, /^images$/, roles)),
  expected,
});

const many = Array.from({ length: 61 }, (_, n) => ({ images: [at(`n${n}`)] }));

const MINE: [string, unknown, Roles & { skip?: RegExp }, string[]][] = [
  ['none', { pictures: [at('a')] }, {}, []],
  ['under a key that fits', { images: [at('a'), at('b')] }, {}, ['photo a', 'photo b']],
  ['each once', { images: [at('a')], more: { images: [at('a')] } }, {}, ['photo a']],
  [
    'in lists of objects',
    { logs: [{ images: [at('a')] }, { images: [at('b')] }] },
    {},
    ['photo a', 'photo b'],
  ],
  [
    'of entries that the buyer wrote, or that name nobody',
    {
      logs: [
        { role: 'buyer', images: [at('a')] },
        { role: 'seller', images: [at('x')] },
        { role: 'somebody', images: [at('y')] },
        { images: [at('b')] },
      ],
    },
    {},
    ['photo a', 'photo b'],
  ],
  [
    'of files that the buyer sent',
    { images: [{ role: 'seller', url: at('x') }, { role: 'buyer', url: at('a') }, { url: at('b') }] },
    {},
    ['photo a', 'photo b'],
  ],
  ['of the whole, whoever answers it', { role: 'seller', images: [at('a')] }, {}, ['photo a']],
  [
    'by codes that mean a side on one console',
    {
      logs: [
        { role: 1, images: [at('a')] },
        { role: 2, images: [at('x')] },
      ],
    },
    { codes: { 1: 'buyer', 2: 'seller' } },
    ['photo a'],
  ],
  // What is read elsewhere, entry by entry, is not read again without its author.
  [
    'without what is read elsewhere',
    { images: [at('a')], logs: [{ images: [at('x')] }] },
    { skip: /^logs$/ },
    ['photo a'],
  ],
  ['without the parts of others', { seller: { images: [at('x')] }, images: [at('a')] }, {}, ['photo a']],
  ['twelve levels deep', nested(12, { images: [at('a')] }), {}, ['photo a']],
  ['and no deeper', nested(13, { images: [at('x')] }), {}, []],
  ['sixty and no more', many, {}, many.slice(0, 60).map((_, n) => `photo n${n}`)],
];

const roles = ([object, expected]: readonly [Record<string, unknown>, string | undefined]): Alone => ({
  name: `roleOf: ${JSON.stringify(object)}`,
  told: () => roleOf(object),
  expected,
});

const ROLES: [Record<string, unknown>, string | undefined][] = [
  [{}, undefined],
  [{ text: 'seller' }, undefined],
  [{ role: 'BUYER' }, 'buyer'],
  [{ role: '7' }, 'other'],
  [{ role: null }, undefined],
  [{ sender: { type: 'seller' } }, 'seller'],
  [{ sender: { name: '张三' } }, 'other'],
  [{ incoming: true }, 'buyer'],
  [{ incoming: false }, 'other'],
];

export const CASES: Alone[] = [
  ...MINE.map(mine),
  ...ROLES.map(roles),
  {
    name: 'media: texts, lists and objects that hold an address',
    told: () =>
      names(
        mediaOf([
          at('a'),
          `${at('b')},${at('c')}`,
          { url: at('d') },
          { video_url: at('e') },
          { type: 'video', url: at('f') },
          { note: at('x') },
          7,
          'ftp://img.example.org/x.jpg',
        ]),
      ),
    expected: ['photo a', 'photo b', 'photo c', 'photo d', 'video e', 'video f'],
  },
  {
    name: 'media: one list after another, each address once',
    told: () => names(joinMedia(mediaOf([at('a'), at('b')]), mediaOf([at('b'), at('c')]))),
    expected: ['photo a', 'photo b', 'photo c'],
  },
];
