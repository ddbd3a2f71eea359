/** An appeal as a document in the order in which it is read: the answer and its picture first, then the statement, then the exhibits. */

import type { Region } from '../../claims/finding.ts';
import { findingText } from '../../i18n/finding-text.ts';
import { inLocale, type Locale } from '../../i18n/locale.ts';
import { consoleWord } from '../console-word.ts';
import type { Dossier } from '../dossier.ts';
import { stamp } from '../instants.ts';
import { leadingFinding, productOf } from '../leading-finding.ts';
import { numberFiles } from '../package/items.ts';
import { amountIn, wordsOf } from '../words.ts';

/** One thing on the page, from top to bottom. Pictures by the hash of their stored bytes. */
export type Block =
  | { kind: 'title' | 'heading' | 'text'; text: string }
  | { kind: 'facts'; rows: [name: string, value: string][] }
  | { kind: 'pair'; photo: string; source: string | null; regions: readonly Region[]; caption: string }
  | { kind: 'exhibit'; sha256: string; caption: string }
  | { kind: 'page-break' };

/**
 * The document's blocks.
 * @param statement the appeal's text as the seller left it
 */
export function appealDocument(dossier: Dossier, locale: Locale, statement: string): Block[] {
  return inLocale(locale, () => {
    const t = wordsOf(locale);
    const { claim } = dossier.claim;
    const items = numberFiles(dossier, () => 'application/octet-stream');
    const number = (sha256: string | undefined) => items.find((item) => item.sha256 === sha256)?.no;
    const fact = (name: string, value: string | undefined): [string, string][] =>
      value ? [[name.charAt(0).toUpperCase() + name.slice(1), value]] : [];
    const gap = (name: string) => t(`texts.gaps.${name}`);
    const lead = leadingFinding(dossier);
    const asked = dossier.requests.map(({ at, dueAt, answeredAt }) =>
      t('appeal.asked', {
        at: stamp(at),
        due: dueAt && stamp(dueAt),
        answered: answeredAt && stamp(answeredAt),
        open: answeredAt ? undefined : t('package.unanswered'),
      }),
    );
    return [
      { kind: 'title', text: t('appeal.title') },
      {
        kind: 'facts',
        rows: [
          ...fact(gap('console'), consoleWord(claim.console, locale)),
          ...fact(gap('orderId'), claim.orderId),
          ...fact(gap('claimId'), claim.claimId),
          ...fact(gap('product'), claim.items.flatMap(({ title }) => title ?? []).join(' / ')),
          ...fact(gap('amount'), amountIn(claim.amount, t)),
          ...fact(gap('reason'), claim.reason),
          ...fact(gap('shippedAt'), claim.shippedAt && stamp(claim.shippedAt)),
          ...fact(gap('deliveredAt'), claim.deliveredAt && stamp(claim.deliveredAt)),
          ...fact(gap('trackingNo'), claim.trackingNo),
          ...fact(gap('appliedAt'), claim.appliedAt && stamp(claim.appliedAt)),
        ],
      },
      { kind: 'heading', text: t('appeal.finding') },
      {
        kind: 'text',
        text: lead
          ? `${findingText(lead.finding).title}\n${findingText(lead.finding, productOf(dossier, lead.finding)).says}`
          : t('appeal.noFinding'),
      },
      ...(lead?.finding.photo && (lead.finding.against || lead.finding.region?.length)
        ? [
            {
              kind: 'pair' as const,
              photo: lead.finding.photo,
              source:
                lead.finding.against && lead.finding.against.kind !== 'thumbnail'
                  ? lead.finding.against.sha256
                  : null,
              regions: lead.finding.region ?? [],
              caption: t('appeal.pair', {
                photo: number(lead.finding.photo),
                source: number(lead.finding.against?.sha256),
              }),
            },
          ]
        : []),
      { kind: 'heading', text: t('appeal.askedTitle') },
      { kind: 'text', text: asked.length > 0 ? asked.join('\n') : t('appeal.notAsked') },
      { kind: 'page-break' },
      { kind: 'heading', text: t('appeal.statement') },
      { kind: 'text', text: statement },
      ...(items.some(({ kind }) => kind !== 'record')
        ? [{ kind: 'page-break' as const }, { kind: 'heading' as const, text: t('appeal.exhibits') }]
        : []),
      ...items.map((item) => ({
        kind: 'exhibit' as const,
        sha256: item.sha256,
        caption: t('appeal.exhibit', {
          no: item.no,
          what: t(`package.itemNames.${item.name}`, item.values),
          shows: t(`package.itemShows.${item.name}`),
          sha: item.sha256.slice(0, 16),
        }),
      })),
    ] satisfies Block[];
  });
}
