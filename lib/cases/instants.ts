/** Instants for papers that others read: the same bytes on every machine, so without the machine's own zone or Intl. */

/** Minutes east of UTC that Chinese platforms, courts and police read times in. */
export const BEIJING = 480;

const pad = (n: number, width = 2) => String(Math.trunc(n)).padStart(width, '0');

/** Offset as `+08:00`. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(size / 60)}:${pad(size % 60)}`;
}

/** The wall-clock parts of an instant in a zone; null when `iso` is no instant. */
export function wallClock(iso: string, zone: number = BEIJING) {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return null;
  const at = new Date(ms + zone * 60_000);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
  };
}

/** `2026-10-02 11:00:00 +08:00`; the text itself when it is no instant. */
export function stamp(iso: string, zone: number = BEIJING): string {
  const w = wallClock(iso, zone);
  if (!w) return iso;
  return `${pad(w.year, 4)}-${pad(w.month)}-${pad(w.day)} ${pad(w.hour)}:${pad(w.minute)}:${pad(w.second)} ${offsetText(zone)}`;
}

/** `2026-10-02` in the zone; the text itself when it is no instant. */
export function day(iso: string, zone: number = BEIJING): string {
  const w = wallClock(iso, zone);
  return w ? `${pad(w.year, 4)}-${pad(w.month)}-${pad(w.day)}` : iso;
}

/**
 * The instant `months` calendar months later, in the zone; a day that the month does not have becomes its last day
 * (Civil Code 202: a period of months ends on the corresponding day, or on the month's last day).
 */
export function addMonths(iso: string, months: number, zone: number = BEIJING): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return iso;
  const at = new Date(ms + zone * 60_000);
  const wanted = at.getUTCDate();
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() + months);
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(wanted, last));
  return new Date(at.getTime() - zone * 60_000).toISOString();
}
