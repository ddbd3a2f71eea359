import { Copy, Film, ImageDown } from 'lucide-react';
import {
  type ComparisonJob,
  comparisonGif,
  comparisonPicture,
} from '../../lib/app/claims/comparison/draw.ts';
import type { PicturePair } from '../../lib/app/claims/picture-pair.ts';
import type { Finding } from '../../lib/claims/finding.ts';
import { findingText } from '../../lib/i18n/finding-text.ts';
import { formatInstant, t } from '../../lib/i18n/index.ts';
import { saveFile } from '../../lib/platform/downloads.ts';
import { tryTo, useNotices } from '../state/notices.ts';
import { photoWord } from './photo-word.ts';

interface Props {
  pair: PicturePair;
  /** Row-major homography, photo pixels → source pixels. */
  transform: readonly number[];
  finding: Finding;
}

function jobOf({ pair, transform, finding }: Props): ComparisonJob {
  const kind = finding.against?.kind ?? 'thumbnail';
  const { title, says } = findingText(finding);
  return {
    pair,
    transform,
    finding,
    words: {
      says: says || title,
      photo: photoWord(finding),
      source: t(`findings.refs.${kind}`),
      lines: [
        t('surfaces.compare.hash', { what: photoWord(finding), hash: finding.photo ?? '' }),
        ...(finding.against && kind !== 'thumbnail'
          ? [t('surfaces.compare.hash', { what: t(`findings.refs.${kind}`), hash: finding.against.sha256 })]
          : []),
        t('surfaces.compare.made', { at: formatInstant(new Date().toISOString()) }),
      ],
    },
  };
}

/** Keeps the comparison as it is shown: as one picture with caption, hashes and date, or as a GIF that flickers. */
export function CompareExport(props: Props) {
  const say = useNotices((store) => store.say);
  const name = `comparison-${(props.finding.photo ?? 'photo').slice(0, 12)}`;
  const failed = t('surfaces.compare.saveFailed');
  const copy = async (): Promise<void> => {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': comparisonPicture(jobOf(props)) })]);
    say(t('surfaces.compare.copied'));
  };
  return (
    <div className="row-wrap compare-export" data-testid="compare-export">
      <button
        type="button"
        className="btn btn-quiet"
        data-testid="compare-save"
        onClick={() =>
          void tryTo('save comparison', failed, async () =>
            saveFile(`${name}.png`, await comparisonPicture(jobOf(props))),
          )
        }
      >
        <ImageDown aria-hidden="true" />
        {t('surfaces.compare.save')}
      </button>
      <button
        type="button"
        className="btn btn-quiet"
        data-testid="compare-copy"
        onClick={() => void tryTo('copy comparison', t('surfaces.compare.copyFailed'), copy)}
      >
        <Copy aria-hidden="true" />
        {t('surfaces.compare.copy')}
      </button>
      <button
        type="button"
        className="btn btn-quiet"
        data-testid="compare-gif"
        onClick={() =>
          void tryTo('save GIF', failed, async () =>
            saveFile(`${name}.gif`, await comparisonGif(jobOf(props))),
          )
        }
      >
        <Film aria-hidden="true" />
        {t('surfaces.compare.gif')}
      </button>
    </div>
  );
}
