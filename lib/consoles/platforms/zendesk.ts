/** Zendesk: tickets of shops on their own domain; an attachment is the customer's when the ticket's requester wrote the comment. */
import { askedId } from '../json/asked.ts';
import { compact, firstRecord, type Json, listAt, objectsIn, shapedId, text, timeOf } from '../json/json.ts';
import { mediaOf } from '../json/media.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';

const TICKET = /^\d{1,15}$/;
const USER = /^\d{3,20}$/;

/** Whether a comment is the customer's: the requester's own, or one by a user whom the answer calls an end user. */
function isCustomers(comment: Json, requester: string | undefined, users: Json[]): boolean {
  const author = shapedId(comment.author_id, USER);
  if (!author) return false;
  return (
    author === requester ||
    users.some((user) => shapedId(user.id, USER) === author && user.role === 'end-user')
  );
}

function parse(json: unknown, context: ReadContext & { answerUrl: string }): PartialClaim[] {
  const ticket = firstRecord(json, 'ticket') ?? {};
  const inPath = /\/tickets\/(\d{1,15})\b/.exec(context.answerUrl)?.[1];
  const claimId =
    shapedId(ticket.id, TICKET) ??
    shapedId(inPath, TICKET) ??
    askedId(context.answerUrl, ['ticket_id'], TICKET);
  if (!claimId) return [];
  const requester = shapedId(ticket.requester_id, USER);
  const comments = [
    ...listAt(json, 'comments'),
    ...listAt(json, 'audits').flatMap((audit) => listAt(audit, 'events')),
  ];
  const users = objectsIn(json).filter((object) => typeof object.role === 'string');
  const files = comments
    .filter((comment) => isCustomers(comment, requester, users))
    .flatMap((comment) => listAt(comment, 'attachments'))
    .filter((file) => /^(?:image|video)\//.test(text(file.content_type) ?? ''));
  const partial = compact({
    reason: text(ticket.subject),
    description: text(ticket.description, 4_000),
    evidence: files.flatMap((file) => mediaOf(file)),
    appliedAt: timeOf(ticket.created_at, context),
    status: text(ticket.status),
  });
  return Object.keys(partial).length ? [{ claimId, kind: 'other', ...partial }] : [];
}

export const zendesk: ConsoleDefinition = {
  id: 'zendesk',
  version: '7',
  names: { zh: 'Zendesk 客服', en: 'Zendesk' },
  hosts: ['https://*.zendesk.com/*'],
  // Attachments stand on the shop's own subdomain first.
  cdnHosts: ['https://*.zendesk.com/*', 'https://*.zdusercontent.com/*'],
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  currency: 'USD',
  dayFirst: 'unknown',
  pages: [{ kind: 'detail', pattern: /^[a-z0-9-]+\.zendesk\.com\/agent\/tickets\/(?<claimId>\d{1,15})/ }],
  tap: { paths: [/\/api\/v2\/tickets\/\d+/], parse },
  dom: { labels: { claimId: ['Ticket', 'Ticket #', 'Ticket ID'], buyer: ['Requester'] } },
  ids: { claim: TICKET, order: /^#?\d{3,15}$/ },
  expects: { list: ['claimId'], detail: ['claimId', 'evidence'] },
  certainty: 'thin',
};
