/** Mercado Libre and Mercado Livre: claims are handled on the sale's page; its number is the order's. */
import { compact, type Json, listAt, objectsIn, shapedId, text, timeOf } from '../json/json.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';

const CLAIM = /^\d{9,12}$/;
const ORDER = /^2000\d{12}$/;
const SITES: Record<string, { zone: string; currency: string }> = {
  'mercadolivre.com.br': { zone: 'America/Sao_Paulo', currency: 'BRL' },
  'mercadolibre.com.mx': { zone: 'America/Mexico_City', currency: 'MXN' },
  'mercadolibre.com.ar': { zone: 'America/Argentina/Buenos_Aires', currency: 'ARS' },
  'mercadolibre.com.co': { zone: 'America/Bogota', currency: 'COP' },
  'mercadolibre.cl': { zone: 'America/Santiago', currency: 'CLP' },
  'mercadolibre.com.uy': { zone: 'America/Montevideo', currency: 'UYU' },
  'mercadolibre.com.pe': { zone: 'America/Lima', currency: 'PEN' },
  'mercadolibre.com.ec': { zone: 'America/Guayaquil', currency: 'USD' },
  'mercadolibre.co.cr': { zone: 'America/Costa_Rica', currency: 'CRC' },
  'mercadolibre.com.do': { zone: 'America/Santo_Domingo', currency: 'DOP' },
  'mercadolibre.com.bo': { zone: 'America/La_Paz', currency: 'BOB' },
};

const siteOf = (host: string) => SITES[host.replace(/^www\./, '')] ?? SITES['mercadolivre.com.br']!;

/** PDD… not as described or defective, PNR… not received. */
const REASONS: [RegExp, string][] = [
  [/^PDD/, 'PDD: not as described or defective'],
  [/^PNR/, 'PNR: not received'],
];

/** A claim's own object: shipments, returns and messages of the same answers have an `id` too. */
const isClaim = (object: Json): boolean =>
  'id' in object &&
  'resource_id' in object &&
  ('reason_id' in object || 'players' in object || 'stage' in object);

function claim(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(row.id, CLAIM);
  if (!claimId) return [];
  const code = text(row.reason_id);
  // The seller may be either side; of several actions that are due, the nearest end counts.
  const [due] = listAt(row, 'players')
    .filter(
      (player) => (text(player.type) ?? text(player.role)?.replace('respondent', 'seller')) === 'seller',
    )
    .flatMap((player) => listAt(player, 'available_actions'))
    .flatMap((action) => timeOf(action.due_date, context) ?? [])
    .sort((a, b) => Date.parse(a) - Date.parse(b));
  const isOrder = row.resource === undefined || row.resource === 'order';
  return [
    compact({
      claimId,
      orderId: isOrder ? shapedId(row.resource_id, ORDER) : undefined,
      kind: row.type === 'return' || row.type === 'returns' ? ('return-refund' as const) : undefined,
      reason: code && (REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? code),
      deadlineAt: due,
      appliedAt: timeOf(row.date_created, context),
      status: text(row.status),
      stage: row.status === 'closed' ? 'unknown' : row.stage === 'dispute' ? 'platform' : 'waits-for-seller',
    }),
  ];
}

export const mercadolibre: ConsoleDefinition = {
  id: 'mercadolibre',
  version: '7',
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
    parse: (json, context) =>
      objectsIn(json)
        .filter(isClaim)
        .flatMap((row) => claim(row, context)),
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
