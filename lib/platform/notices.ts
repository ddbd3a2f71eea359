/** Desktop notices, where the seller has granted them. */
import { browser } from './browser.ts';

interface Notifications {
  create(
    id: string,
    options: { type: 'basic'; iconUrl: string; title: string; message: string },
  ): Promise<string>;
}

/** Shows one notice; an id that is shown already is replaced. Does nothing where notices are not granted. */
export async function showNotice(id: string, title: string, message: string): Promise<void> {
  const { notifications } = browser as unknown as { notifications?: Notifications };
  if (!notifications || !(await browser.permissions.contains({ permissions: ['notifications'] }))) return;
  await notifications.create(id, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    title,
    message,
  });
}

/** Asks for the permission to show notices. Call from a click. Resolves to whether it is granted. */
export const requestNotices = (): Promise<boolean> =>
  browser.permissions.request({ permissions: ['notifications'] });
