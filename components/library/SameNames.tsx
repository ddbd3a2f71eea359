import { Link2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ProductView } from '../../lib/app/claims/views.ts';
import { joinProducts, keepApart, takeBackAnswers } from '../../lib/app/library/same-names.ts';
import { formatNumber, t } from '../../lib/i18n/index.ts';
import type { SameName } from '../../lib/library/same-name.ts';
import { routeTo } from '../route/useRoute.ts';
import { tryTo, useNotices } from '../state/notices.ts';
import { StoredPicture } from './StoredPicture.tsx';
import './SameNames.css';

/** Pairs drawn at once; the next ones come up when these are answered. */
const SHOWN = 3;

interface Props {
  pairs: readonly SameName[];
  products: readonly ProductView[];
}

/** Runs an answer; what it says then can be taken back with one click. */
async function answer(run: () => Promise<string[]>, told: (n: number) => string): Promise<void> {
  await tryTo('same name', t('surfaces.sameName.failed'), async () => {
    const from = await run();
    if (from.length === 0) return;
    useNotices
      .getState()
      .say(
        told(from.length),
        () => void tryTo('take back answer', t('surfaces.sameName.failed'), () => takeBackAnswers(from)),
      );
  });
}

/**
 * Answered questions go away, sometimes before the answer is known here. Called before the answer; the function it gives moves a focus that was in the
 * card to what stays: the card or, after the last question, the page.
 */
function focusKeeper(card: HTMLElement | null, left: number): () => void {
  const page = card?.closest('main');
  if (!card?.contains(document.activeElement)) return () => undefined;
  return () => {
    const now = document.activeElement;
    if (now && now !== document.body && !card.contains(now)) return;
    const stays = left > 0 && card.isConnected ? card.querySelector('summary') : page;
    stays?.focus({ preventScroll: true });
  };
}

const keysOf = ({ from, into }: SameName) => ({ from: from.key, into: into.key });

/** Products that bear one name and may be one: asked, never assumed. */
export function SameNames({ pairs, products }: Props) {
  const [busy, setBusy] = useState(false);
  const card = useRef<HTMLDetailsElement>(null);
  if (pairs.length === 0) return null;
  const viewOf = (key: string) => products.find((view) => view.product.key === key);
  const joinAll = async () => {
    setBusy(true);
    const keepFocus = focusKeeper(card.current, 0);
    await answer(
      () => joinProducts(pairs.map(keysOf)),
      (n) => t('surfaces.sameName.joinedAll', { n }),
    );
    keepFocus();
    setBusy(false);
  };
  return (
    // One question stands open; many wait behind their number, so that they do not push the library away.
    <details
      ref={card}
      className="card pad same-names-card"
      data-testid="same-names"
      open={pairs.length === 1}
    >
      <summary>
        <h2>{t('surfaces.sameName.title', { n: pairs.length })}</h2>
      </summary>
      <div className="row-wrap">
        <p className="grow same-names-head small soft">{t('surfaces.sameName.text')}</p>
        {pairs.length > 1 && (
          <button
            type="button"
            className="btn"
            data-testid="same-name-join-all"
            aria-disabled={busy}
            onClick={() => !busy && void joinAll()}
          >
            <Link2 aria-hidden="true" />
            {t('surfaces.sameName.joinAll', { n: pairs.length })}
          </button>
        )}
      </div>
      <ul className="same-names">
        {pairs.slice(0, SHOWN).map((pair) => {
          const [from, into] = [viewOf(pair.from.key), viewOf(pair.into.key)];
          const focus = () => focusKeeper(card.current, pairs.length - 1);
          return (
            from &&
            into && <Pair key={pair.from.key} pair={pair} from={from} into={into} focusKeeper={focus} />
          );
        })}
      </ul>
      {pairs.length > SHOWN && (
        <p className="small soft num">{t('surfaces.import.andMore', { n: pairs.length - SHOWN })}</p>
      )}
    </details>
  );
}

/** What tells one product from another of the same name. */
export function productFacts({ product, images }: ProductView): string {
  return [
    t(`surfaces.library.sources.${product.source}`),
    t('surfaces.library.images', { n: images.length }),
    ...product.itemIds.slice(0, 2).map((id) => t('surfaces.sameName.item', { id })),
    ...(product.itemIds.length > 2 ? [`+${formatNumber(product.itemIds.length - 2)}`] : []),
  ].join(' · ');
}

interface PairProps {
  pair: SameName;
  from: ProductView;
  into: ProductView;
  /** Called before an answer; the function it gives is called after it. */
  focusKeeper: () => () => void;
}

function Pair({ pair, from, into, focusKeeper }: PairProps) {
  const [busy, setBusy] = useState(false);
  const { title } = into.product;
  const say = async (told: 'joined' | 'apart', run: () => Promise<string[]>) => {
    setBusy(true);
    const keepFocus = focusKeeper();
    await answer(run, () => t(`surfaces.sameName.${told}`, { title }));
    keepFocus();
    setBusy(false);
  };
  const join = () => say('joined', () => joinProducts([keysOf(pair)]));
  const keep = () =>
    say('apart', async () => {
      await keepApart(pair.from.key, pair.into.key);
      return [pair.from.key];
    });
  return (
    <li data-testid="same-name" data-from={from.product.key} data-into={into.product.key}>
      {[from, into].map((view) => (
        <a key={view.product.key} className="same-name-one" href={routeTo('library', view.product.key)}>
          <span className="same-name-picture">
            <StoredPicture sha256={view.images[0]?.sha256} alt="" />
          </span>
          <span>
            <span className="same-name-title">{view.product.title}</span>
            <span className="tiny soft num">{productFacts(view)}</span>
          </span>
        </a>
      ))}
      <span className="row same-name-acts">
        <button
          type="button"
          className="btn"
          data-testid="same-name-join"
          aria-label={t('surfaces.sameName.joinNamed', { title })}
          aria-disabled={busy}
          onClick={() => !busy && void join()}
        >
          <Link2 aria-hidden="true" />
          {t('surfaces.sameName.join')}
        </button>
        <button
          type="button"
          className="btn btn-quiet"
          data-testid="same-name-apart"
          aria-label={t('surfaces.sameName.keepNamed', { title })}
          aria-disabled={busy}
          onClick={() => !busy && void keep()}
        >
          {t('surfaces.sameName.keep')}
        </button>
      </span>
    </li>
  );
}
