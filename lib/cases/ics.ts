/** Deadlines as a calendar file (RFC 5545) that any calendar program imports. */
import { sha256Hex } from '../claims/canonical.ts';

export interface CalendarEntry {
  /** Stable identity: importing again replaces, never doubles. */
  id: string;
  at: string;
  title: string;
  description: string;
  /** Minutes before `at` on which the calendar should ring. */
  alarms: number[];
}

const utf8 = new TextEncoder();

/** A VCALENDAR with one VEVENT per entry, CRLF lines folded at 75 octets. `madeAt` is the DTSTAMP (ISO instant). */
export function calendar(entries: readonly CalendarEntry[], madeAt: string): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//ClaimLens//Deadlines//EN',
    'CALSCALE:GREGORIAN',
  ];
  for (const entry of entries) {
    const at = utcTime(entry.at);
    if (!at) continue;
    lines.push(
      'BEGIN:VEVENT',
      `UID:${sha256Hex(utf8.encode(entry.id)).slice(0, 32)}@claimlens`,
      `DTSTAMP:${utcTime(madeAt)}`,
      `DTSTART:${at}`,
      `DTEND:${at}`,
      `SUMMARY:${escapeText(entry.title)}`,
      `DESCRIPTION:${escapeText(entry.description)}`,
      ...entry.alarms.flatMap((minutes) => [
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        `DESCRIPTION:${escapeText(entry.title)}`,
        `TRIGGER:-PT${Math.max(0, Math.trunc(minutes))}M`,
        'END:VALARM',
      ]),
      'END:VEVENT',
    );
  }
  lines.push('END:VCALENDAR');
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function utcTime(iso: string): string | null {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? null : `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

const escapeText = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');

/** RFC 5545 §3.1: at most 75 octets a line, continuation lines begin with a space; never inside a character. */
function fold(line: string): string {
  let out = '';
  let size = 0;
  for (const char of line) {
    const octets = utf8.encode(char).length;
    if (size + octets > 75) {
      out += '\r\n ';
      size = 1;
    }
    out += char;
    size += octets;
  }
  return out;
}
