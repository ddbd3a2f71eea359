/** Gorgias: tickets of shops on their own domain; a message says whether the shop's agent or the customer sent it. */
import { compact, firstRecord, isRecord, type Json, listAt, shapedId, text, timeOf } from '../json/json.ts';
import { mediaOf } from '../json/media.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';

const TICKET = /^\d{3,15}$/;
const ORDER = /^#?\d{3,15}$/;

/** Pictures and videos that customers attached; a file of another type, or of a message without a side, is none. */
function customersFiles(messages: Json[]) {
  return messages
    .filter((message) => message.from_agent === false)
    .flatMap((message) => listAt(message, 'attachments'))
    .filter((file) => /^(?:image|video)\//.test(text(file.content_type) ?? ''))
    .flatMap((file) => mediaOf(file));
}

function ticket(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(row.id, TICKET);
  const messages = listAt(row, 'messages');
  if (!claimId || !messages.length) return [];
  const [first] = messages.filter((message) => message.from_agent === false);
  const customer: Json = isRecord(row.customer) ? row.customer : {};
  const buyer = compact({ id: shapedId(customer.id, TICKET), name: text(customer.name) });
  return [
    compact({
      claimId,
      buyer: Object.keys(buyer).length ? buyer : undefined,
      kind: 'other' as const,
      reason: text(row.subject),
      description: text(first?.body_text ?? first?.stripped_text, 4_000),
      evidence: customersFiles(messages),
      appliedAt: timeOf(row.created_datetime, context),
      status: text(row.status),
    }),
  ];
}

export const gorgias: ConsoleDefinition = {
  id: 'gorgias',
  version: '7',
  names: { zh: 'Gorgias 客服', en: 'Gorgias' },
  hosts: ['https://*.gorgias.com/*'],
  cdnHosts: ['https://*.gorgias.io/*'],
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  currency: 'USD',
  dayFirst: 'unknown',
  pages: [
    {
      kind: 'detail',
      pattern: /^[a-z0-9-]+\.gorgias\.com\/app\/(?:ticket|views\/\d+)\/(?<claimId>\d{3,15})/,
    },
  ],
  tap: {
    paths: [/\/api\/tickets\/\d+/],
    parse(json, context) {
      const one = firstRecord(json, 'data', 'ticket') ?? json;
      return isRecord(one) ? ticket(one, context) : [];
    },
  },
  dom: { labels: { claimId: ['Ticket', 'Ticket ID', 'Ticket #'], orderId: ['Order', 'Order #'] } },
  ids: { claim: TICKET, order: ORDER },
  expects: { list: ['claimId'], detail: ['claimId', 'evidence'] },
  certainty: 'thin',
};
