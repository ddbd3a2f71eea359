/** Whose form a heading over pictures stands in: the buyer's application, or the one in which the seller answers (consoles.md §5.3). */
import { holds, parentOf, runsIn, textOf } from '../page/walk.ts';
import { classWords, isDialog } from '../page/zones.ts';
import type { LabelName } from '../words/words.ts';
import type { Hit } from './hits.ts';

/** Fields that a buyer fills in when applying. */
const APPLICATION: ReadonlySet<LabelName> = new Set<LabelName>([
  'amount',
  'reason',
  'kind',
  'appliedAt',
  'description',
]);

const ENTRY = 'textarea, input[type="file"], input[type="text"], input:not([type]), [contenteditable="true"]';
const SENDS =
  /^(?:提交|确认|确定|保存|发送|上传|继续上传|重新上传|(?:继续)?(?:添加|上传|选择|补充|新增)(?:图片|照片|视频|文件|凭证|举证|附件)|提交(?:举证|凭证|回复|申请|审核)?|送出|確認|上傳|儲存|submit|save|send|upload|confirm|attach|(?:add|upload|choose|attach) (?:more )?(?:photos?|images?|files?|pictures?|evidence))$/i;

/** Whether somebody can enter or send something in a part of the page. */
function isEntered(element: Element): boolean {
  if (element.tagName === 'FORM' || element.querySelector(ENTRY)) return true;
  return [...element.querySelectorAll('button, a, [role="button"], [class*="btn"], [class*="button"]')].some(
    (button) => SENDS.test(textOf(button)),
  );
}

const MAX_LEVELS = 8;

/**
 * Climbs from a heading: `form` where something is entered or sent beside it, `application` where the fields of a buyer's
 * application stand beside it first, undefined where neither does before the claim's own number (`number`) or the block ends.
 */
export function formContext(
  heading: Hit,
  block: Element,
  number: Element | undefined,
  hits: readonly Hit[],
): 'form' | 'application' | undefined {
  let up: Element | null = heading.run.element;
  for (let level = 0; up && level < MAX_LEVELS; level++, up = parentOf(up)) {
    const part: Element = up;
    const holdsNumber = number !== undefined && holds(part, number);
    if (part === block && number === undefined) return undefined;
    if (!holdsNumber && isEntered(part)) return 'form';
    if (hits.some((hit) => hit !== heading && APPLICATION.has(hit.name) && holds(part, hit.run.element)))
      return 'application';
    if (holdsNumber || part === block || isDialog(part)) return undefined;
  }
  return undefined;
}

/** Whether a part shows a field of the buyer's application. */
export const holdsApplication = (part: Element, hits: readonly Hit[]): boolean =>
  hits.some((hit) => APPLICATION.has(hit.name) && holds(part, hit.run.element));

/** Fields in which the seller or the platform answers a claim. */
const ANSWER =
  /^(?:拒绝|驳回|审核|复核|处理|判定|裁决|仲裁|打款|质检|验货|入库|拒絕|駁回|審核|處理)(?:的)?(?:原因|理由|结果|意见|说明|备注|描述|人员|人|員|結果|意見|說明|備註)|^(?:(?:reject(?:ion)?|refusal|denial|review|inspection|decision|resolution|approval|admin|staff|internal|seller|merchant) (?:reason|notes?|result|comments?|remarks?|outcome))\s*(?::|$)/i;

const ANSWERS_PART =
  /^(?:审核|复核|处理|仲裁|判定|裁决|验货|质检|验收|入库|收货|打款|審核|處理|驗貨|質檢)(?:信息|结果|记录|情况|详情|意见|環節|环节|資訊|結果|記錄)?$|^(?:review|inspection|decision|resolution|approval|quality check|warehouse|internal notes?|staff notes?)(?: (?:info(?:rmation)?|details?|results?|outcome|notes?|report))?$/i;

/** Whether a heading opens a part in which the other side answers (`审核信息`, `Inspection report`). */
export const opensAnswer = (heading: string): boolean => ANSWERS_PART.test(heading.replace(/[:：\s]+$/, ''));

/** Whether the field that stands last before a heading is one in which the other side answers: its pictures are not the buyer's. */
export function isAnswer(heading: Hit, block: Element, hits: readonly Hit[]): boolean {
  const own = new Set<Node>(hits.filter((hit) => APPLICATION.has(hit.name)).map((hit) => hit.run.first));
  let answers = false;
  for (const run of runsIn(block)) {
    if (run.first === heading.run.first) break;
    if (ANSWER.test(run.text)) answers = true;
    else if (own.has(run.first)) answers = false;
  }
  return answers;
}

const REMOVES = /^(?:[×✕✖xX]|删除|移除|刪除|delete|remove)$/;
const REMOVE_WORDS = new Set(['remove', 'delete', 'del', 'trash', 'close']);

/** Whether a picture can be taken away where it stands: what the seller is about to send, not what the buyer has sent. */
export function isRemovable(picture: Element): boolean {
  let up = parentOf(picture);
  for (let level = 0; up && level < 2; level++, up = parentOf(up)) {
    if (up.querySelectorAll('img, video').length > 1) return false;
    for (const part of up.querySelectorAll('*'))
      if (
        part !== picture &&
        (REMOVES.test(textOf(part)) || classWords(part).some((word) => REMOVE_WORDS.has(word)))
      )
        return true;
  }
  return false;
}
