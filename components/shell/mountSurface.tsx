/** Starts a surface: look, error boundary, notices. */
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Boundary } from './Boundary.tsx';
import { Notices } from './Notices.tsx';
import { useLook, wearLastLook } from './useLook.ts';
import '../tokens.css';
import '../base.css';

function Surface({ render }: { render: () => ReactNode }) {
  const locale = useLook();
  return (
    <Boundary key={locale}>
      {render()}
      <Notices />
    </Boundary>
  );
}

/** Draws `render` into `#root`. */
export function mountSurface(render: () => ReactNode): void {
  wearLastLook();
  const root = document.getElementById('root');
  if (!root) throw new Error('this page has no #root');
  createRoot(root).render(
    <StrictMode>
      <Surface render={render} />
    </StrictMode>,
  );
}
