/** The facts of a case as the texts need them: only what was captured; everything else stays a gap. */
import type { Finding, Verdict } from '../../claims/finding.ts';
import { currentNames, findingText, verdictText } from '../../i18n/finding-text.ts';
import { inLocale, type Locale } from '../../i18n/locale.ts';
import { parseProviderCode, providerOf } from '../../provenance/tables/providers.ts';
import { roundFindings } from '../../verdict/history/rounds.ts';
import { clockOf } from '../clock.ts';
import { consoleWord } from '../console-word.ts';
import { type Dossier, lastDecision, wasReviewed } from '../dossier.ts';
import { stamp } from '../instants.ts';
import { amounts, type LedgerClaim } from '../law/amounts.ts';
import { describeAmounts, describeRule, describeStatutes } from '../law/describe.ts';
import { legalClocks } from '../law/reminders.ts';
import { rulesFor } from '../law/statute.ts';
import { type Item, numberFiles } from '../package/items.ts';
import { reasonCode } from '../package/report.ts';
import { timelineLines, timelineOf } from '../timeline.ts';
import { amountIn, type Words, wordsOf } from '../words.ts';
import type { TextFacts } from './compose.ts';
import type { Action } from './fresh-request.ts';
import { countCharacters } from './presets.ts';

export interface FactsInput {
  dossier: Dossier;
  locale: Locale;
  /** ISO instant: for clocks and the rule in force at handling. */
  now: string;
  /** The request being written, if any. */
  fresh: { code: string; action: Action } | null;
  /** Claims of the same account, this one included, for the amounts; empty when the buyer is not known. */
  sameAccount: readonly LedgerClaim[];
  provincialFigureFen?: number;
  /** What the seller typed in: contact, remedy, received, missing, … Wins over what was captured. */
  entered: TextFacts;
}

const LONGEST_ONE_LINE = 80;
/** Shots asked for by default: the fresh video first, since a fixed request can be prepared beforehand. */
const SHOTS = ['video', 'one-frame', 'angles'] as const;

/** All facts for all texts of a case in one language. */
export function factsOf(input: FactsInput): TextFacts {
  return inLocale(input.locale, () => {
    const t = wordsOf(input.locale);
    const filled = Object.entries(input.entered).filter(([, value]) => value);
    return {
      ...claimFacts(input, t),
      ...proofFacts(input, t),
      ...lawFacts(input, t),
      ...decisionFacts(input, t),
      ...providerFacts(input.dossier),
      ...Object.fromEntries(filled),
    };
  });
}

function claimFacts({ dossier, locale, now, fresh }: FactsInput, t: Words): TextFacts {
  const { claim } = dossier.claim;
  const at = (iso: string | undefined) => iso && stamp(iso);
  const product = claim.items.flatMap(({ title }) => title ?? []).join(' / ');
  const action = fresh && t(`texts.actions.${fresh.action}`);
  return {
    shop: claim.shopId,
    console: consoleWord(claim.console, locale),
    orderId: claim.orderId,
    claimId: claim.claimId,
    product: product && [...product].slice(0, 60).join(''),
    amount: amountIn(claim.amount, t),
    reason: claim.reason,
    statement: [claim.reason, claim.description].filter(Boolean).join('\n') || undefined,
    appliedAt: at(claim.appliedAt),
    shippedAt: at(claim.shippedAt),
    deliveredAt: at(claim.deliveredAt),
    trackingNo: claim.trackingNo,
    code: fresh?.code,
    action: action ?? undefined,
    shots: action
      ? SHOTS.map((shot, i) =>
          t('texts.listLine', { no: i + 1, what: t(`texts.shots.${shot}`, { action }) }),
        ).join('\n')
      : undefined,
    timeline: timelineLines(timelineOf(dossier, { notes: false, verdicts: false, now }), t, currentNames),
    state: claim.status ?? claim.stage,
    messageAt: at(dossier.evidence[0]?.seenAt),
  };
}

/** Every numbered file with what it shows; findings of the rounds in one line for T4. */
function proofFacts({ dossier }: FactsInput, t: Words): TextFacts {
  const items = numberFiles(dossier, () => 'application/octet-stream');
  const line = (item: Item) => {
    const own = dossier.findings.filter(({ sha256 }) => sha256 === item.sha256);
    const shows = own.map(({ finding }) => `${findingText(finding).says} (${reasonCode(finding)})`).join(' ');
    return t('texts.proofLine', {
      no: item.no,
      what: t(`package.itemNames.${item.name}`, item.values),
      shows: shows || t(`package.itemShows.${item.name}`),
    });
  };
  const because = new Set(dossier.verdict?.because ?? []);
  const carrying = dossier.findings.filter(({ id }) => because.has(id));
  const strongest =
    (carrying.length > 0 ? carrying : dossier.findings)[0]?.finding ??
    roundFindings(
      dossier.readings,
      dossier.requests.map(({ at }) => at),
    )[0];
  const photo =
    strongest?.photo ?? dossier.evidence.find(({ sha256 }) => sha256 !== null)?.sha256 ?? undefined;
  const picture = items.find(({ sha256 }) => sha256 === photo);
  const shipping = items.find(({ kind }) => kind === 'archive');
  return {
    proofs: items.length > 0 ? items.map(line).join('\n') : undefined,
    proofNo: shipping && String(shipping.no),
    inconsistency: strongest && oneLine(strongest),
    facts:
      dossier.findings.length > 0
        ? dossier.findings.map(({ finding }) => findingText(finding).says).join('\n')
        : undefined,
    reasonCodes:
      [...new Set(dossier.findings.map(({ finding }) => reasonCode(finding)))].join(', ') || undefined,
    picture: picture && `${picture.was.split('/').at(-1) ?? ''} (SHA-256 ${picture.sha256})`,
    fileHash: photo,
    hashes:
      items.length > 0
        ? items.map(({ no, sha256 }) => t('texts.listLine', { no, what: sha256 })).join('\n')
        : undefined,
  };
}

/** The finding in one line that leaves room for the rest of a 200-character text: its sentence, else its title. */
function oneLine(finding: Finding): string {
  const { says, title } = findingText(finding);
  return (countCharacters(says) <= LONGEST_ONE_LINE ? says : title).replace(/[。.]\s*$/, '');
}

function lawFacts({ dossier, now, sameAccount, provincialFigureFen }: FactsInput, t: Words): TextFacts {
  const { claim } = dossier.claim;
  const actAt = claim.appliedAt ?? dossier.claim.firstSeenAt;
  const account = sameAccount.find(({ claimKey }) => claimKey === claim.key)?.account;
  const sum = account === undefined ? null : amounts(sameAccount, account, provincialFigureFen);
  const words = sum && describeAmounts(sum, t);
  const clock = clockOf(claim);
  const clocks = legalClocks({
    claimKey: claim.key,
    actAt,
    knownAt: dossier.claim.firstSeenAt,
    labelledFile: dossier.findings.some(({ code }) => code === 'ai-label-implicit'),
  });
  return {
    rule: t('texts.ruleOrder116'),
    request:
      claim.stage === 'paid'
        ? t('texts.requests.recover', { amount: amountIn(claim.amount, t) })
        : t('texts.requests.review'),
    acts: words?.acts,
    attempts: words?.attempts,
    paidTotal: words?.paidTotal,
    comparison: words?.comparison,
    loss: words?.acts && sum && sum.paid.length > 0 ? `${words.acts}\n${words.paidTotal}` : undefined,
    statutes: describeStatutes(sum && sum.paid.length > 0 ? sum.paid.map(({ at }) => at) : [actAt], now, t),
    articles: rulesFor(actAt)
      .filter(({ tier }) => tier === 'civil')
      .map((rule) => describeRule(rule, t))
      .join('\n'),
    clocks: [
      ...(clock ? [`${stamp(clock.at)} ${t('timeline.deadline')}`] : []),
      ...clocks.map(({ id, at }) => `${stamp(at)} ${t(`law.clocks.${id}`)}`),
    ].join('\n'),
  };
}

function decisionFacts({ dossier }: FactsInput, t: Words): TextFacts {
  const decision = lastDecision(dossier);
  const shown = lastDecision(dossier, 'override-verdict')?.verdictInstead ?? dossier.verdict?.verdict;
  return {
    verdict: shown && verdictText(shown as Verdict),
    reviewed: t(wasReviewed(dossier) ? 'texts.yes' : 'texts.no'),
    decision: decision ? t(`decisions.${decision.what}`) : undefined,
    why: decision?.reason || undefined,
  };
}

/** Provider and content number as they stand in the file's label. A code bound to a person is masked by the parser. */
function providerFacts(dossier: Dossier): TextFacts {
  const label = dossier.findings
    .map(({ finding }) => finding)
    .find(({ code }) => code === 'ai-label-implicit');
  if (label?.code !== 'ai-label-implicit') return {};
  const { producerCode: raw, contentId } = label.facts;
  const code = raw === undefined ? null : parseProviderCode(raw);
  const known = providerOf(code?.subject ?? raw ?? '');
  const shown = code?.code ?? raw;
  return {
    provider: shown && (known ? `${shown} (${known.vendor})` : shown),
    contentNumber: contentId,
    timeRange:
      dossier.evidence[0] &&
      `${stamp(dossier.claim.claim.orderedAt ?? dossier.claim.firstSeenAt)} – ${stamp(dossier.evidence[0].seenAt)}`,
  };
}
