import { Component, type ErrorInfo, type ReactNode } from 'react';
import { logOf } from '../../lib/base/log.ts';
import { t } from '../../lib/i18n/index.ts';
import { EmptyState } from '../ui/EmptyState.tsx';

const log = logOf('surface');

/** Keeps one broken part from taking the whole surface with it; says so, and offers to draw it again. */
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    log.error(`drawing failed${info.componentStack ?? ''}`, error);
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <EmptyState kind="none" title={t('surfaces.broken.title')} text={t('surfaces.broken.text')}>
        <button type="button" className="btn" onClick={() => this.setState({ broken: false })}>
          {t('surfaces.broken.again')}
        </button>
      </EmptyState>
    );
  }
}
