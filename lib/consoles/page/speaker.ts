/** Whose picture stands in a log or a chat: told by its own entry, never by a neighbour's (consoles.md §5.3). */
import { clean } from '../words/text.ts';
import { holds, parentOf, type Run, runsIn, textOf } from './walk.ts';
import { arePeers, classWords } from './zones.ts';

export type Author = 'buyer' | 'seller' | 'platform';

const NAMES: [Author, string][] = [
  [
    'buyer',
    '买家|買家|用户|用戶|消费者|消費者|顾客|顧客|客户(?!服)|客戶(?!服)|buyer|shopper|customer(?! support)|consumer|comprador(?:a)?|cliente|käufer(?:in)?|kunde|kundin|acheteur|acheteuse|client|acquirente|người mua|khách hàng|ผู้ซื้อ|pembeli|購入者|お客様|구매자',
  ],
  [
    'seller',
    '商家|卖家|賣家|店铺|本店|我方|商户|店主|seller|merchant|shop|agent|staff|representative|vendedor(?:a)?|verkäufer(?:in)?|vendeur|vendeuse|venditore|người bán|ผู้ขาย|penjual|出品者|販売者|판매자',
  ],
  [
    'platform',
    '平台|系统|系統|小二|官方|客服|智能客服|机器人|物流|快递|快遞|配送|骑手|仓库|platform|system|support|admin|courier|carrier|logistics|warehouse|ebay|etsy|shopee|amazon|lazada|temu|aliexpress|tiktok|ozon|wildberries|(?:拼多多|抖音|抖店|淘宝|天猫|京东|快手|小红书|微信)(?!用户|买家|会员|网友)|plataforma|sistema|hệ thống|ระบบ|sistem|システム|시스템',
  ],
];

/** What may follow the word for another speaker in the head of an entry; anything else makes it speech (`商家您好，…`). */
const AFTER =
  /^(?:\s*$|\s*[:：()（）【】[\]·•|｜,，;；\-—–/#@]|\s+\d|\d|\s+(?!您|你|请|我|好|们|的|please|thank|you\b|your\b|we\b|i\b)[^，。！？,!?;；]{1,30}$|\s*(?:已|于|主动|再次|重新|逾期|超时)?(?:发起|申请|提交|上传|补充|修改|撤销|拒绝|驳回|同意|举证|留言|回复|退货|寄回|创建|确认|处理|介入|退款|發起|申請|上傳|補充|撤銷|拒絕|同意|舉證|回覆)|\s+(?:has\s+)?(?:opened|submitted|uploaded|added|requested|sent|wrote|provided|replied|declined|rejected|refused|accepted|abriu|enviou|recusou|envió|rechazó)\b)/i;

const DID =
  '(?:发起|申请|提交|上传|补充|修改|撤销|拒绝|同意|举证|留言|回复|退货|寄回|创建|确认|发出|发货|發起|申請|上傳|補充|撤銷|拒絕|舉證|回覆|退貨)';
const WHAT =
  '(?:仅退款|退款|退货|换货|补寄|维修|售后|申请|凭证|举证|证据|图片|照片|视频|材料|说明|信息|留言|协商|方案|投诉|维权|平台|介入|物流|单号|收货|商品|僅退款|退貨|換貨|售後|申請|憑證|舉證|證據|圖片|影片|說明|[、和及与與]|\\d{1,2}\\s*[张張个個])';
const DID_EN =
  '(?:has\\s+)?(?:opened|submitted|uploaded|added|requested|sent|wrote|provided|replied|declined|rejected|refused|accepted|escalated|cancelled|closed|abriu|enviou|recusou|envió|rechazó)';
const WHAT_EN =
  '(?:an?|the|this|new|more|another|additional|your|\\d{1,2}|uma?|una?|o|la|el|os|as|los|las|returns?|refunds?|replacement|exchange|requests?|claims?|cases?|disputes?|tickets?|offer|messages?|comments?|photos?|pictures?|images?|videos?|files?|attachments?|evidence|proofs?|details|information|for|solicitação|devolução|reembolso|disputa|mensagem|fotos?|imagens|evidências?|solicitud|devolución|mensaje|imágenes|pruebas?)';
/** A name behind the word: one word of name-like letters, or several that begin with a capital. */
const CALLED =
  /^\s+(?:(?=\S*[\p{Lu}\d_*.@])[^\s，。！？,!?;；]{1,30}|[\p{Lu}\d(*][^\s，。！？,!?;；]*(?:\s+[\p{Lu}\d(*][^\s，。！？,!?;；]*){1,3}|(?!已|未|没|不|说|称|您|你|请|我|好|们|的|表示|要求|收到|反映|申请|提交|上传|寄回|退回|沒|說|稱|請|們|申請|上傳)(?!\p{Script=Latin})(?!\S*[다요까]$)[^\s，。！？,!?;；]{1,8})$/u;

const anyOf = (...parts: string[]): RegExp => new RegExp(parts.map((part) => `^${part}`).join('|'), 'i');

/** What a page says that the buyer did, and nothing behind it; speech goes on. */
const DEED = anyOf(
  `\\s*(?:已|于|主动|再次|重新|逾期|超时|於|主動)*${DID}(?:了|过|過)?${WHAT}*(?:$|\\s*[:：(（【→>]|\\s+\\d|[，,;；]\\s*(?:$|[^，,。;；:：]{2,8}[:：]))`,
  `\\s+${DID_EN}(?:\\s+${WHAT_EN})*(?:\\s+(?:on|at|em)\\s+\\S.*)?\\s*(?:$|[:：(\\d])`,
);

/**
 * What may follow the word for the buyer: nothing, a name, a time, or a deed. The seller writes of the buyer as well
 * (`用户上传的图片与实物不符`), and a picture below such words is the seller's.
 */
const AFTER_BUYER = anyOf(
  '\\s*$',
  '\\s*[:：()（）【】[\\]·•|｜\\-—–/#@]',
  '\\s*[，,;；]?\\s*\\d[\\d\\s:：./年月日\\-T+Z*]+(?:$|\\s)',
);

/** Whether what follows the word for a speaker makes it the head of an entry. */
const isHead = (author: Author, rest: string): boolean =>
  author === 'buyer' ? AFTER_BUYER.test(rest) || CALLED.test(rest) || DEED.test(rest) : AFTER.test(rest);

const SPEAKERS = NAMES.map(([author, words]) => [author, new RegExp(`^[【[(（]?(?:${words})`, 'i')] as const);

/** Whether a head of the buyer tells a deed. */
function tellsDeed(text: string): boolean {
  const head = clean(text);
  return SPEAKERS.some(
    ([author, words]) => author === 'buyer' && words.test(head) && DEED.test(head.replace(words, '')),
  );
}

/** Longest head of an entry; what is longer is speech. */
const MAX_HEAD = 80;

/** Who speaks, when a short text is the head of an entry: a word for the speaker and nothing that would make it speech. */
export function authorOf(text: string): Author | undefined {
  const head = clean(text);
  if (!head || head.length > MAX_HEAD) return undefined;
  for (const [author, words] of SPEAKERS) {
    const match = words.exec(head);
    if (match) return isHead(author, head.slice(match[0].length)) ? author : undefined;
  }
  return /^you\b/i.test(head) && AFTER.test(head.slice(3)) ? 'seller' : undefined;
}

/** Longest heading that names a party. */
const MAX_PARTY = 40;

const LAST = NAMES.map(
  ([author, words]) =>
    [author, new RegExp(`[-—–·|:：（(]\\s*(?:${words})[)）]?$|\\bby (?:the )?(?:${words})$`, 'i')] as const,
);

/**
 * Whose part a heading opens (`Seller's proposal`, `商家方案`, `拒绝收货-商家`), where its first word names a party or, set apart from
 * the rest, its last one does; for headings, not for speech.
 */
export function partyOf(text: string): Author | undefined {
  const heading = clean(text);
  if (!heading || heading.length > MAX_PARTY) return undefined;
  const named = [...LAST, ...SPEAKERS].find(([, words]) => words.test(heading))?.[0];
  return named ?? (/^(?:your|my|我的|我方|您的)/i.test(heading) ? 'seller' : undefined);
}

const PICTURE =
  '(?:photos?|pictures?|images?|pics?|videos?|uploads?|evidence|proofs?|图片|照片|视频|凭证|举证|圖片|憑證)';
const BROUGHT = '(?:上传|上傳|提供|提交|补充|補充|拍摄)';
const CAPTIONS = NAMES.map(
  ([author, words]) =>
    [
      author,
      new RegExp(
        `^(?:由)?(?:the )?(?:${words})(?:'s)?\\s*(?:已|所)?${BROUGHT}?(?:的)?\\s*${PICTURE}?\\s*\\d*$|` +
          `^(?:${PICTURE}\\s*)?(?:uploaded|provided|submitted|sent|added|taken)?\\s*(?:by|from|of)\\s+(?:the )?(?:${words})$`,
        'i',
      ),
    ] as const,
);
const OTHERS_WORD = new RegExp(
  `(?:${NAMES.filter(([author]) => author !== 'buyer')
    .map(([, words]) => words)
    .join('|')})`,
  'i',
);

/** A caption that names somebody: a person's name says nothing of the side unless it is the buyer's. */
const BROUGHT_BY =
  /^(?:uploaded|added|provided|submitted|sent|attached|taken|captured) by:?\s+(.+)$|^(?:上传|提交|提供|拍摄|操作|上傳)(?:人|者|人员|員)[:：]\s*(.+)$|^由\s*(.+?)\s*(?:上传|提交|提供|拍摄|上傳)/i;

/** Words of a picture that another one is compared with: the goods as they are offered, or before they were sent. */
const AS_OFFERED =
  /^(?:as (?:listed|described|shown|advertised|pictured|sent|shipped)|listing|listed|catalog(?:ue)?|original|reference|expected|before|stock)(?=$|[\s:(])|^(?:product|item|goods)\s*(?:photos?|pictures?|images?)?$|^(?:商品|产品|產品|宝贝)?(?:原图|主图|详情图|官方图|参考图|宣传图|示意图|标准图|样品图|样图|原圖|主圖)|^(?:商品|产品|產品|宝贝)(?:图|圖|图片|圖片|照片)$|^(?:发货|出货|出库|寄出)(?:前|时)/i;

/**
 * Who a picture's own caption says it is from (`商家上传`, `Uploaded by seller`); `unsure` where it names another party than the buyer
 * in words of its own (`卖家发的包装`), or the goods as they are offered (`As listed`, `原图`); undefined where it names nobody.
 */
export function captionSays(text: string, buyers: readonly string[] = []): Author | 'unsure' | undefined {
  const caption = clean(text);
  if (!caption || caption.length > MAX_PARTY) return undefined;
  const found = CAPTIONS.find(([, pattern]) => pattern.test(caption))?.[0];
  const name = found ? undefined : BROUGHT_BY.exec(caption)?.slice(1).find(Boolean);
  if (name) return buyers.includes(name) ? 'buyer' : (authorOf(name) ?? 'unsure');
  return found ?? (OTHERS_WORD.test(caption) || AS_OFFERED.test(caption) ? 'unsure' : undefined);
}

/** A speaker's code in an answer (`BUYER`, `buyer_upload`, `用户`); numbers mean something else on each platform. */
export function authorOfCode(code: string | undefined): Author | undefined {
  const folded = clean(code ?? '').replace(/_/g, ' ');
  for (const [author, words] of SPEAKERS) if (words.test(folded)) return author;
  return undefined;
}

const SIDE_WORDS: Record<string, Author> = {
  buyer: 'buyer',
  customer: 'buyer',
  consumer: 'buyer',
  guest: 'buyer',
  seller: 'seller',
  merchant: 'seller',
  self: 'seller',
  mine: 'seller',
  own: 'seller',
  sent: 'seller',
  outgoing: 'seller',
  right: 'seller',
  staff: 'seller',
  agent: 'seller',
  system: 'platform',
  platform: 'platform',
  robot: 'platform',
};

/** Words that only say what kind of thing an element is, beside the word for its side. */
const NEUTRAL =
  /^(?:msg|message|chat|bubble|item|is|from|role|sender|side|log|entry|row|line|im|talk|record|wrap|wrapper|box|container|content|text|image|img|pic|one|ui|[a-z]?\d\w*|\w{1,2})$/;

/** `right` is also a column of a layout: as a side it counts beside another class that a neighbour has too. */
const hasTwin = (element: Element, word: string): boolean =>
  word !== 'right' ||
  [...element.classList].some(
    (name) =>
      name.toLowerCase() !== 'right' &&
      [...(parentOf(element)?.children ?? [])].some(
        (other) => other !== element && other.classList.contains(name),
      ),
  );

/** The side an element's own class or data attributes give it; only where nothing else is said there. */
export function sideOf(element: Element): Author | undefined {
  for (const name of ['data-role', 'data-sender', 'data-from', 'data-side', 'data-owner', 'data-author']) {
    const told = element.getAttribute(name);
    if (told) return SIDE_WORDS[told.toLowerCase()] ?? authorOfCode(told);
  }
  for (const name of (element.getAttribute('class') ?? '').split(/\s+/)) {
    const words = classWords({ getAttribute: () => name } as unknown as Element);
    const sides = words.flatMap((word) => SIDE_WORDS[word] ?? []);
    const rest = words.filter((word) => !SIDE_WORDS[word]);
    if (
      sides.length === 1 &&
      rest.every((word) => NEUTRAL.test(word)) &&
      hasTwin(element, words.length === 1 ? name.toLowerCase() : '')
    )
      return sides[0];
  }
  return undefined;
}

const precedes = (one: Node, other: Node): boolean => (one.compareDocumentPosition(other) & 4) !== 0;

const HEAD_LIKE = new Set([
  'name',
  'nick',
  'nickname',
  'title',
  'author',
  'user',
  'username',
  'sender',
  'operator',
  'head',
  'header',
]);

/** Whether a text stands in a place where speakers stand: a short one, and no time. */
const isHeadLike = ({ element, text }: Run): boolean =>
  (/^(?:B|STRONG|H[1-6]|DT|CITE|LABEL)$/.test(element.tagName) ||
    classWords(element).some((word) => HEAD_LIKE.has(word))) &&
  text.length <= 30 &&
  /[^\d\s:：./年月日-]/.test(text);

/** A text in a place where speakers stand, but with no word that says which side it is: a shop's or a person's name. */
function unknownSpeaker(branch: Element, before: Node): string | undefined {
  for (const run of runsIn(branch)) {
    if (!precedes(run.first, before)) break;
    if (isHeadLike(run) && !authorOf(run.text)) return run.text;
  }
  return undefined;
}

/** Whether a part is the head of an entry and nothing more: the speaker, a time, an action. */
function isHeadOnly(branch: Element): boolean {
  const runs = runsIn(branch);
  const told = runs.filter((run) => !/^[\d\s:：./年月日\-T+Z]+$/.test(run.text));
  return (
    told.length <= 2 &&
    told.every((run) => run.text.length <= MAX_HEAD) &&
    !branch.querySelector('img:not([class*="avatar"]), video')
  );
}

const branchOf = (inner: Element, parent: Element): Element => {
  let branch = inner;
  for (let up = parentOf(branch); up && up !== parent; up = parentOf(up)) branch = up;
  return branch;
};

export interface Spoken {
  author: Author;
  /** The entry: the part that shows the head and what belongs to it. */
  element: Element;
  /** The words that name the speaker; absent where a class does. */
  head?: string;
}

/**
 * Who brought a picture, and in which entry; undefined where the page does not establish it. `within` bounds the search (a log, a
 * chat, a section). `buyers` are names the page gives the buyer elsewhere.
 */
export function speakerOf(
  picture: Element,
  within: Element,
  buyers: readonly string[] = [],
): Spoken | undefined {
  let branch = picture;
  for (let up: Element | null = picture; up && holds(within, up); up = parentOf(up)) {
    const side = sideOf(up);
    if (side) return { author: side, element: up };
    if (up === picture) continue;
    branch = branchOf(picture, up);
    const stranger = unknownSpeaker(branch, picture);
    if (stranger) {
      if (buyers.includes(stranger)) return { author: 'buyer', element: branch };
      return undefined;
    }
    const heads = headsBefore(up, picture);
    const head = heads.findLast(({ author }) => author);
    if (head?.author)
      return ownHead(up, branch, head.run, picture) && !isQuoted(head, heads)
        ? { author: head.author, element: up, head: head.run.text }
        : undefined;
  }
  return undefined;
}

interface Head {
  run: Run;
  /** Undefined for a name that says no side. */
  author: Author | undefined;
}

/** The texts of a part that could be heads of entries, up to a picture; headings of the page are none unless they name a side. */
function headsBefore(up: Element, picture: Element): Head[] {
  const found: Head[] = [];
  for (const run of runsIn(up)) {
    if (!precedes(run.first, picture)) break;
    const author = authorOf(run.text);
    const isName = isHeadLike(run) && !/^(?:H[1-6]|LABEL)$/.test(run.element.tagName);
    if (author || isName) found.push({ run, author });
  }
  return found;
}

const HEAD_TAGS = /^(?:B|STRONG|H[1-6]|DT|CITE)$/;

/** Whether two heads are dressed alike: of a class, or as heads of entries are, in the same place. */
const dressedAlike = (one: Element, other: Element): boolean =>
  one.tagName === other.tagName &&
  one.getAttribute('class') === other.getAttribute('class') &&
  parentOf(one) === parentOf(other) &&
  (one.hasAttribute('class') || HEAD_TAGS.test(one.tagName));

/**
 * Whether what names the buyer stands below the head of somebody else, who quotes the buyer or fills in a field. Where entries have no
 * element of their own, their heads are dressed alike.
 */
function isQuoted(head: Head, heads: readonly Head[]): boolean {
  const told = tellsDeed(head.run.text);
  // A deed stands below the name of whoever did it (`tb***9`, `买家创建了退款申请`).
  const others = heads
    .slice(0, heads.indexOf(head))
    .filter(({ author }) => (author ? author !== 'buyer' : !told));
  return (
    head.author === 'buyer' &&
    others.length > 0 &&
    !others.some(({ run }) => dressedAlike(run.element, head.run.element))
  );
}

/** Whether a head found at one level heads the picture's own entry, not the entry before it. */
function ownHead(up: Element, branch: Element, head: Run, picture: Element): boolean {
  if (head.element === up) return !entriesBetween(up, head.first, branch, false);
  const headBranch = branchOf(head.element, up);
  const peers = arePeers(headBranch, branch);
  if (peers && (!isHeadOnly(headBranch) || hasTime(branch, picture))) return false;
  return !entriesBetween(up, headBranch, branch, peers);
}

const hasTime = (branch: Element, before: Element): boolean =>
  runsIn(branch).some(
    (run) => precedes(run.first, before) && /\d{1,2}[:：]\d{2}|\d{4}[-/.年]\d{1,2}/.test(run.text),
  );

/**
 * Whether speech of another entry stands between a head and the picture's part. Texts without a class of their own are lines of
 * one entry, unless its head is built like them.
 */
function entriesBetween(up: Element, head: Node, branch: Element, plainToo: boolean): boolean {
  return [...up.children].some(
    (child) =>
      child !== branch &&
      child !== head &&
      precedes(head, child) &&
      precedes(child, branch) &&
      arePeers(child, branch) &&
      (plainToo || child.hasAttribute('class')) &&
      textOf(child) !== '',
  );
}
