import {
  Blend,
  Columns2,
  Contrast,
  Eye,
  type LucideIcon,
  Maximize,
  Minus,
  Plus,
  SquareDashed,
  SquareSplitHorizontal,
} from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import { t } from '../../lib/i18n/index.ts';
import type { Viewport } from './useViewport.ts';

export const MODES = ['side', 'slider', 'blink', 'difference'] as const;
export type Mode = (typeof MODES)[number];

const ICONS: Record<Mode, LucideIcon> = {
  slider: SquareSplitHorizontal,
  blink: Eye,
  side: Columns2,
  difference: Contrast,
};

interface Props {
  mode: Mode;
  onMode(mode: Mode): void;
  /** Amplification of the difference map, 1..16. */
  gain: number;
  onGain(gain: number): void;
  outlined: boolean;
  onOutlined(on: boolean): void;
  keptShaded: boolean;
  onKeptShaded(on: boolean): void;
  viewport: Viewport;
}

/** The ways to compare, what is drawn over the pictures, and the zoom. */
export function CompareToolbar(props: Props) {
  const { mode, viewport } = props;
  return (
    <div className="compare-bar">
      <ToggleGroup.Root
        type="single"
        className="segments"
        value={mode}
        onValueChange={(value) => value && props.onMode(value as Mode)}
        aria-label={t('surfaces.compare.mode')}
      >
        {MODES.map((name) => {
          const Icon = ICONS[name];
          return (
            <ToggleGroup.Item
              key={name}
              value={name}
              className="segment"
              data-testid={`compare-mode-${name}`}
            >
              <Icon aria-hidden="true" />
              <span>{t(`surfaces.compare.modes.${name}`)}</span>
            </ToggleGroup.Item>
          );
        })}
      </ToggleGroup.Root>
      {mode === 'difference' && (
        <label className="row small gain">
          <span>{t('surfaces.compare.gain')}</span>
          <input
            type="range"
            min={1}
            max={16}
            step={0.5}
            value={props.gain}
            onChange={(event) => props.onGain(Number(event.target.value))}
          />
        </label>
      )}
      <div className="row compare-tools">
        <button
          type="button"
          className="btn btn-quiet btn-icon"
          aria-pressed={props.outlined}
          aria-label={t('surfaces.compare.outlines')}
          title={t('surfaces.compare.outlines')}
          onClick={() => props.onOutlined(!props.outlined)}
        >
          <SquareDashed aria-hidden="true" />
        </button>
        <button
          type="button"
          className="btn btn-quiet btn-icon"
          aria-pressed={props.keptShaded}
          aria-label={t('surfaces.compare.kept')}
          title={t('surfaces.compare.kept')}
          onClick={() => props.onKeptShaded(!props.keptShaded)}
        >
          <Blend aria-hidden="true" />
        </button>
        <span className="bar-gap" />
        <button
          type="button"
          className="btn btn-quiet btn-icon"
          aria-label={t('surfaces.compare.zoomOut')}
          title={t('surfaces.compare.zoomOut')}
          onClick={() => viewport.zoom(0.8)}
        >
          <Minus aria-hidden="true" />
        </button>
        <button
          type="button"
          className="btn btn-quiet num zoom-now"
          title={t('surfaces.compare.actual')}
          aria-label={`${t('surfaces.compare.zoom', { scale: Math.round(viewport.view.scale * 100) })} · ${t('surfaces.compare.actual')}`}
          onClick={viewport.actual}
        >
          {t('surfaces.compare.zoom', { scale: Math.round(viewport.view.scale * 100) })}
        </button>
        <button
          type="button"
          className="btn btn-quiet btn-icon"
          aria-label={t('surfaces.compare.zoomIn')}
          title={t('surfaces.compare.zoomIn')}
          onClick={() => viewport.zoom(1.25)}
        >
          <Plus aria-hidden="true" />
        </button>
        <button
          type="button"
          className="btn btn-quiet btn-icon"
          aria-label={t('surfaces.compare.fit')}
          title={t('surfaces.compare.fit')}
          disabled={viewport.fitted}
          onClick={viewport.fit}
        >
          <Maximize aria-hidden="true" />
        </button>
      </div>
    </div>
  );
}
