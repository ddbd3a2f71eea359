/** Mercado Libre and Mercado Livre: claims are handled on the sale's page; its number is the order's. */
import { compact, find, listAt, shapedId, text, timeOf } from '../json/json.ts';
import type { ConsoleDefinition } from '../types.ts';

const CLAIM = /^\d{9,12}$/;
const ORDER = /^2000\d{12}$/;
const SITES: Record<string, { zone: string; currency: string }> = {
  'mercadolivre.com.br': { zone: 'America/Sao_Paulo', currency: 'BRL' },
  'mercadolibre.com.mx': { zone: 'America/Mexico_City', currency: 'MXN' },
  'mercadolibre.com.ar': { zone: 'America/Argentina/Buenos_Aires', currency: 'ARS' },
  'mercadolibre.com.co': { zone: 'America/Bogota', currency: 'COP' },
  'mercadolibre.cl': { zone: 'America/Santiago', currency: 'CLP' },
};

const siteOf = (host: string) => SITES[host.replace(/^www\./, '')] ?? SITES['mercadolivre.com.br']!;

/** PDD… not as described or defective, PNR… not received. */
const REASONS: [RegExp, string][] = [
  [/^PDD/, 'PDD: not as described or defective'],
  [/^PNR/, 'PNR: not received'],
];

export const mercadolibre: ConsoleDefinition = {
  id: 'mercadolibre',
  version: '1',
  names: { zh: '美客多', en: 'Mercado Libre' },
  hosts: Object.keys(SITES).map((site) => `https://www.${site}/*`),
  cdnHosts: ['https://*.mlstatic.com/*'],
  zone: (host) => siteOf(host).zone,
  currency: (host) => siteOf(host).currency,
  pages: [
    {
      kind: 'detail',
      pattern: /^www\.mercadoli(?:vre|bre)\.[a-z.]+\/(?:vendas|ventas)\/(?<orderId>\d{16})(?:\/det[a-z]+)?/,
    },
    {
      kind: 'list',
      pattern: /^www\.mercadoli(?:vre|bre)\.[a-z.]+\/(?:vendas|ventas)\/(?:reclama|devolu|omni|lista)/,
    },
  ],
  tap: {
    paths: [/post-purchase\/v\d+\/claims/],
    parse(json, context) {
      const claimId = shapedId(find(json, 'id'), CLAIM);
      if (!claimId) return [];
      const code = text(find(json, 'reason_id'));
      const due = listAt(find(json, 'players'), '')
        .filter((player) => /respondent|seller/.test(text(player.role ?? player.type) ?? ''))
        .flatMap((player) => listAt(player, 'available_actions'))
        .map((action) => timeOf(action.due_date, context))
        .find(Boolean);
      const stage = text(find(json, 'stage'));
      return [
        compact({
          claimId,
          orderId: shapedId(find(json, 'resource_id'), ORDER),
          kind: find(json, 'type') === 'return' ? 'return-refund' : undefined,
          reason: code && (REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? code),
          deadlineAt: due,
          appliedAt: timeOf(find(json, 'date_created'), context),
          status: text(find(json, 'status')),
          stage:
            find(json, 'status') === 'closed'
              ? 'unknown'
              : stage === 'dispute'
                ? 'platform'
                : 'waits-for-seller',
        }),
      ];
    },
  },
  dom: {
    labels: {
      claimId: ['Reclamação', 'Reclamo', 'Nº da reclamação', 'Número de reclamo'],
      orderId: ['Venda', 'Venta', 'Venda #', 'Venta #'],
      reason: ['Motivo', 'Motivo da reclamação', 'Motivo del reclamo'],
      description: ['Comentários', 'Comentarios', 'Mensagem do comprador'],
      evidence: ['Fotos', 'Anexos', 'Adjuntos', 'Evidências', 'Evidencias'],
      amount: ['Valor do reembolso', 'Monto del reembolso'],
      product: ['Produto', 'Producto'],
      deadlineAt: ['Responda até', 'Responder antes de'],
    },
  },
  ids: { claim: CLAIM, order: ORDER },
  expects: { list: ['orderId', 'reason'], detail: ['orderId', 'reason', 'evidence'] },
  certainty: 'thin',
};
