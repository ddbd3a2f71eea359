/** Whose picture stands in a log or a chat: told by its own entry, never by a neighbour's (consoles.md §5.3). */
import { clean } from '../words/text.ts';
import { holds, parentOf, type Run, runsIn, textOf } from './walk.ts';
import { arePeers, classWords } from './zones.ts';

export type Author = 'buyer' | 'seller' | 'platform';

const NAMES: [Author, string][] = [
  [
    'buyer',
    '买家|買家|用户|用戶|消费者|消費者|顾客|顧客|客户(?!服)|客戶(?!服)|buyer|customer|consumer|comprador(?:a)?|cliente|käufer(?:in)?|kunde|kundin|acheteur|acheteuse|client|acquirente|người mua|khách hàng|ผู้ซื้อ|pembeli|購入者|お客様|구매자',
  ],
  [
    'seller',
    '商家|卖家|賣家|店铺|本店|我方|商户|店主|seller|merchant|shop|vendedor(?:a)?|verkäufer(?:in)?|vendeur|vendeuse|venditore|người bán|ผู้ขาย|penjual|出品者|販売者|판매자',
  ],
  [
    'platform',
    '平台|系统|系統|小二|官方|客服|智能客服|机器人|物流|快递|快遞|配送|骑手|仓库|platform|system|support|admin|courier|carrier|logistics|warehouse|ebay|etsy|shopee|amazon|lazada|temu|plataforma|sistema|hệ thống|ระบบ|sistem|システム|시스템',
  ],
];

/** What may follow the word for a speaker in the head of an entry; anything else makes it speech (`买家您好，…`). */
const AFTER =
  /^(?:\s*$|\s*[:：()（）【】[\]·•|｜,，;；\-—–/#@]|\s+\d|\d|\s+(?!您|你|请|我|好|们|的|please|thank|you\b|your\b|we\b|i\b)[^，。！？,!?;；]{1,30}$|\s*(?:已|于|主动|再次|重新|逾期|超时)?(?:发起|申请|提交|上传|补充|修改|撤销|拒绝|驳回|同意|举证|留言|回复|退货|寄回|创建|确认|处理|介入|退款|發起|申請|上傳|補充|撤銷|拒絕|同意|舉證|回覆)|\s+(?:has\s+)?(?:opened|submitted|uploaded|added|requested|sent|wrote|provided|replied|declined|rejected|refused|accepted|abriu|enviou|recusou|envió|rechazó)\b)/i;

const SPEAKERS = NAMES.map(([author, words]) => [author, new RegExp(`^[【[(（]?(?:${words})`, 'i')] as const);

/** Longest head of an entry; what is longer is speech. */
const MAX_HEAD = 80;

/** Who speaks, when a short text is the head of an entry: a word for the speaker and nothing that would make it speech. */
export function authorOf(text: string): Author | undefined {
  const head = clean(text);
  if (!head || head.length > MAX_HEAD) return undefined;
  for (const [author, words] of SPEAKERS) {
    const match = words.exec(head);
    if (match) return AFTER.test(head.slice(match[0].length)) ? author : undefined;
  }
  return /^you\b/i.test(head) && AFTER.test(head.slice(3)) ? 'seller' : undefined;
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

/** A short text in a place where speakers stand, but with no word that says which side it is: a shop's or a person's name. */
function unknownSpeaker(branch: Element, before: Node): string | undefined {
  for (const run of runsIn(branch)) {
    if (!precedes(run.first, before)) break;
    const { element, text } = run;
    const headLike =
      /^(?:B|STRONG|H[1-6]|DT|CITE|LABEL)$/.test(element.tagName) ||
      classWords(element).some((word) => HEAD_LIKE.has(word));
    if (headLike && text.length <= 30 && !/^[\d\s:：./年月日-]+$/.test(text) && !authorOf(text)) return text;
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
    const head = lastHead(up, picture);
    if (head)
      return ownHead(up, branch, head.run, picture) ? { author: head.author, element: up } : undefined;
  }
  return undefined;
}

function lastHead(up: Element, picture: Element): { run: Run; author: Author } | undefined {
  let found: { run: Run; author: Author } | undefined;
  for (const run of runsIn(up)) {
    if (!precedes(run.first, picture)) break;
    const author = authorOf(run.text);
    if (author) found = { run, author };
  }
  return found;
}

/** Whether a head found at one level heads the picture's own entry, not the entry before it. */
function ownHead(up: Element, branch: Element, head: Run, picture: Element): boolean {
  if (head.element === up) return !entriesBetween(up, head.first, branch, false);
  const headBranch = branchOf(head.element, up);
  if (headBranch === branch) return true;
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
