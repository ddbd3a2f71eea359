/** Wake-ups that survive the background's sleep. */
import { browser } from './browser.ts';

/** Calls `tick` every `minutes` (at least 1) while the extension is installed. */
export function every(name: string, minutes: number, tick: () => void): void {
  void browser.alarms.get(name).then((known) => {
    if (!known) browser.alarms.create(name, { periodInMinutes: minutes });
  });
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === name) tick();
  });
}
