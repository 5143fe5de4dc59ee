/** Durations and moments as the interface writes them. A space stands before the unit. */

function formatMinutes(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `0.4 ms`, `196 ms`, `2.14 s`, `8 min 20 s`, `2 h 5 min`. */
export function formatDuration(ms: number): string {
  if (ms > 0 && ms < 0.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_995) return `${(ms / 1000).toFixed(2)} s`;
  return formatMinutes(ms);
}

/** A running clock: `196 ms`, `41.8 s`, `8 min 20 s`. One decimal, so that it does not flicker. */
export function formatElapsed(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  return formatMinutes(ms);
}

/** A gap in a narrow column: `5 ms`, `1.28 s`, `42.1 s`, `8.3 min`. */
export function formatGap(ms: number): string {
  if (ms < 9995) return formatDuration(ms);
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3_597_000) return `${(ms / 60_000).toFixed(1)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

/** An end of a bar of gaps: as a gap, but one that is not 0 has a digit other than 0, such as `0.03 ms`. */
export function formatBarEdge(ms: number): string {
  if (ms === 0 || ms >= 0.095) return formatGap(ms);
  return ms < 0.001 ? '<0.001 ms' : `${Number(ms.toPrecision(1))} ms`;
}

/** Seconds for a sentence or a marker: `3.2 s`, `8 min 20 s`. */
export function formatSeconds(ms: number): string {
  return ms < 59_950 ? `${(ms / 1000).toFixed(1)} s` : formatMinutes(ms);
}

/** Seconds since the request with milliseconds, for the time column: `7.904`. */
export function formatTimeCell(atMs: number): string {
  return (atMs / 1000).toFixed(3);
}

/** Seconds since the request with one decimal, for a span of time: `2.1`. */
export function formatTenths(atMs: number): string {
  return (atMs / 1000).toFixed(1);
}

/** Local time of day with milliseconds: `14:02:18.904`. */
export function formatClock(epochMs: number): string {
  const date = new Date(epochMs);
  const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

const DATE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A day in UTC, as certificates mean it: `10 November 2026`. */
export function formatDate(epochMs: number): string {
  return DATE.format(epochMs);
}

/** Whole days between two moments, in words: `less than a day`, `1 day`, `12 days`. */
export function formatDays(ms: number): string {
  const days = Math.floor(Math.abs(ms) / 86_400_000);
  if (days === 0) return 'less than a day';
  return days === 1 ? '1 day' : `${days} days`;
}
