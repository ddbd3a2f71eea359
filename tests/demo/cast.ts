/** The claims of the demo console, of every kind, each with what a check should say about it. */
import type { FindingCode, Verdict } from '../../lib/claims/finding.ts';
import {
  aigcXmp,
  drawn,
  GENERATION_PARAMETERS,
  homePhoto,
  listingCopy,
  OTHER_PHOTOS,
  otherPhoto,
  phone,
} from './evidence.ts';
import type { Recipe } from './pictures/recipe.ts';
import { hours, startOfToday } from './time.ts';

/** What goes wrong when a picture is fetched. */
export type Trouble = '404' | '429' | 'slow' | 'cut' | 'html' | 'empty';

export interface Photo {
  recipe: Recipe;
  /** The address carries a signature and is refused when changed. */
  signed?: boolean;
  trouble?: Trouble;
}

export interface Truth {
  /** What the case is, for tables and failures. */
  kind: string;
  /** Any of these is right. */
  verdicts: Verdict[];
  /** All of these must be found. */
  codes: FindingCode[];
  /** None of these may be found. */
  never: FindingCode[];
}

export interface Casting {
  product: number;
  type: 'refund-only' | 'return-refund';
  reason: string;
  description: string;
  photos: Photo[];
  /** Milliseconds since epoch. */
  appliedAt: number;
  orderedAt: number;
  shippedAt: number;
  deliveredAt: number;
  /** Milliseconds left when the server starts. */
  timeLeft: number;
  /** Whether the list answer already carries the pictures; otherwise only the detail page does. */
  inList: boolean;
  /** What it tests shows only once its own page was read (order times stand nowhere else). */
  needsDetail?: boolean;
  truth: Truth;
}

const COPY: FindingCode[] = ['copy-of-listing', 'copy-of-listing-edited', 'copy-of-other-product'];
const REUSE: FindingCode[] = ['reused-across-claims', 'reused-edited', 'before-after-in-claim'];
const LABELS: FindingCode[] = ['ai-label-implicit', 'ai-source-declared', 'generator-trace'];
const AGAINST = [...COPY, ...REUSE, ...LABELS];

const honest = (kind: string, codes: FindingCode[] = []): Truth => ({
  kind,
  verdicts: ['no-anomaly'],
  codes,
  never: AGAINST,
});
/** A copy that is sure climbs to several signs; one that is likely stays at worth checking. */
const edited = (kind: string): Truth => ({
  kind,
  verdicts: ['several-signs', 'worth-checking'],
  codes: ['copy-of-listing-edited'],
  never: [...REUSE, ...LABELS],
});
const broken = (kind: string, code: FindingCode): Truth => ({
  kind,
  verdicts: ['not-enough-information'],
  codes: [code],
  never: AGAINST,
});

type Draft = Pick<Casting, 'product' | 'reason' | 'description' | 'photos' | 'truth'> & Partial<Casting>;

/** The fixed part: one claim of every kind. `applied` is the claim's own time, from which the others are told. */
function drafts(at: (n: number) => number): Draft[] {
  const shared = homePhoto(2, 40, 'chip');
  return [
    {
      product: 7,
      reason: '商品破损/少件',
      description: '收到就裂开了,整面墙都是裂缝,没法用',
      photos: [
        {
          recipe: listingCopy(7, [
            { do: 'crack', seed: 3, at: [0.56, 0.4, 0.2, 0.22] },
            { do: 'crop', box: [0.04, 0.05, 0.92, 0.93] },
          ]),
        },
      ],
      truth: edited('listing copy, painted crack'),
    },
    {
      product: 0,
      reason: '商品破损/少件',
      description: '杯口磕了一块,快递盒没坏',
      photos: [{ recipe: homePhoto(0, 1, 'chip', phone(at(1) - hours(3))) }],
      truth: honest('home photo, camera time fits', ['capture-time-fits']),
      needsDetail: true,
    },
    {
      product: 0,
      reason: '质量问题',
      description: '杯子上有洗不掉的污渍',
      photos: [
        {
          recipe: listingCopy(0, [
            { do: 'stain', seed: 7, at: [0.33, 0.42, 0.26, 0.3] },
            { do: 'recompress', quality: 60 },
            { do: 'resize', width: 800 },
          ]),
        },
      ],
      truth: edited('listing copy, painted stain'),
    },
    {
      product: 4,
      reason: '发霉变质',
      description: '干花全是霉点,家里有孩子',
      photos: [
        {
          recipe: listingCopy(4, [
            { do: 'mould', seed: 5, at: [0.3, 0.28, 0.4, 0.32] },
            { do: 'crop', box: [0.06, 0.03, 0.88, 0.85] },
            { do: 'recompress', quality: 55 },
          ]),
          signed: true,
        },
      ],
      truth: edited('listing copy, mould, cropped and recompressed'),
    },
    {
      product: 1,
      reason: '与商品描述不符',
      description: '颜色和图片不一样',
      photos: [{ recipe: homePhoto(1, 2, undefined) }, { recipe: homePhoto(1, 3, undefined) }],
      truth: honest('two home photos'),
    },
    {
      product: 6,
      reason: '商品破损/少件',
      description: '机翼断了',
      photos: [
        {
          recipe: listingCopy(6, [
            {
              do: 'paste',
              from: { photograph: 'black-canyon', crop: [0.72, 0.35, 0.2, 0.25] },
              at: [0.62, 0.22, 0.16, 0.2],
            },
            { do: 'crop', box: [0.02, 0.02, 0.95, 0.95] },
          ]),
        },
      ],
      truth: edited('listing copy, pasted patch'),
    },
    {
      product: 8,
      reason: '商品破损/少件',
      description: '桅杆断裂',
      photos: [
        {
          recipe: listingCopy(8, [
            { do: 'crack', seed: 12, at: [0.42, 0.35, 0.22, 0.3] },
            { do: 'mirror' },
            { do: 'recompress', quality: 70 },
          ]),
        },
      ],
      truth: edited('listing copy, mirrored, painted crack'),
    },
    {
      product: 5,
      reason: '不想要了/拍错',
      description: '和图片上一样,但是不喜欢',
      photos: [
        {
          recipe: listingCopy(5, [
            { do: 'crop', box: [0.05, 0.05, 0.9, 0.9] },
            { do: 'recompress', quality: 75 },
          ]),
        },
      ],
      truth: {
        kind: 'listing copy, unchanged',
        verdicts: ['worth-checking', 'several-signs'],
        codes: ['copy-of-listing'],
        never: ['copy-of-listing-edited', ...REUSE, ...LABELS],
      },
    },
    {
      product: 2,
      reason: '商品破损/少件',
      description: '碗边缺口',
      photos: [{ recipe: shared }],
      truth: {
        kind: 'photo reused by another order (first)',
        verdicts: ['worth-checking', 'several-signs'],
        codes: ['reused-across-claims'],
        never: [...COPY, ...LABELS],
      },
    },
    {
      product: 2,
      reason: '商品破损/少件',
      description: '收到碗是破的',
      photos: [
        {
          recipe: {
            ...shared,
            steps: [
              ...shared.steps,
              { do: 'crop', box: [0.05, 0.06, 0.88, 0.88] },
              { do: 'recompress', quality: 62 },
            ],
          },
        },
      ],
      truth: {
        kind: 'photo reused by another order (second)',
        verdicts: ['worth-checking', 'several-signs'],
        codes: ['reused-across-claims'],
        never: [...COPY, ...LABELS],
      },
    },
    {
      product: 3,
      reason: '质量问题',
      description: '打开之前是好的,放了一晚自己裂了',
      photos: [
        { recipe: homePhoto(3, 7, undefined) },
        {
          recipe: {
            ...homePhoto(3, 7, undefined),
            steps: [
              { do: 'crack', seed: 21, at: [0.36, 0.35, 0.26, 0.4] },
              { do: 'recompress', quality: 70 },
            ],
          },
        },
      ],
      truth: {
        kind: 'before and after from one picture',
        verdicts: ['several-signs'],
        codes: ['before-after-in-claim'],
        never: [...COPY, ...LABELS],
      },
    },
    {
      product: 0,
      reason: '商品破损/少件',
      description: '杯子裂了',
      photos: [
        {
          recipe: {
            source: drawn(0, { seed: 77, azimuth: -30, elevation: 30, ground: 'wood', damage: 'crack' }),
            steps: [],
            finish: { format: 'png', xmp: aigcXmp('1') },
          },
        },
      ],
      truth: {
        kind: 'file labelled as generated (PNG, label 1)',
        verdicts: ['file-declares-ai'],
        codes: ['ai-label-implicit'],
        never: [...COPY, ...REUSE],
      },
    },
    {
      product: 3,
      reason: '发霉变质',
      description: '罐子里面发霉',
      photos: [
        {
          recipe: {
            source: drawn(3, { seed: 78, azimuth: 60, elevation: 34, ground: 'cloth' }),
            steps: [{ do: 'mould', seed: 4, at: [0.36, 0.4, 0.3, 0.3] }],
            finish: { format: 'jpeg', quality: 86, xmp: aigcXmp('2') },
          },
        },
      ],
      truth: {
        kind: 'file labelled as possibly generated (JPEG, label 2)',
        verdicts: ['worth-checking', 'several-signs'],
        codes: ['ai-label-implicit'],
        never: [...COPY, ...REUSE],
      },
    },
    {
      product: 0,
      reason: '质量问题',
      description: '杯壁有裂纹,漏水',
      photos: [
        {
          recipe: {
            source: drawn(0, { seed: 79, azimuth: 5, elevation: 40, ground: 'wood', damage: 'crack' }),
            steps: [],
            finish: { format: 'png', text: { keyword: 'parameters', value: GENERATION_PARAMETERS } },
          },
        },
      ],
      truth: {
        kind: 'generation parameters in the file',
        verdicts: ['file-declares-ai'],
        codes: ['generator-trace'],
        never: [...COPY, ...REUSE],
      },
    },
    {
      product: 8,
      reason: '与商品描述不符',
      description: '实物和页面图差太多,见截图',
      photos: [{ recipe: listingCopy(8, [{ do: 'phone-screen' }], { format: 'png' }) }],
      truth: {
        kind: 'screenshot of the listing',
        verdicts: ['worth-checking', 'several-signs', 'no-anomaly'],
        codes: ['screenshot'],
        never: ['copy-of-listing-edited', ...REUSE, ...LABELS],
      },
    },
    {
      product: 1,
      reason: '质量问题',
      description: '瓶身有划痕',
      photos: [{ recipe: homePhoto(1, 5, 'crack', phone(at(15) - hours(24 * 40))) }],
      truth: {
        kind: 'captured weeks before the order',
        verdicts: ['several-signs', 'worth-checking'],
        codes: ['captured-before-order'],
        never: [...COPY, ...REUSE, ...LABELS],
      },
      needsDetail: true,
    },
    {
      product: 6,
      reason: '商品破损/少件',
      description: '收到的不是这个',
      photos: [{ recipe: listingCopy(9, [{ do: 'crop', box: [0.03, 0.03, 0.94, 0.94] }]) }],
      truth: {
        kind: 'listing picture of another product',
        verdicts: ['worth-checking', 'several-signs'],
        codes: ['copy-of-other-product'],
        never: ['copy-of-listing', 'copy-of-listing-edited', ...REUSE, ...LABELS],
      },
    },
    {
      product: 3,
      reason: '商品破损/少件',
      description: '盖子碎了',
      photos: [
        {
          recipe: {
            ...homePhoto(3, 9, 'crack'),
            finish: { format: 'jpeg', quality: 90, software: 'Adobe Photoshop 26.1 (Windows)' },
          },
        },
      ],
      truth: {
        kind: 'last saved by an editor',
        verdicts: ['worth-checking', 'no-anomaly'],
        codes: ['editor-trace'],
        never: AGAINST,
      },
    },
    {
      product: 2,
      reason: '商品破损/少件',
      description: '图片没传完整',
      photos: [
        { recipe: { broken: 'truncated', of: homePhoto(2, 11, 'chip') } },
        { recipe: homePhoto(2, 12, 'chip') },
      ],
      // It is looked at as far as it goes, and how far that is gets said.
      truth: {
        kind: 'one truncated file beside a good photo',
        verdicts: ['no-anomaly'],
        codes: ['photo-seen-in-part'],
        never: AGAINST,
      },
    },
    {
      product: 1,
      reason: '其他原因',
      description: '',
      photos: [{ recipe: { broken: 'empty' } }],
      truth: broken('empty file', 'photo-unavailable'),
    },
    {
      product: 4,
      reason: '质量问题',
      description: '花梗断了',
      photos: [{ recipe: { broken: 'html' } }],
      truth: broken('a page instead of a picture', 'photo-unavailable'),
    },
    {
      product: 5,
      reason: '质量问题',
      description: '见图',
      photos: [{ recipe: { broken: 'huge' } }],
      truth: broken('header of 60,000 × 60,000 pixels', 'photo-unreadable'),
    },
    {
      product: 3,
      reason: '商品破损/少件',
      description: '罐口有缺口',
      photos: [{ recipe: homePhoto(3, 14, 'crack'), trouble: '404' }],
      truth: broken('picture gone (404)', 'photo-unavailable'),
    },
    {
      product: 9,
      reason: '少件/漏发',
      description: '少了一张贴纸',
      photos: [],
      truth: { kind: 'no photo at all', verdicts: ['not-enough-information'], codes: [], never: AGAINST },
    },
  ];
}

const REASONS = ['质量问题', '商品破损/少件', '与商品描述不符', '大小/尺寸不符', '其他原因'];
const WORDS = [
  '到货就这样了,请处理',
  '用了一次就坏了',
  '包装完好,里面有问题',
  '颜色偏差有点大',
  '有瑕疵,希望退款',
];

/** An honest claim for long lists: a drawn home photo, every eighth time a piece of a real photograph. */
function filler(n: number): Draft {
  const product = n % 4;
  const real = n % 8 === 5 && Math.floor(n / 8) < OTHER_PHOTOS;
  const recipe = real
    ? otherPhoto(Math.floor(n / 8))
    : homePhoto(product, 20 + n, n % 3 === 0 ? 'crack' : undefined);
  return {
    product: real ? 8 - (n % 2) : product,
    reason: REASONS[n % REASONS.length] as string,
    description: WORDS[n % WORDS.length] as string,
    photos: [{ recipe, signed: n % 6 === 2 }],
    truth: honest(real ? 'honest photo of something else' : 'home photo'),
  };
}

/** `count` claims: one of every kind first (24), honest ones after; the same for the same day. */
export function cast(count: number, now: number): Casting[] {
  const today = startOfToday(now);
  const at = (n: number) => today - hours(2 + n * 1.5);
  const fixed = drafts(at);
  return Array.from({ length: count }, (_, n) => {
    const appliedAt = at(n);
    return {
      type: n % 3 === 1 ? 'return-refund' : 'refund-only',
      appliedAt,
      orderedAt: appliedAt - hours(24 * 5 + n),
      shippedAt: appliedAt - hours(24 * 4),
      deliveredAt: appliedAt - hours(20),
      timeLeft: hours(4 + ((n * 11) % 60)) + 754_000,
      inList: n % 10 !== 4,
      ...(fixed[n] ?? filler(n - fixed.length)),
    };
  });
}
