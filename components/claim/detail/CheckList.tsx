import { useState } from 'react';
import { GOODS_KINDS, type GoodsKind, goodsKind } from '../../../lib/claims/goods.ts';
import type { Claim } from '../../../lib/claims/model.ts';
import { t } from '../../../lib/i18n/index.ts';

/** Points for every kind of goods, and those of one kind. */
const GENERAL = ['angle', 'first', 'count', 'packing', 'transport'] as const;
const BY_GOODS: Record<GoodsKind, readonly string[]> = {
  'live-seafood': ['limbs', 'sexes', 'pieces', 'state'],
  'fresh-food': ['pieces', 'growth', 'scale', 'label'],
  'ceramics-glass': ['edges', 'layers', 'sameCrack', 'base'],
  clothing: ['fibres', 'light', 'tag', 'pattern'],
  'shoes-bags': ['fibres', 'glue', 'tag', 'serial'],
  cosmetics: ['batch', 'seal', 'level', 'label'],
  electronics: ['serial', 'reflection', 'edges', 'screen'],
  toys: ['material', 'seams', 'tag', 'pattern'],
  plants: ['growth', 'pot', 'light', 'state'],
  'books-paper': ['background', 'fibres', 'label', 'edges'],
  'furniture-home': ['material', 'grain', 'light', 'parts'],
  other: ['material', 'light', 'label', 'edges'],
};

/** What a person should look at: the part that no software can do. */
export function CheckList({ claim }: { claim: Claim }) {
  const [goods, setGoods] = useState<GoodsKind>(() => goodsKind(claim.items[0]?.title ?? ''));
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  const points = [...BY_GOODS[goods], ...GENERAL];
  const toggle = (point: string) =>
    setDone((now) => {
      const next = new Set(now);
      if (!next.delete(point)) next.add(point);
      return next;
    });
  return (
    <section className="stack checklist" data-testid="checklist">
      <div className="row-wrap">
        <h2 className="grow">{t('surfaces.look.title')}</h2>
        <label className="row tiny">
          <span className="visually-hidden">{t('surfaces.look.goods')}</span>
          <select
            className="select"
            value={goods}
            onChange={(event) => setGoods(event.target.value as GoodsKind)}
          >
            {GOODS_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`surfaces.goods.${kind}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ul>
        {points.map((point) => (
          <li key={point}>
            <label className="point small">
              <input type="checkbox" checked={done.has(point)} onChange={() => toggle(point)} />
              <span>{t(`surfaces.look.points.${point}`)}</span>
            </label>
          </li>
        ))}
      </ul>
    </section>
  );
}
