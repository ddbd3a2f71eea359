import { CircleDashed, FolderOpen, ImageOff, Inbox, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './EmptyState.css';

const ICONS = {
  claims: Inbox,
  library: FolderOpen,
  photo: ImageOff,
  busy: LoaderCircle,
  none: CircleDashed,
} satisfies Record<string, LucideIcon>;

interface Props {
  kind: keyof typeof ICONS;
  title?: string;
  text: string;
  children?: ReactNode;
}

/** What stands where there is nothing to show yet, and the next step. */
export function EmptyState({ kind, title, text, children }: Props) {
  const Icon = ICONS[kind];
  return (
    <div className="empty">
      <Icon aria-hidden="true" className={kind === 'busy' ? 'spin' : ''} />
      {title && <h2>{title}</h2>}
      <p className="soft small">{text}</p>
      {children && <div className="row-wrap empty-acts">{children}</div>}
    </div>
  );
}
