import { type ReactNode, useState } from 'react';
import { droppedFiles, type PathFile } from './dropped-files.ts';
import './DropZone.css';

interface Props {
  /** Look and layout beside the zone's own outline. */
  className?: string;
  testId?: string;
  busy?: boolean;
  /** What is dropped is let go while true. */
  disabled?: boolean;
  onFiles(files: PathFile[]): void;
  /** The zone's content; a picker or button in it does the same by key. */
  children: ReactNode;
}

/** Where files and folders are dropped. */
export function DropZone({ className = '', testId, busy, disabled = false, onFiles, children }: Props) {
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way in; the controls inside do the same by key
    <div
      className={`drop-zone ${className} ${over ? 'drop-over' : ''}`}
      data-testid={testId}
      aria-busy={busy}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        // The nearest zone takes the files: one inside another does not hand them on.
        event.stopPropagation();
        setOver(false);
        if (!disabled) void droppedFiles(event.dataTransfer).then(onFiles);
      }}
    >
      {children}
    </div>
  );
}
